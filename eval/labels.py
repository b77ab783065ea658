"""Marks that people gave to answers: a JSONL file of {"id": case, "right": true or false}."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.rows import NotText, Problem, Row, decoded, jsonl_rows
from rag.domain.errors import UsageError


class _LabelRow(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: str = Field(min_length=1)
    right: bool


def load_labels(path: Path) -> dict[str, bool]:
    """Right or wrong by case id. Raises UsageError naming the file and each line that cannot be used, all at once."""
    try:
        rows = list(jsonl_rows(decoded(path.read_bytes())))
    except OSError as error:
        raise UsageError(
            f"The labels {path} cannot be read: {error.strerror}. Check the path given with --labels."
        ) from error
    except NotText as error:
        rows = [error.problem]
    labels: dict[str, bool] = {}
    problems: list[Problem] = []
    for row in rows:
        checked = _checked(row, labels)
        if isinstance(checked, Problem):
            problems.append(checked)
        else:
            labels[checked.id] = checked.right
    if problems:
        lines = "\n".join(f"{path}, line {problem.line}: {problem.reason}." for problem in problems)
        raise UsageError(f'{lines}\nNothing was marked. A line is like {{"id": "bridge-when", "right": true}}.')
    return labels


def _checked(row: Row | Problem, before: dict[str, bool]) -> _LabelRow | Problem:
    if isinstance(row, Problem):
        return row
    try:
        label = _LabelRow.model_validate(row.value)
    except ValidationError as error:
        first = error.errors()[0]
        return Problem(row.line, f"{'.'.join(map(str, first['loc']))}: {first['msg']}".removeprefix(": "))
    return Problem(row.line, f"the id {label.id!r} has a label already") if label.id in before else label
