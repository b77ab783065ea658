"""Stories as the archive lists them: headlines by publisher and day, and how each story stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from rag.domain.article import Notice
from rag.domain.briefing import StoryDay, StoryStatus


@dataclass(frozen=True, slots=True)
class Headline:
    """What a list shows of an article in its newest version; ``day`` is the UTC day of its publication, None where the
    newest version has lost its date. An article without a headline is called by the beginning of its text."""

    article_id: str
    title: str
    day: date | None
    source: str
    notice: Notice = ""


@dataclass(frozen=True, slots=True)
class StoryList:
    """Which stories there are: ``total`` counts all that were asked for, ``ids`` are some of them, the newest first.

    ``until`` is the last UTC day of which any story tells, None where there is none.
    """

    total: int
    ids: tuple[str, ...]
    until: date | None


@dataclass(frozen=True, slots=True)
class StoryOverview:
    """A story from its first article to its last; ``headlines`` are oldest first, near-copies included.

    ``title`` and ``status`` are those of its last day.
    """

    id: str
    title: str
    status: StoryStatus
    headlines: tuple[Headline, ...]

    @property
    def publishers(self) -> tuple[str, ...]:
        """Distinct sources, in the order of first appearance."""
        return tuple(dict.fromkeys(headline.source for headline in self.headlines if headline.source))

    @property
    def timeline(self) -> tuple[StoryDay, ...]:
        """How many articles each day brought, without the days that had none."""
        days = Counter(headline.day for headline in self.headlines if headline.day)
        return tuple(StoryDay(day, days[day]) for day in sorted(days))


@dataclass(frozen=True, slots=True)
class StoryPage:
    """Some stories of a list of ``total``, the newest first."""

    total: int
    stories: tuple[StoryOverview, ...]
