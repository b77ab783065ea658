"""`dateline ingest`: files, folders and web addresses into the archive."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.options import ArchiveDir, AsJson
from rag.cli.reporting import Exit, say
from rag.domain.errors import UsageError
from rag.domain.ingest import IngestReport

if TYPE_CHECKING:
    from rag.dateline import Dateline


def ingest(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE", help="Files, folders, addresses of pages and feeds, or - for JSONL on stdin."),
    ],
    names: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="OURS=THEIRS", help="Their JSONL field for ours (body=story). Repeatable."),
    ] = None,
    no_wait: Annotated[
        bool, typer.Option("--no-wait", help="Return when everything can be found by its words, before vectors.")
    ] = False,
    as_json: AsJson = False,
    archive: ArchiveDir = None,
) -> Exit:
    """Take articles into the archive.

    Repeating it changes nothing; one bad input never stops the rest.
    """
    from rag.cli.opening import open_archive
    from rag.cli.terminal import json_alone, print_lines
    from rag.render.json import ingest_as_json
    from rag.render.terminal import failed_line, flagged_line, ingest_line

    mapping = _mapping(names or [])
    if as_json:
        with json_alone() as print_json:
            report = _ingest(open_archive(archive), sources, mapping, wait=not no_wait)
            print_json(ingest_as_json(report))
    else:
        report = _ingest(open_archive(archive), sources, mapping, wait=not no_wait)
        print_lines([ingest_line(report)])
    for failed in report.failed:
        say(failed_line(failed))
    for flagged in report.flagged:
        say(flagged_line(flagged))
    return _status(report)


def _ingest(dateline: Dateline, sources: list[str], names: dict[str, str], *, wait: bool) -> IngestReport:
    from rag.cli.terminal import ingest_progress

    with ingest_progress() as progress:
        return dateline.ingest(sources, stdin=sys.stdin.buffer, names=names, wait=wait, progress=progress)


def _mapping(pairs: list[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for pair in pairs:
        ours, equals, theirs = pair.partition("=")
        if not (ours.strip() and equals and theirs.strip()):
            raise UsageError(f"--map {pair!r} is not of the form ours=theirs, for example --map body=story_text.")
        names[ours.strip()] = theirs.strip()
    return names


def _status(report: IngestReport) -> Exit:
    if not report.failed:
        return Exit.DONE
    return Exit.DONE_WITH_FAILURES if report.read else Exit.FAILED
