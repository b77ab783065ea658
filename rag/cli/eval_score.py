"""`dateline eval score`: a stored run, scored again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.cli.eval_files import HtmlFile, JunitFile, check_targets, write_report
from rag.cli.options import AsJson
from rag.cli.reporting import Exit


def score(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a run.")],
    as_json: AsJson = False,
    html: HtmlFile = None,
    junit: JunitFile = None,
) -> Exit:
    """Score the answers in a run's folder by the measures as they are now.

    No model is asked and no archive is needed: all that scoring looks at lies in the folder.
    """
    from eval.reports.junit import run_as_junit
    from eval.reports.run_json import run_as_json
    from eval.reports.run_page import run_as_html
    from eval.reports.run_text import run_as_text
    from eval.rescore import rescore
    from rag.cli.terminal import json_alone, print_text

    check_targets(html, junit)
    with json_alone() as print_json:
        report = rescore(folder)
        write_report(html, lambda: run_as_html(report))
        write_report(junit, lambda: run_as_junit(report))
        if as_json:
            print_json(run_as_json(report))
    if not as_json:
        print_text(run_as_text(report))
    return Exit.DONE
