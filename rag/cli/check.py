"""`dateline check`: any text, sentence by sentence, against the archive."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.options import (
    ArchiveDir,
    AsJson,
    AsOf,
    Languages,
    Sections,
    Since,
    Sources,
    Until,
    filters_from,
)
from rag.cli.reporting import Exit
from rag.domain.check import CheckedSentence, DraftReport, SkippedSentence
from rag.domain.errors import UsageError
from rag.domain.question import Filters

if TYPE_CHECKING:
    from rag.dateline import Dateline

MOST_BYTES = 1_000_000
"""Of a draft: a long book. What is larger is an archive, not a text to be checked."""


def check(
    draft: Annotated[Path, typer.Argument(metavar="DRAFT", help="A text file in UTF-8, or - for stdin.")],
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    sources: Sources = None,
    sections: Sections = None,
    languages: Languages = None,
    as_json: AsJson = False,
    archive: ArchiveDir = None,
) -> Exit:
    """Check a text against the archive, sentence by sentence.

    Each is supported, contradicted, or not found, with what it was judged by. Ends with 3 unless all are supported.
    """
    from rag.cli.opening import open_archive
    from rag.cli.terminal import json_alone
    from rag.render.draft import report_as_json

    filters = filters_from(since, until, as_of, sources, sections, languages)
    text = read_draft(draft)
    if as_json:
        with json_alone() as print_json:
            report = open_archive(archive).check(text, filters=filters)
            print_json(report_as_json(report))
    else:
        report = _print_streamed(open_archive(archive), text, filters)
    return Exit.DONE if report.holds else Exit.DONE_WITH_FAILURES


def read_draft(draft: Path) -> str:
    """The draft's text. Raises UsageError where it is missing, empty, too large, or no text."""
    name = "stdin" if str(draft) == "-" else str(draft)
    content = _content(draft, name)
    if len(content) > MOST_BYTES:
        raise UsageError(f"{name} has more than {MOST_BYTES:,} bytes. Check it in parts.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(_no_text(name)) from error
    if "\0" in text:
        raise UsageError(_no_text(name))
    if not text.strip():
        raise UsageError(f"{name} is empty. Give a text whose sentences are to be checked.")
    return text


def _content(draft: Path, name: str) -> bytes:
    """At most one byte more than may be checked."""
    if str(draft) == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        with draft.expanduser().open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(f"{name} cannot be read: {reason}. Name a text file, or - for stdin.") from error


def _no_text(name: str) -> str:
    return f"{name} is not a text in UTF-8. Save the draft as plain text, and check that."


def _print_streamed(dateline: Dateline, text: str, filters: Filters) -> DraftReport:
    """Each sentence as soon as it is judged, then the sources and the counts."""
    from rag.cli.terminal import print_lines, steps
    from rag.render.draft import report_lines, sentence_lines, skipped_line
    from rag.render.terminal import Marks

    marks, report = Marks(), DraftReport()
    with steps() as now:
        now.show("checking")
        for event in dateline.check_streamed(text, filters=filters):
            if isinstance(event, CheckedSentence):
                now.print_lines(sentence_lines(event, marks))
            elif isinstance(event, SkippedSentence):
                now.print_lines([skipped_line(event)])
            else:
                report = event
    print_lines(report_lines(report, marks))
    return report
