"""A set made from a file of another format: read, judged row by row, written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.importing.imported import BadRow, Importer
from eval.importing.writing import write_set
from rag.domain.errors import UsageError

_SHOWN = 20
"""Bad rows that are named; more are counted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be imported: ``articles`` are those that a format without texts is about, ``part`` "" is the usual
    part of the format. ``skips_bad``: rows that cannot be used are left out."""

    file: Path
    out: Path
    articles: Path | None = None
    part: str = ""
    skips_bad: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """The set that was written: how many questions it holds, how many rows were left out, where its articles are."""

    questions: int
    left_out: int
    articles: Path


def import_set(importer: Importer, wanted: Wanted, *, say: Callable[[str], None]) -> Written:
    """Writes the set; ``say`` hears of each row that cannot be used, by file and line, and what else is worth knowing.

    Raises UsageError, with nothing written, where the options do not fit, or a row cannot be used and is not to be
    left out.
    """
    _check(importer, wanted)
    imported = importer.read(wanted.file, wanted.part or importer.part)
    _name(imported.bad, say)
    if imported.bad and not wanted.skips_bad:
        raise UsageError(
            f"{counted(len(imported.bad), 'row')} cannot be used, so nothing was written. "
            f"Correct {wanted.file}, or add --skip-bad to leave them out."
        )
    if not imported.cases:
        raise UsageError(f"{wanted.file} holds no question that can be used. Nothing was written.")
    articles = write_set(imported, wanted.out, wanted.articles)
    for note in imported.notes:
        say(note)
    return Written(len(imported.cases), len(imported.bad), articles)


def counted(count: int, what: str) -> str:
    """ "1 row", "2 rows"."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _check(importer: Importer, wanted: Wanted) -> None:
    """Before anything is read."""
    if wanted.part and not importer.part:
        raise UsageError(f"--part is for beir and rgb; {importer.name} has no parts.")
    if importer.carries_texts and wanted.articles is not None:
        raise UsageError(f"--articles is for csv and lines; {importer.name} brings its own articles.")
    if not importer.carries_texts and wanted.articles is None:
        raise UsageError("Name the articles that the questions are about with --articles: a file or a folder.")
    if wanted.articles is not None and not wanted.articles.exists():
        raise UsageError(f"There is no {wanted.articles}. --articles names the articles that the questions are about.")
    if wanted.out.suffix != ".jsonl" or not wanted.out.parent.is_dir():
        raise UsageError(f"{wanted.out} cannot be written: --out names a .jsonl file in an existing folder.")


def _name(bad: Sequence[BadRow], say: Callable[[str], None]) -> None:
    for row in bad[:_SHOWN]:
        say(str(row))
    if len(bad) > _SHOWN:
        say(f"and {len(bad) - _SHOWN:,} more.")
