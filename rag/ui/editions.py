"""Editions as the Briefing page shows them: the calendar, the list of a day, and the comparison of two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypedDict

from rag.domain.answer import Statement
from rag.domain.edition import Edition, EditionDifference, EditionEntry, StoryDifference
from rag.domain.facets import Facets
from rag.render.citing import cited_in
from rag.ui.formats import Formats
from rag.ui.place import Place
from rag.ui.views import Chip, numbered, statement_view


class EntryView(TypedDict):
    """An edition as a tab: what it is called, and what it tells first."""

    number: int
    label: str
    lead: str


def calendar_view(
    day: date,
    *,
    editions: Mapping[date, int],
    archive: Facets,
    entries: Sequence[EditionEntry],
    shown: int | None,
    locale: str,
) -> dict[str, object]:
    """``days`` maps each day that has anything to its numbers of editions and of articles; ``locale`` is the browser's
    own, which names months and weekdays there."""
    articles = dict(archive.days)
    days = {d.isoformat(): [editions.get(d, 0), articles.get(d, 0)] for d in sorted({*editions, *articles})}
    return {
        "day": day.isoformat(),
        "days": days,
        "entries": [entry_view(entry) for entry in entries],
        "shown": shown,
        "locale": locale,
    }


def entry_view(entry: EditionEntry) -> EntryView:
    about = " · ".join(part for part in (f"No. {entry.number}", entry.profile, entry.topic) if part)
    return EntryView(number=entry.number, label=about, lead=entry.lead)


def comparable(entries: Sequence[EditionEntry], shown: EditionEntry) -> list[EditionEntry]:
    """The other editions; first those of the same reader and topic and an earlier date, the latest first."""

    def distance(other: EditionEntry) -> tuple[bool, bool, int]:
        same = (other.owner, other.profile, other.topic) == (shown.owner, shown.profile, shown.topic)
        return not same, other.date >= shown.date, -other.number

    return sorted((each for each in entries if each.number != shown.number), key=distance)


def difference_view(found: EditionDifference, formats: Formats) -> dict[str, object]:
    """Story by story: what was added, what took another's place, what is gone; with one numbering of sources."""
    chips = numbered(cited_in([s for story in found.stories for s in _statements(story)]), formats)
    counts = [
        formats.count(len(found.of("new")), "new story", "new stories"),
        f"{len(found.of('continued'))} continued",
        f"{len(found.of('gone'))} gone",
    ]
    return {
        "title": f"From {_named(found.older, formats)} to {_named(found.newer, formats)}",
        "about": ", ".join(counts),
        "stories": [_story_view(story, chips) for story in found.stories],
    }


def _named(edition: Edition, formats: Formats) -> str:
    return f"No. {edition.number} ({formats.day(edition.briefing.date)})"


def _statements(story: StoryDifference) -> list[Statement]:
    revised = [statement for revision in story.updated for statement in (revision.before, revision.now)]
    return [*revised, *story.added, *story.dropped]


def _story_view(story: StoryDifference, chips: dict[Place, Chip]) -> dict[str, object]:
    return {
        "title": story.title,
        "fate": story.fate,
        "kept": story.kept,
        "updated": [
            {"before": statement_view(r.before, chips), "now": statement_view(r.now, chips)} for r in story.updated
        ],
        "added": [statement_view(s, chips) for s in story.added],
        "dropped": [statement_view(s, chips) for s in story.dropped],
    }
