"""`dateline eval import`: questions from other formats, as a set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rag.cli.reporting import Exit, say
from rag.domain.errors import UsageError

if TYPE_CHECKING:
    from eval.importing.imported import Imported, Importer

_SHOWN = 20


def import_set(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The questions; a folder for beir and multihop-rag.")],
    form: Annotated[
        Literal["csv", "lines", "squad", "beir", "multihop-rag", "rgb"],
        typer.Option("--format", help="What FILE is.", show_default=False),
    ],
    out: Annotated[Path, typer.Option(metavar="SET.jsonl", help="Where the set goes.", show_default=False)],
    articles: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="The articles that a csv or lines is about.", show_default=False),
    ] = None,
    part: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="beir: train, dev or test. rgb: noise or rejection.", show_default=False),
    ] = None,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Leave out rows that cannot be used.")] = False,
) -> Exit:
    """Make a set from a list of questions or from a public data set.

    A row that cannot be used is named by file and line, and then nothing is written; with --skip-bad the others go in.
    """
    from eval.importing import IMPORTERS
    from eval.importing.writing import write_set

    importer = next(each for each in IMPORTERS if each.name == form)
    _check(importer, out, articles, part)
    imported = importer.read(file, part or importer.part)
    for row in imported.bad[:_SHOWN]:
        say(str(row))
    if len(imported.bad) > _SHOWN:
        say(f"and {len(imported.bad) - _SHOWN} more.")
    _refuse(imported, file, skip_bad)
    archive = write_set(imported, out, articles)
    for note in imported.notes:
        say(note)
    left_out = f", {_counted(len(imported.bad), 'row')} left out" if imported.bad else ""
    say(f"{_counted(len(imported.cases), 'question')} written to {out}{left_out}. The set is about {archive}.")
    return Exit.DONE_WITH_FAILURES if imported.bad else Exit.DONE


def _check(importer: Importer, out: Path, articles: Path | None, part: str | None) -> None:
    """Raises UsageError where the options do not fit the format or one another, before anything is read."""
    if part is not None and not importer.part:
        raise UsageError(f"--part is for beir and rgb; {importer.name} has no parts.")
    if importer.carries_texts and articles is not None:
        raise UsageError(f"--articles is for csv and lines; {importer.name} brings its own articles.")
    if not importer.carries_texts and articles is None:
        raise UsageError("Name the articles that the questions are about with --articles: a file or a folder.")
    if articles is not None and not articles.exists():
        raise UsageError(f"There is no {articles}. --articles names the articles that the questions are about.")
    if out.suffix != ".jsonl" or not out.parent.is_dir():
        raise UsageError(f"{out} cannot be written: --out names a .jsonl file in an existing folder.")


def _refuse(imported: Imported, file: Path, skip_bad: bool) -> None:
    count = len(imported.bad)
    if count and not skip_bad:
        raise UsageError(
            f"{_counted(count, 'row')} cannot be used, so nothing was written. "
            f"Correct {file}, or add --skip-bad to leave them out."
        )
    if not imported.cases:
        raise UsageError(f"{file} holds no question that can be used. Nothing was written.")


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
