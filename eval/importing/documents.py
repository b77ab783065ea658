"""Reading the JSON that public sets come as, each value with its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from eval.importing.imported import BadRow, read_bytes
from eval.rows import LocatedObject, NotText, Problem, decoded, jsonl_rows, located_json
from rag.domain.errors import UsageError

Kind = TypeVar("Kind")


class FieldWrong(Exception):
    """A field that is missing or of another type; the message is the reason."""


def field_of(row: Any, name: str, kind: type[Kind], default: Kind | None = None) -> Kind:
    """``row[name]``. Raises FieldWrong where it is missing without a default, or of another type."""
    value = row.get(name, default) if isinstance(row, dict) else None
    if value is None:
        raise FieldWrong(f"no field {name!r}")
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise FieldWrong(f"{name!r} is {type(value).__name__}, not {_named(kind)}")
    return value


def whole_json(path: Path) -> Any:
    """The value of a JSON file, whose objects know their lines. Raises UsageError naming the line of a fault."""
    try:
        return located_json(decoded(read_bytes(path)))
    except NotText as error:
        raise UsageError(f"{path}, line {error.problem.line}: {error.problem.reason}.") from error
    except json.JSONDecodeError as error:
        raise UsageError(f"{path}, line {error.lineno}: not JSON: {error.msg} at column {error.colno}.") from error
    except RecursionError as error:
        raise UsageError(f"{path}: JSON nested too deeply.") from error


def json_lines(path: Path) -> Iterator[LocatedObject | BadRow]:
    """The object of each line."""
    try:
        text = decoded(read_bytes(path))
    except NotText as error:
        yield BadRow(path, error.problem.line, error.problem.reason)
        return
    for row in jsonl_rows(text):
        if isinstance(row, Problem):
            yield BadRow(path, row.line, row.reason)
        elif not isinstance(row.value, dict):
            yield BadRow(path, row.line, "not a JSON object")
        else:
            found = LocatedObject(row.value)
            found.line = row.line
            yield found


def line_of(row: Any) -> int:
    """The line of an object, 1 of anything else."""
    return row.line if isinstance(row, LocatedObject) else 1


def _named(kind: type[object]) -> str:
    return {"str": "text", "list": "a list", "dict": "an object", "int": "a number"}.get(kind.__name__, kind.__name__)
