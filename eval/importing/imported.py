"""What an importer makes of another set: cases, the articles that came with them, and what could not be used."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from eval.case import Case, GoldQuote, Kind, split_of
from rag.domain.article import Article
from rag.domain.errors import UsageError

UNANSWERABLE = "-"
"""What stands in a list of questions in place of an answer that the articles do not hold."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of a file that cannot be used; ``line`` counts from 1."""

    file: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}."


@dataclass(frozen=True, slots=True)
class Imported:
    """``articles`` is empty where the format carries no texts. ``notes`` are sentences for whoever imports."""

    cases: tuple[Case, ...]
    articles: tuple[Article, ...] = ()
    bad: tuple[BadRow, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Importer:
    """One format: its name on the command line, and how a file or folder of it is read.

    ``carries_texts``: the articles come with it, so that none need be named. ``part`` is the part that is read where
    none is asked for; "" for a format without parts.
    """

    name: str
    read: Callable[[Path, str], Imported]
    """Of the path and the name of the part."""
    carries_texts: bool
    part: str = ""


def a_case(
    case_id: str,
    question: str,
    line: int,
    *,
    kind: Kind = "fact",
    answers: Sequence[Sequence[str]] = (),
    gold: Sequence[GoldQuote] = (),
    tags: Sequence[str] = (),
    as_of: date | None = None,
) -> Case:
    """A case that is answerable unless its kind says otherwise. Raises ValueError where a field is empty."""
    if not question.strip():
        raise ValueError("the question is empty")
    is_answerable = kind not in ("unanswerable", "false-premise")
    parts = tuple(tuple(dict.fromkeys(w.strip() for w in part if w.strip())) for part in answers)
    if is_answerable and not (parts and all(parts)) and not (gold and not parts):
        raise ValueError("no answer is given")
    return Case(
        id=case_id,
        question=question.strip(),
        kind=kind,
        answerable=is_answerable,
        split=split_of(case_id),
        line=line,
        tags=tuple(tags),
        answers=parts if is_answerable else (),
        gold=tuple(gold),
        as_of=as_of,
    )


def repeated(cases: Sequence[Case], file: Path) -> list[BadRow]:
    """A bad row for each case whose id stands above already."""
    first: dict[str, int] = {}
    found = []
    for case in cases:
        if case.id in first:
            found.append(BadRow(file, case.line, f"the id {case.id!r} stands in line {first[case.id]} already"))
        first.setdefault(case.id, case.line)
    return found


def words_in(cell: str) -> list[str]:
    """Several wordings in one cell, with a bar between them."""
    return [word for word in re.split(r"\s*\|\s*", cell.strip()) if word]


def read_bytes(path: Path) -> bytes:
    """The file. Raises UsageError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}. Check the path.") from error
