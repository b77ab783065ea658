"""`dateline eval`: known questions and answers, run and scored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.cli.eval_files import HtmlFile, JunitFile, check_targets, write_report
from rag.cli.eval_plan import MaxMinutes, MaxQuestions, MaxTokens, Repeats, Reuse, Seed, Workers
from rag.cli.options import ArchiveDir, AsJson
from rag.cli.reporting import Exit, say


def run(
    set_path: Annotated[Path, typer.Option("--set", metavar="FILE", help="A set, or the name of a bundled one.")],
    system: Annotated[
        str, typer.Option(metavar="NAME", help="What is to answer: a name, or a Python file of yours.")
    ] = "dateline",
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where the run's record goes.", show_default=False)
    ] = None,
    as_json: AsJson = False,
    html: HtmlFile = None,
    junit: JunitFile = None,
    workers: Workers = None,
    repeats: Repeats = 1,
    max_questions: MaxQuestions = None,
    max_tokens: MaxTokens = None,
    max_minutes: MaxMinutes = None,
    seed: Seed = 0,
    reuse: Reuse = None,
    archive: ArchiveDir = None,
) -> Exit:
    """Ask every question of a set and score the answers. Ends with 0 whatever the scores."""
    from eval.budget import Budget
    from eval.progress import Pace
    from eval.reports.junit import run_as_junit
    from eval.reports.run_json import run_as_json
    from eval.reports.run_page import run_as_html
    from eval.reports.run_text import run_as_text
    from eval.run import Plan, run_set
    from rag.cli.opening import read_settings
    from rag.cli.terminal import json_alone, print_text, steps

    check_targets(html, junit)
    settings = read_settings(archive)
    budget = Budget(max_questions, max_tokens, None if max_minutes is None else max_minutes * 60)
    with json_alone() as print_json, steps() as now:
        report = run_set(
            set_path,
            system=system,
            out=out,
            settings=settings,
            progress=Pace(now.show),
            plan=Plan(workers=workers, repeats=repeats, budget=budget, seed=seed, reuse=reuse),
            say=say,
        )
        write_report(html, lambda: run_as_html(report))
        write_report(junit, lambda: run_as_junit(report))
        if as_json:
            print_json(run_as_json(report))
    if not as_json:
        print_text(run_as_text(report))
    return Exit.DONE
