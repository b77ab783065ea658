"""Rows of a JSONL file that a verb works through, each checked where it enters."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from rag.domain.errors import UsageError
from rag.domain.question import Turn

Row = TypeVar("Row", bound=BaseModel)
RowId = str | int | None


class QueryRow(BaseModel):
    """One query of `search --queries`."""

    model_config = ConfigDict(extra="ignore")
    id: RowId = None
    query: str


class EarlierTurn(BaseModel):
    """A turn of ``history`` that was written out."""

    model_config = ConfigDict(extra="ignore")
    question: str
    answer: str | None = None


class QuestionRow(BaseModel):
    """One question of `ask --questions`; history is oldest first."""

    model_config = ConfigDict(extra="ignore")
    id: RowId = None
    question: str
    history: list[str | EarlierTurn] | None = None

    def turns(self) -> tuple[Turn, ...]:
        """The earlier turns, a plain string being a question."""
        return tuple(
            Turn(turn) if isinstance(turn, str) else Turn(turn.question, turn.answer or "")
            for turn in self.history or ()
        )


@dataclass(frozen=True, slots=True)
class GoodRow(Generic[Row]):
    """A row that can be worked on."""

    id: RowId
    row: Row


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot, and why; ``id`` where the row had a usable one."""

    id: RowId
    error: str

    def as_json(self) -> dict[str, object]:
        """The line that stands in this row's place."""
        return {"error": self.error} if self.id is None else {"id": self.id, "error": self.error}


def read_rows(file: Path, model: type[Row]) -> Iterator[GoodRow[Row] | BadRow]:
    """Every row that is not blank, in order; "-" reads stdin. Raises UsageError where the file cannot be opened."""
    for number, line in enumerate(_lines(file), start=1):
        if line.strip():
            yield _row(line, number, model)


def _lines(file: Path) -> Iterator[bytes]:
    if str(file) == "-":
        yield from sys.stdin.buffer
        return
    try:
        with file.open("rb") as opened:
            yield from opened
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror or error}. Name a JSONL file.") from error


def _row(line: bytes, number: int, model: type[Row]) -> GoodRow[Row] | BadRow:
    try:
        row = model.model_validate_json(line.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        return BadRow(_id_of(line), f"line {number}: {_reason(error)}")
    return GoodRow(getattr(row, "id", None), row)


class _OnlyId(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: RowId = None


_ONLY_ID = TypeAdapter(_OnlyId)


def _id_of(line: bytes) -> RowId:
    try:
        return _ONLY_ID.validate_json(line).id
    except ValidationError:
        return None


def _reason(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else str(first["msg"])
