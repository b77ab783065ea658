"""Editions: stored briefings by their numbers, and what changed from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from rag.domain.answer import Statement
from rag.domain.briefing import Briefing

StoryFate = Literal["new", "continued", "gone"]


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a page's masthead says beside the briefing: which edition it is, for whom, and where it can be read.

    ``number`` is 0 where the briefing is not stored; ``reader_url`` is the address of the archive's own pages, or "".
    """

    number: int = 0
    profile: str = ""
    reader_url: str = ""


@dataclass(frozen=True, slots=True)
class StoredEdition:
    """A row of the catalog; ``text`` is the briefing as JSON, ``profile`` the name that it was made for, or "", and
    ``owner`` whose profile that is."""

    number: int
    date: date
    topic: str
    profile: str
    made: datetime
    text: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class EditionEntry:
    """An edition in a list, without its text; ``lead`` is the title of its first story, "" where it tells none."""

    number: int
    date: date
    topic: str
    profile: str
    made: datetime
    stories: int
    lead: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A stored briefing; it never changes. One made for somebody's own profile is that ``owner``'s alone."""

    number: int
    profile: str
    briefing: Briefing
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """A statement that took another's place."""

    before: Statement
    now: Statement


@dataclass(frozen=True, slots=True)
class StoryDifference:
    """What became of one story between two editions.

    ``dropped`` are statements of the older that the newer neither repeats nor counts as known; ``kept`` counts those
    that it repeats, or left out because the reader had them.
    """

    id: str
    title: str
    fate: StoryFate
    added: tuple[Statement, ...] = ()
    updated: tuple[Revision, ...] = ()
    dropped: tuple[Statement, ...] = ()
    kept: int = 0


@dataclass(frozen=True, slots=True)
class EditionDifference:
    """From the older to the newer edition: stories in the order of the newer, then those that are gone."""

    older: Edition
    newer: Edition
    stories: tuple[StoryDifference, ...]

    def of(self, fate: StoryFate) -> tuple[StoryDifference, ...]:
        """Those stories that fared so."""
        return tuple(story for story in self.stories if story.fate == fate)
