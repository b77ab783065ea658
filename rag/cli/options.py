"""Options that several verbs share, and what they mean together."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer

from rag.domain.errors import UsageError
from rag.domain.question import Filters

ArchiveDir = Annotated[
    Path | None,
    typer.Option("--archive", metavar="DIR", help="The archive's folder (or DATELINE_ARCHIVE).", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON on stdout and nothing else there.")]
Since = Annotated[str | None, typer.Option(metavar="DAY", help="Published on or after this day (YYYY-MM-DD).")]
Until = Annotated[str | None, typer.Option(metavar="DAY", help="Published on or before this day.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="What the archive knew at the end of it.")]
Sources = Annotated[list[str] | None, typer.Option("--source", metavar="NAME", help="From this source. Repeatable.")]
Sections = Annotated[list[str] | None, typer.Option("--section", metavar="NAME", help="In this section. Repeatable.")]
Languages = Annotated[
    list[str] | None, typer.Option("--language", metavar="CODE", help="In this language (en, de). Repeatable.")
]


Mode = Annotated[
    Literal["extract", "llm"] | None,
    typer.Option(
        help="extract: the articles' own sentences. llm: a language model. Default: llm if one is configured.",
        show_default=False,
    ),
]


Owner = Annotated[
    str | None,
    typer.Option("--owner", metavar="ADDRESS", help="Of the reader who signs in with it.", show_default=False),
]
Everyone = Annotated[bool, typer.Option("--everyone", help="The shared ones and every reader's own.")]


def typed(text: str | None) -> str | None:
    """What was typed as text: a byte that is not UTF-8 becomes U+FFFD, since nothing after this could take it."""
    return None if text is None else re.sub("[\ud800-\udfff]", "\ufffd", text)


def owner_typed(owner: str | None) -> str:
    """The address as the app keeps it, "" where none is given. Raises UsageError for an empty one."""
    if owner is None:
        return ""
    if not (address := (typed(owner) or "").strip().casefold()):
        raise UsageError("--owner needs the address that its reader signs in with, for example anna@post.example.")
    return address


def owner_alone(owner: str | None, *, everyone: bool) -> str:
    """Whose are to be listed, "" for the shared ones or everybody's. Raises UsageError for an owner and everyone."""
    if owner is not None and everyone:
        raise UsageError("--owner names one reader and --everyone all of them; leave one of them out.")
    return owner_typed(owner)


def day(text: str, *, option: str) -> date:
    """The day that was typed. Raises UsageError naming the option."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise UsageError(f"{option} {text!r} is not a day; write it as YYYY-MM-DD, for example 2025-03-14.") from error


def span_of_days(since: str | None, until: str | None) -> tuple[date | None, date | None]:
    """Both days, where given. Raises UsageError for what is no day, or a since after its until."""
    first = day(since, option="--since") if since is not None else None
    last = day(until, option="--until") if until is not None else None
    if first and last and first > last:
        raise UsageError(f"--since {first} lies after --until {last}; swap them.")
    return first, last


def filters_from(
    since: str | None,
    until: str | None,
    as_of: str | None,
    sources: list[str] | None,
    sections: list[str] | None,
    languages: list[str] | None,
) -> Filters:
    """What may be searched. Raises UsageError for a day that is none."""
    first, last = span_of_days(since, until)
    return Filters(
        since=first,
        until=last,
        as_of=day(as_of, option="--as-of") if as_of is not None else None,
        sources=tuple(sources or ()),
        sections=tuple(sections or ()),
        languages=tuple(code.strip().lower() for code in languages or ()),
    )
