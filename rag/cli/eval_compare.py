"""`dateline eval compare`: what changed from one run to another, and how sure that is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.cli.eval_files import HtmlFile, check_targets, write_report
from rag.cli.options import AsJson
from rag.cli.reporting import Exit

Measures = Annotated[
    list[str] | None,
    typer.Option("--measure", metavar="NAME", help="Only this measure: less to correct for. Repeatable."),
]


def compare(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="A run's folder, from `eval run --out`.")],
    after: Annotated[Path, typer.Argument(metavar="AFTER", help="A later run of the same set.")],
    measure: Measures = None,
    as_json: AsJson = False,
    html: HtmlFile = None,
) -> Exit:
    """Compare two runs of the same set, measure by measure and question by question."""
    from eval.compare import compare_runs
    from eval.reports.comparison_json import comparison_as_json
    from eval.reports.comparison_page import comparison_as_html
    from eval.reports.comparison_text import comparison_as_text
    from eval.rescore import stored_report
    from rag.cli.terminal import json_alone, print_text

    check_targets(html)
    with json_alone() as print_json:
        comparison = compare_runs(stored_report(before), stored_report(after), measures=measure or ())
        write_report(html, lambda: comparison_as_html(comparison))
        if as_json:
            print_json(comparison_as_json(comparison))
    if not as_json:
        print_text(comparison_as_text(comparison))
    return Exit.DONE
