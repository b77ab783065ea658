"""`dateline brief`: one page about a day, cited and compared with earlier briefings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rag.cli.options import ArchiveDir, AsJson, Mode, day, span_of_days, typed
from rag.cli.reporting import Exit, say
from rag.domain.briefing import Briefing, Paper
from rag.domain.errors import UsageError, WorkFailed

if TYPE_CHECKING:
    from rag.ports import Typeset
    from rag.settings import Settings

Format = Literal["pdf", "html", "md", "json"]
_SUFFIXES: dict[str, Format] = {".pdf": "pdf", ".html": "html", ".htm": "html", ".md": "md", ".json": "json"}


@dataclass(frozen=True, slots=True)
class _Days:
    """The day that the briefing is dated, and the days that it is about (inclusive)."""

    day: date
    since: date
    until: date


def brief(
    on: Annotated[
        str | None, typer.Option("--date", metavar="DAY", help="The day (YYYY-MM-DD). Default: today.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="The first of several days.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="The last of them. Default: the --date.")] = None,
    topic: Annotated[str, typer.Option(help="Only what concerns this.")] = "",
    form: Annotated[
        Format | None, typer.Option("--format", help="Default: what --out ends in, else pdf.", show_default=False)
    ] = None,
    paper: Annotated[Paper, typer.Option(help="The size of the page.")] = "a4",
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Default: ./briefing-DAY.pdf for a PDF, stdout for the rest."),
    ] = None,
    mode: Mode = None,
    as_json: AsJson = False,
    archive: ArchiveDir = None,
) -> Exit:
    """Make a one-page briefing."""
    from rag.cli.opening import open_with, read_settings
    from rag.cli.terminal import json_alone, print_text
    from rag.render.briefing_json import briefing_as_json

    settings = read_settings(archive)
    days = _days(on, since, until, settings)
    wanted = form or _format_of(out)
    _refuse_another_ending(out, wanted)
    target = _target(out, wanted, days, as_json=as_json)
    with json_alone() as print_json:
        briefing, page = open_with(settings).brief(
            days.day, since=days.since, until=days.until, topic=(typed(topic) or "").strip(), paper=paper, mode=mode
        )
        if target is not None:
            _write(target, _contents(briefing, page, wanted))
        if as_json:
            print_json(briefing_as_json(briefing))
    if target is None and not as_json:
        print_text(_contents(briefing, page, wanted).decode())
    if briefing.model_failure:
        say(f"The model wrote nothing more. {briefing.model_failure}")
    say(_summary(briefing, target))
    return Exit.DONE


def _days(on: str | None, since: str | None, until: str | None, settings: Settings) -> _Days:
    """Raises UsageError for what is no day, or days that run backwards."""
    first, last = span_of_days(since, until)
    dated = day(on, option="--date") if on is not None else last or _today(settings)
    first, last = first or last or dated, last or dated
    if first > last:
        raise UsageError(f"--since {first} lies after {last}, the last day of the briefing; give an --until.")
    return _Days(dated, first, last)


def _today(settings: Settings) -> date:
    from rag.compose import now

    return now().astimezone(settings.zone).date()


def _refuse_another_ending(out: Path | None, wanted: Format) -> None:
    """A file is not written under the name of another kind of file."""
    if out is None or not out.suffix or _SUFFIXES.get(out.suffix.lower()) == wanted:
        return
    endings = ", ".join(_SUFFIXES)
    raise UsageError(f"{out} does not end like a {wanted} file. Give --out another ending ({endings}), or --format.")


def _format_of(out: Path | None) -> Format:
    """What the file's name ends in; a PDF where that says nothing."""
    return _SUFFIXES.get(out.suffix.lower(), "pdf") if out is not None else "pdf"


def _target(out: Path | None, wanted: Format, days: _Days, *, as_json: bool) -> Path | None:
    """The file to write, None where there is none; refused now, before any work, if it cannot be written."""
    if out is None:
        return Path(f"briefing-{days.day}.pdf") if wanted == "pdf" and not as_json else None
    if out.is_dir() or not out.parent.is_dir():
        reason = "is a folder" if out.is_dir() else f"lies in {out.parent}, which is no folder"
        raise WorkFailed(f"{out} cannot be written: it {reason}. Name a file in an existing folder with --out.")
    return out


def _write(target: Path, contents: bytes) -> None:
    try:
        target.write_bytes(contents)
    except OSError as error:
        raise WorkFailed(
            f"{target} cannot be written ({error.strerror or error}). The briefing is stored in the archive; "
            "run the command again with another --out."
        ) from error


def _contents(briefing: Briefing, page: Typeset, wanted: Format) -> bytes:
    from rag.render.briefing_json import briefing_as_json
    from rag.render.html import briefing_as_html
    from rag.render.json import one_line
    from rag.render.markdown import briefing_as_markdown

    match wanted:
        case "pdf":
            return page.pdf
        case "html":
            return briefing_as_html(briefing).encode()
        case "md":
            return briefing_as_markdown(briefing).encode()
        case "json":
            return one_line(briefing_as_json(briefing)).encode()


def _summary(briefing: Briefing, target: Path | None) -> str:
    """One sentence about what was made, and where it lies."""
    stories = len(briefing.stories)
    page = f"{briefing.pages} {'page' if briefing.pages == 1 else 'pages'}, {briefing.fill:.0%} full"
    where = f" Written to {target}." if target is not None else ""
    left_out = f", {len(briefing.omitted)} left out" if briefing.omitted else ""
    return f"Briefing of {briefing.date}: {stories} {'story' if stories == 1 else 'stories'}{left_out}; {page}.{where}"
