"""`dateline eval`: known questions and answers, run and scored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.cli.options import ArchiveDir, AsJson
from rag.cli.reporting import Exit


def run(
    set_path: Annotated[Path, typer.Option("--set", metavar="FILE", help="A JSONL set, or the name of a bundled one.")],
    system: Annotated[str, typer.Option(metavar="NAME", help="What is to answer.")] = "dateline",
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the run's record goes.", show_default=False)
    ] = None,
    as_json: AsJson = False,
    archive: ArchiveDir = None,
) -> Exit:
    """Ask every question of a set and score the answers. Ends with 0 whatever the scores."""
    from eval import report as reports
    from eval.run import run_set
    from rag.cli.opening import read_settings
    from rag.cli.terminal import json_alone, print_text, steps

    settings = read_settings(archive)
    with json_alone() as print_json, steps() as now:
        report = run_set(
            set_path,
            system=system,
            out=out,
            settings=settings,
            progress=lambda done, total: now.show(f"{done} of {total} questions"),
        )
        if as_json:
            print_json(reports.as_json(report))
    if not as_json:
        print_text(reports.terminal(report))
    return Exit.DONE
