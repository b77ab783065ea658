"""`dateline import`: an export back into an archive."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from rag.cli.options import ArchiveDir, AsJson
from rag.cli.reporting import Exit, say
from rag.domain.errors import WorkFailed

if TYPE_CHECKING:
    from rag.dateline import Dateline
    from rag.domain.archive import RestoreReport


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="As `dateline export` wrote it, or - for stdin.")],
    as_json: AsJson = False,
    archive: ArchiveDir = None,
) -> Exit:
    """Take an export back in: articles with their versions, briefings, feeds.

    Repeating it changes nothing; what is stored here already stays as it is.
    """
    from rag.cli.opening import open_archive
    from rag.cli.terminal import json_alone
    from rag.render.terminal import failed_line

    with json_alone() as print_json, _opened(file) as stream:
        report = _restored(open_archive(archive), stream, str(file))
        if as_json:
            print_json(_as_json(report))
    for failed in report.failed:
        say(failed_line(failed))
    kinds = ", ".join(f"{count} {kind} rows" for kind, count in sorted(report.restored.items()) if count)
    say(f"Taken in: {kinds or 'nothing new'}; {report.unchanged} known before.")
    if not report.failed:
        return Exit.DONE
    return Exit.DONE_WITH_FAILURES if report.restored.total() or report.unchanged else Exit.FAILED


def _restored(dateline: Dateline, stream: IO[str], source: str) -> RestoreReport:
    from rag.cli.terminal import ingest_progress

    with ingest_progress() as progress:
        return dateline.restorer.restore(stream, source, progress=progress)


def _as_json(report: RestoreReport) -> dict[str, object]:
    return {
        "restored": {kind: count for kind, count in sorted(report.restored.items()) if count},
        "unchanged": report.unchanged,
        "failed": [{"source": f.source, "where": f.where, "reason": f.reason} for f in report.failed],
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
    }


@contextmanager
def _opened(file: Path) -> Iterator[IO[str]]:
    try:
        stream = sys.stdin.buffer if str(file) == "-" else file.open("rb")
    except OSError as error:
        raise WorkFailed(
            f"{file} cannot be read ({error.strerror or error}). Name a file of `dateline export`."
        ) from error
    # A line that is no UTF-8 fails by its checksum, and the others go in.
    with io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="\n") as text:
        yield text
