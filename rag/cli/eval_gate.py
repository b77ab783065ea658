"""`dateline eval gate`: whether a run is good enough to go on with, as an exit status."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.cli.eval_compare import Measures
from rag.cli.eval_files import HtmlFile, JunitFile, check_targets, write_report
from rag.cli.options import AsJson
from rag.cli.reporting import Exit


def gate(
    run: Annotated[Path, typer.Argument(metavar="DIR", help="The run's folder, from `eval run --out`.")],
    baseline: Annotated[Path, typer.Option(metavar="DIR", help="The folder of the run that it must not fall behind.")],
    require: Annotated[
        list[str] | None,
        typer.Option(metavar="BOUND", help="What must hold, such as answer_f1>=0.7 (>=, <=, >, <). Repeatable."),
    ] = None,
    measure: Measures = None,
    allow_failed: Annotated[
        int, typer.Option(metavar="N", min=0, help="So many questions may have failed or be missing.")
    ] = 0,
    as_json: AsJson = False,
    html: HtmlFile = None,
    junit: JunitFile = None,
) -> Exit:
    """Hold a run against bounds and a baseline. Ends with 3 where a bound fails or a measure surely fell."""
    from eval.compare import compare_runs
    from eval.gate import bound_from
    from eval.gate import gate as judge
    from eval.reports.comparison_json import gate_as_json
    from eval.reports.comparison_page import comparison_as_html
    from eval.reports.gate_text import gate_as_text
    from eval.reports.junit import gate_as_junit
    from eval.rescore import stored_report
    from rag.cli.terminal import json_alone, print_text

    check_targets(html, junit)
    bounds = [bound_from(text) for text in require or ()]
    with json_alone() as print_json:
        after = stored_report(run)
        comparison = compare_runs(stored_report(baseline), after, measures=measure or ())
        judged = judge(after, comparison, bounds, allowed_failures=allow_failed)
        write_report(html, lambda: comparison_as_html(comparison, judged))
        write_report(junit, lambda: gate_as_junit(judged, comparison))
        if as_json:
            print_json(gate_as_json(judged, comparison))
    if not as_json:
        print_text(gate_as_text(judged))
    return Exit.DONE if judged.holds else Exit.DONE_WITH_FAILURES
