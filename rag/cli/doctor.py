"""`dateline doctor`: is the archive whole, and what to do if it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.options import ArchiveDir, AsJson
from rag.cli.reporting import Exit
from rag.domain.health import HealthCheck

if TYPE_CHECKING:
    from pathlib import Path


def doctor(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make both indexes anew from the catalog before looking.")
    ] = False,
    as_json: AsJson = False,
    archive: ArchiveDir = None,
) -> Exit:
    """Check the archive; ends with 3 if something is not in order."""
    from rag.cli.terminal import json_alone, print_lines
    from rag.render.json import health_as_json
    from rag.render.terminal import health_lines

    with json_alone() as print_json:
        checks = _examined(archive, rebuild=rebuild)
        if as_json:
            print_json(health_as_json(checks))
    if not as_json:
        print_lines(health_lines(checks))
    return Exit.DONE if all(check.ok for check in checks) else Exit.DONE_WITH_FAILURES


def _examined(archive: Path | None, *, rebuild: bool) -> list[HealthCheck]:
    from rag.cli.opening import open_archive
    from rag.cli.terminal import ingest_progress

    dateline = open_archive(archive)
    if rebuild:
        with ingest_progress() as progress:
            dateline.rebuild(progress)
    return dateline.check_health()
