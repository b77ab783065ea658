"""`dateline export`: everything that is stored, as portable JSONL."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from rag.cli.options import ArchiveDir
from rag.cli.reporting import Exit, say
from rag.whole_file import written_whole


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="Where to, or - for stdout.")],
    archive: ArchiveDir = None,
) -> Exit:
    """Write everything that is stored as JSONL.

    One row per thing, with its kind; articles one row per version.
    """
    from rag.archive.export import export as write_rows
    from rag.cli.opening import open_archive

    catalog = open_archive(archive).catalog
    if str(file) == "-":
        write_rows(catalog, sys.stdout)
        return Exit.DONE
    with written_whole(file) as out:
        rows = write_rows(catalog, out)
    say(f"{rows} rows written to {file}.")
    return Exit.DONE
