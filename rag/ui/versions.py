"""What stands beside an article: its versions and what changed between two, who else carries it, and its story."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import TypedDict

from rag.domain.article import ArticleRecord, Change, Field, Version
from rag.ui.formats import Formats
from rag.ui.views import Row, article_row

MOST_COMPARED = 6
"""Of so many versions any two can be compared; of more, the newest so many."""
_AROUND = 80
"""Unchanged characters that are shown on each side of a change."""
_FIELD_NAMES: dict[Field, str] = {"title": "Headline", "dek": "Subtitle", "dateline": "Date line", "body": "Text"}


class Piece(TypedDict):
    """A stretch of a comparison: "same" in both, "old" or "new" in one alone, or a "gap" of unchanged text."""

    kind: str
    text: str


Changes = Callable[[Version, Version], Sequence[Change]]
"""What leads from one version to another."""


def beside_view(
    record: ArticleRecord, *, changes: Changes, story: Sequence[Version], formats: Formats, story_id: str = ""
) -> dict[str, object]:
    """``story`` has the newest versions of the articles of the same story, this one included, oldest first."""
    versions = record.versions[-MOST_COMPARED:]
    return {
        "comparisons": [
            {"old": old.number, "new": new.number, "fields": compared(old, new, changes(old, new))}
            for old, new in combinations(versions, 2)
        ],
        "story": story_view(story, record.latest.article_id, formats),
        "story_id": story_id,
    }


def compared(old: Version, new: Version, changes: Sequence[Change]) -> list[dict[str, object]]:
    """Each field that changed, as pieces to read in order; fields that did not are not there."""
    found: list[dict[str, object]] = []
    for field in _FIELD_NAMES:
        of_field = [change for change in changes if change.field == field]
        if of_field:
            pieces = list(_pieces(old.article.text(field), new.article.text(field), of_field))
            found.append({"name": _FIELD_NAMES[field], "pieces": pieces})
    return found


def story_view(story: Sequence[Version], article_id: str, formats: Formats) -> list[dict[str, object]]:
    """The other articles of the story day by day, this one among them; empty where it stands alone."""
    if len(story) < 2:
        return []
    days: dict[str, list[dict[str, object]]] = {}
    for version in story:
        published = version.article.published
        day = formats.day(published.at.date()) if published else "without a date"
        days.setdefault(day, []).append({"row": _short_row(version, formats), "here": version.article_id == article_id})
    return [{"day": day, "articles": articles} for day, articles in days.items()]


def _short_row(version: Version, formats: Formats) -> Row:
    """Its day stands above it already."""
    row = article_row(version, formats=formats)
    row["meta"] = version.article.source
    return row


def _pieces(old: str, new: str, changes: Sequence[Change]) -> Iterator[Piece]:
    """What lies between two changes is equal in both, so that the new text alone tells it."""
    at = 0
    for change in changes:
        yield from _unchanged(new[at : change.new[0]], is_first=at == 0, is_last=False)
        if before := old[slice(*change.old)]:
            yield Piece(kind="old", text=before)
        if after := new[slice(*change.new)]:
            yield Piece(kind="new", text=after)
        at = change.new[1]
    yield from _unchanged(new[at:], is_first=at == 0, is_last=True)


def _unchanged(text: str, *, is_first: bool, is_last: bool) -> Iterator[Piece]:
    """Its ends, with a gap for what lies between; before the first change and after the last only the near end."""
    head = "" if is_first else text[:_AROUND]
    tail = "" if is_last else text[-_AROUND:]
    if len(text) <= len(head) + len(tail):
        head, tail, gap = text, "", False
    else:
        gap = True
    for kind, part in (("same", head), ("gap", "…" if gap else ""), ("same", tail)):
        if part:
            yield Piece(kind=kind, text=part)
