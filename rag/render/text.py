"""A briefing as plain text: what a mail shows where it cannot show HTML."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from rag.domain.briefing import Briefing
from rag.domain.edition import Imprint
from rag.render.sheet import NOT_STORED, Item, Section, Sheet, sheet

_COLUMNS = 72


def briefing_as_text(briefing: Briefing, imprint: Imprint = NOT_STORED) -> str:
    """The whole page in lines of at most 72 characters (an address may be longer), with a list of sources."""
    return "\n".join(_lines(sheet(briefing, imprint))).rstrip() + "\n"


def _lines(page: Sheet) -> Iterator[str]:
    yield f"DATELINE  {page.period}"
    yield from filter(None, [page.edition, page.coverage])
    yield "=" * _COLUMNS
    if page.news.heading:
        yield from _wrapped(f"{page.news.heading}: {page.news.summary}")
        for item in page.news.changes:
            yield from _wrapped(_change(item), first="* ")
        yield ""
    if not page.stories:
        yield from _wrapped(page.nothing)
    for story in page.stories:
        yield from _story(story)
    if page.sources:
        yield from ("SOURCES", "-" * _COLUMNS)
        for source in page.sources:
            said = f"{source.publisher}{f', {source.title}' if source.title else ''}, {source.day or 'undated'}"
            yield from _wrapped(said, first=f"[{source.number}] ")
            if source.url:
                yield f"    {source.url}"
        yield ""
    if page.omitted:
        yield f"Left out: {len(page.omitted)} (listed in the HTML, Markdown and JSON of this briefing)."
    for note in page.notes:
        yield from _wrapped(note)


def _story(story: Section) -> Iterator[str]:
    yield ""
    yield from _wrapped(story.title.upper() if story.title.isascii() else story.title)
    if story.byline:
        yield from _wrapped(story.byline)
    yield ""
    for line in story.statements:
        yield from _wrapped(f"{f'{line.tag.upper()}: ' if line.tag else ''}{line.text} {line.marks}")
    for conflict in story.conflicts:
        yield from _wrapped(f"Accounts differ: {conflict.about}")
        for side in conflict.sides:
            yield from _wrapped(f"{side.value} ({side.who}) {side.marks}".rstrip(), first="  - ")
    yield ""


def _change(item: Item) -> str:
    values = f" {item.values[0]} -> {item.values[1]}." if item.values else ""
    now = f" {item.now} {item.now_marks}" if item.now else f" {item.story}." if item.story else ""
    before = f" Before, {item.day}: {item.before} {item.before_marks}" if item.before else ""
    return f"{item.kind.upper()}:{values}{now}{before}"


def _wrapped(text: str, *, first: str = "") -> list[str]:
    return textwrap.wrap(
        text, _COLUMNS, initial_indent=first, subsequent_indent=" " * len(first),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
