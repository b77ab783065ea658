"""The folder of a run: run.json, answers.jsonl (one line a question, as it comes), scores.json and the archive."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.record import RunRecord, record_as_json, record_from_json
from eval.reply import Reply, reply_as_json, reply_from_json
from rag.domain.errors import UsageError, WorkFailed


@dataclass(frozen=True, slots=True)
class Answered:
    """One question that a system dealt with; ``stored`` is what the catalog holds at each citation's offsets."""

    case_id: str
    reply: Reply
    stored: tuple[str | None, ...]
    latency_ms: float


@dataclass(frozen=True, slots=True)
class Failed:
    """One question that the system could not work on, and why."""

    case_id: str
    reason: str


class RunFolder:
    """A run's files. A killed run loses the question it was at; everything answered before is kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._answers = path / "answers.jsonl"
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"The folder {path} cannot be made: {error.strerror}. Name another with --out.") from error

    @property
    def archive(self) -> Path:
        return self._path / "archive"

    def begin(self, record: RunRecord) -> RunRecord:
        """The record that holds: the one of the run that is continued, else ``record``, which is written.

        Raises UsageError where the folder holds a run of something else.
        """
        path = self._path / "run.json"
        if path.exists():
            earlier = self._earlier(path)
            if differences := earlier.differences(record):
                raise UsageError(
                    f"{self._path} holds a run with another {', '.join(differences)}. Name another folder with --out."
                )
            return earlier
        if self._answers.exists():
            raise UsageError(f"{self._path} holds answers without a run.json. Name another folder with --out.")
        self._write("run.json", record_as_json(record))
        return record

    def answered(self) -> dict[str, Answered]:
        """What earlier runs of this folder answered, by case id; failed questions are left out, to be asked again."""
        found: dict[str, Answered] = {}
        if not self._answers.exists():
            return found
        content = self._answers.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            # The run was killed in the middle of a line: what follows must not be glued to it.
            with self._answers.open("r+b") as file:
                file.truncate(len(whole))
        for number, line in enumerate(whole.decode("utf-8").split("\n"), start=1):
            if line and (row := self._row(number, line)).get("failed") is None:
                found[row["id"]] = _answered(row)
        return found

    def append(self, result: Answered | Failed) -> None:
        """Adds one line and hands it to the system at once."""
        line = json.dumps(_as_row(result), ensure_ascii=False)
        with self._answers.open("a", encoding="utf-8", newline="\n") as file:
            file.write(line + "\n")

    def finish(self, record: RunRecord, scores: Mapping[str, object]) -> None:
        """The scores, and the record with the time at which the run ended."""
        self._write("scores.json", scores)
        self._write("run.json", record_as_json(record))

    def _write(self, name: str, content: Mapping[str, object]) -> None:
        new = self._path / f"{name}.new"
        new.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        new.replace(self._path / name)

    def _earlier(self, path: Path) -> RunRecord:
        try:
            return record_from_json(json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError, KeyError) as error:
            raise UsageError(f"{path} is not the record of a run ({error}). Name another folder with --out.") from error

    def _row(self, number: int, line: str) -> dict[str, Any]:
        try:
            row = json.loads(line)
            row["id"]
        except (ValueError, TypeError, KeyError) as error:
            raise WorkFailed(
                f"{self._answers}, line {number} is damaged ({error}). Remove that line to ask its question again."
            ) from error
        return dict(row)


def _as_row(result: Answered | Failed) -> dict[str, object]:
    if isinstance(result, Failed):
        return {"id": result.case_id, "failed": result.reason}
    return {
        "id": result.case_id,
        "latency_ms": result.latency_ms,
        "reply": reply_as_json(result.reply),
        "stored": list(result.stored),
    }


def _answered(row: Mapping[str, Any]) -> Answered:
    return Answered(row["id"], reply_from_json(row["reply"]), tuple(row["stored"]), row["latency_ms"])
