"""`dateline eval import`: questions from other formats, as a set."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from rag.cli.reporting import Exit, say


def import_set(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The questions; a folder for beir and multihop-rag.")],
    form: Annotated[
        Literal["csv", "lines", "feedback", "squad", "beir", "multihop-rag", "rgb"],
        typer.Option("--format", help="What FILE is.", show_default=False),
    ],
    out: Annotated[Path, typer.Option(metavar="SET.jsonl", help="Where the set goes.", show_default=False)],
    articles: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="The articles that a csv or lines is about.", show_default=False),
    ] = None,
    part: Annotated[
        str, typer.Option(metavar="NAME", help="beir: train, dev or test. rgb: noise or rejection.", show_default=False)
    ] = "",
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Leave out rows that cannot be used.")] = False,
) -> Exit:
    """Make a set from a list of questions, from feedback in an export, or from a public data set.

    A row that cannot be used is named by file and line, and then nothing is written; with --skip-bad the others are.
    """
    from eval.importing import IMPORTERS, importing

    importer = next(each for each in IMPORTERS if each.name == form)
    wanted = importing.Wanted(file, out, articles, part, skip_bad)
    written = importing.import_set(importer, wanted, say=say)
    left_out = f", {importing.counted(written.left_out, 'row')} left out" if written.left_out else ""
    questions = importing.counted(written.questions, "question")
    say(f"{questions} written to {out}{left_out}. The set is about {written.articles}.")
    return Exit.DONE_WITH_FAILURES if written.left_out else Exit.DONE
