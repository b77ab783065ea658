"""Reports of an evaluation as files, beside what is printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from rag.domain.errors import UsageError, WorkFailed

HtmlFile = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Write one HTML page, with plots.", show_default=False)
]
JunitFile = Annotated[
    Path | None, typer.Option("--junit", metavar="FILE", help="Write JUnit's XML, for CI.", show_default=False)
]


def check_targets(*targets: Path | None) -> None:
    """Raises UsageError now, before any work, where a file cannot be written."""
    for target in targets:
        if target is not None and (target.is_dir() or not target.parent.is_dir()):
            reason = "is a folder" if target.is_dir() else f"lies in {target.parent}, which is no folder"
            raise UsageError(f"{target} cannot be written: it {reason}. Name a file in an existing folder.")


def write_report(target: Path | None, report: Callable[[], str]) -> None:
    """The report in that file; nothing, and it is not made, where none was asked for. Raises WorkFailed."""
    if target is None:
        return
    try:
        target.write_text(report(), encoding="utf-8")
    except OSError as error:
        raise WorkFailed(f"{target} cannot be written ({error.strerror or error}). Name another file.") from error
