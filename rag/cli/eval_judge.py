"""`dateline eval judge`: answers marked by a language model, and how far it agrees with people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.cli.options import AsJson
from rag.cli.reporting import Exit


def judge(
    run: Annotated[Path, typer.Argument(metavar="DIR", help="The run's folder, from `eval run --out`.")],
    labels: Annotated[
        Path | None, typer.Option(metavar="FILE", help="JSONL of people's marks: id, right.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> Exit:
    """Have the configured model mark a run's answers right or wrong. Ends with 3 where it left some unmarked."""
    from eval import judged_run
    from rag.cli.opening import read_settings
    from rag.cli.terminal import json_alone, print_text, steps
    from rag.compose import open_llm

    settings = read_settings(None)
    with json_alone() as print_json, steps() as now:
        judged = judged_run.judge_run(
            run,
            open_llm(settings),
            labels=labels,
            progress=lambda done, total: now.show(f"{done} of {total} answers"),
        )
        if as_json:
            print_json(judged_run.as_json(judged))
    if not as_json:
        print_text(judged_run.as_text(judged))
    return Exit.DONE_WITH_FAILURES if judged.judgement.unmarked else Exit.DONE
