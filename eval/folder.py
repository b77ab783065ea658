"""The folder of a run: its record, its set, where the gold stands, each answer as it came, and the scores.

All that scoring needs lies in it, so that a run can be scored again on another machine, without model and archive.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.case import CaseSet, load_set
from eval.gold import GoldSpan
from eval.record import RunRecord, record_as_json, record_from_json
from eval.reply import Reply, Witness, reply_as_json, reply_from_json, witness_as_json, witness_from_json
from rag.domain.errors import UsageError, WorkFailed
from rag.whole_file import written_whole


@dataclass(frozen=True, slots=True)
class Answered:
    """One question that a system dealt with, and what the archive says of the reply.

    ``repeat`` counts from 1. ``key`` names all that the answer depended on (`eval.record.question_key`).
    """

    case_id: str
    reply: Reply
    witness: Witness
    latency_ms: float
    repeat: int = 1
    key: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """One question that the system could not work on, and why."""

    case_id: str
    reason: str
    repeat: int = 1


Result = Answered | Failed
Asked = tuple[str, int]
"""A case's id, and which time it is asked."""


class RunFolder:
    """A run's files. A killed run loses the questions it was at, one a worker; all answered before are kept."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._answers = path / "answers.jsonl"

    def make(self) -> None:
        """The folder itself. Raises UsageError where it cannot be made."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(
                f"The folder {self.path} cannot be made: {error.strerror}. Name another with --out."
            ) from error

    def begin(self, record: RunRecord, cases: CaseSet, gold: Mapping[str, tuple[GoldSpan, ...]]) -> RunRecord:
        """The record that holds: the one of the run that is continued, else ``record``, which is written.

        The set and its gold's places are copied beside it. Raises UsageError where the folder holds a run of something
        else, naming what differs.
        """
        if (self.path / "run.json").exists():
            earlier = self.record()
            if differences := earlier.differences(record):
                raise UsageError(
                    f"{self.path} holds a run with another {', '.join(differences)}. Name another folder with --out; "
                    f"--reuse {self.path} takes over the answers that still hold."
                )
            return earlier
        if self._answers.exists():
            raise UsageError(f"{self.path} holds answers without a run.json. Name another folder with --out.")
        (self.path / f"set{cases.path.suffix or '.jsonl'}").write_bytes(cases.path.read_bytes())
        self._write("gold.json", {case_id: [asdict(span) for span in spans] for case_id, spans in gold.items()})
        # Last: with it the folder holds a run.
        self._write("run.json", record_as_json(record))
        return record

    def record(self) -> RunRecord:
        """What the run was made of. Raises UsageError where the folder holds no run."""
        row = self._read("run.json")
        try:
            return record_from_json(row)
        except (ValueError, TypeError, KeyError) as error:
            raise UsageError(
                f"{self.path / 'run.json'} is not the record of a run ({error}). Name another folder."
            ) from error

    def cases(self) -> CaseSet:
        """The set as it was asked. Raises UsageError where it is missing."""
        found = sorted(self.path.glob("set.*"))
        if not found:
            raise UsageError(f"{self.path} holds no copy of its set (set.jsonl). Name the folder of a run.")
        return load_set(found[0])

    def gold(self) -> dict[str, tuple[GoldSpan, ...]]:
        """Where the gold stood in the archive that was asked, by case id."""
        row = self._read("gold.json")
        try:
            return {case_id: tuple(GoldSpan(**span) for span in spans) for case_id, spans in row.items()}
        except (TypeError, AttributeError) as error:
            raise UsageError(f"{self.path / 'gold.json'} is damaged ({error}). Run the set again.") from error

    def answered(self) -> dict[Asked, Answered]:
        """What was answered, the last answer to each; failed questions are left out, to be asked again."""
        return {(row.case_id, row.repeat): row for row in self._results() if isinstance(row, Answered)}

    def results(self) -> dict[Asked, Result]:
        """The last result of each question that was asked."""
        return {(row.case_id, row.repeat): row for row in self._results()}

    def append(self, result: Result) -> None:
        """Adds one line and hands it to the system at once."""
        with self._answers.open("a", encoding="utf-8", newline="\n") as file:
            file.write(_line(result))

    def finish(self, record: RunRecord, scores: Mapping[str, object], results: Iterable[Result]) -> None:
        """The results in their order, the scores, and the record with the time at which the run ended."""
        with written_whole(self._answers) as file:
            file.writelines(map(_line, results))
        self.rescore(scores)
        self._write("run.json", record_as_json(record))

    def rescore(self, scores: Mapping[str, object]) -> None:
        """The scores alone, in place of those that were there."""
        self._write("scores.json", scores)

    def _results(self) -> Iterator[Result]:
        if not self._answers.exists():
            return
        content = self._answers.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            # The run was killed in the middle of a line: what follows must not be glued to it.
            with self._answers.open("r+b") as file:
                file.truncate(len(whole))
        for number, line in enumerate(whole.decode("utf-8").split("\n"), start=1):
            if line:
                yield self._result(number, line)

    def _result(self, number: int, line: str) -> Result:
        try:
            return _from_row(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise WorkFailed(
                f"{self._answers}, line {number} is damaged ({error}). Remove that line to ask its question again."
            ) from error

    def _write(self, name: str, content: Mapping[str, object]) -> None:
        with written_whole(self.path / name) as file:
            file.write(json.dumps(content, ensure_ascii=False, indent=1) + "\n")

    def _read(self, name: str) -> dict[str, Any]:
        path = self.path / name
        try:
            return dict(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise UsageError(
                f"{self.path} holds no {name}, so it is not the folder of a run. Name one that "
                "`dateline eval run --out` made."
            ) from error
        except (OSError, ValueError, TypeError) as error:
            raise UsageError(f"{path} is not the record of a run ({error}). Name another folder.") from error


def _line(result: Result) -> str:
    return json.dumps(_as_row(result), ensure_ascii=False) + "\n"


def _as_row(result: Result) -> dict[str, object]:
    if isinstance(result, Failed):
        return {"id": result.case_id, "repeat": result.repeat, "failed": result.reason}
    return {
        "id": result.case_id,
        "repeat": result.repeat,
        "key": result.key,
        "latency_ms": result.latency_ms,
        "reply": reply_as_json(result.reply),
        "witness": witness_as_json(result.witness),
    }


def _from_row(row: Mapping[str, Any]) -> Result:
    if "failed" in row:
        return Failed(row["id"], row["failed"], row["repeat"])
    return Answered(
        case_id=row["id"],
        reply=reply_from_json(row["reply"]),
        witness=witness_from_json(row["witness"]),
        latency_ms=row["latency_ms"],
        repeat=row["repeat"],
        key=row["key"],
    )
