from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from outcomes import DECLINED, RECORD, a_reply

from eval.folder import Answered, Failed, RunFolder
from rag.domain.errors import UsageError, WorkFailed

FIRST = Answered("c1", a_reply("On Monday.", "opened on Monday", short="Monday"), ("opened on Monday",), 5.0)


def test_what_was_answered_comes_back_as_it_was(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    second = Answered("c2", DECLINED, (), 7.0)
    folder.append(FIRST)
    folder.append(second)
    assert RunFolder(tmp_path / "run").answered() == {"c1": FIRST, "c2": second}


def test_a_failed_question_is_asked_again_and_its_later_answer_counts(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.append(Failed("c1", "no answer"))
    assert folder.answered() == {}
    folder.append(FIRST)
    assert folder.answered() == {"c1": FIRST}


def test_a_run_killed_in_the_middle_of_a_line_loses_that_line_alone(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.append(FIRST)
    path = tmp_path / "answers.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 2])
    assert folder.answered() == {"c1": FIRST}
    folder.append(replace(FIRST, case_id="c2"))
    assert list(folder.answered()) == ["c1", "c2"]


def test_a_damaged_line_in_the_middle_is_named(tmp_path: Path) -> None:
    (tmp_path / "answers.jsonl").write_text('{"id": "c1", "failed": "x"}\n{"nonsense"}\n', encoding="utf-8")
    with pytest.raises(WorkFailed, match="line 2 is damaged"):
        RunFolder(tmp_path).answered()


def test_a_run_goes_on_under_its_first_record(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    assert folder.begin(RECORD) == RECORD
    later = replace(RECORD, started="2025-03-15T09:00:00+00:00", set_name="moved.jsonl")
    assert folder.begin(later) == RECORD
    folder.finish(replace(RECORD, finished="later"), {"summary": []})
    assert folder.begin(later).finished == "later"
    assert json.loads((tmp_path / "scores.json").read_text(encoding="utf-8")) == {"summary": []}


def test_a_folder_with_a_run_of_something_else_is_refused_naming_what_differs(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    folder.begin(RECORD)
    other = replace(RECORD, system="bm25", prompts=())
    with pytest.raises(UsageError, match="another system, prompts"):
        folder.begin(other)


def test_a_folder_with_other_things_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("[]", encoding="utf-8")
    with pytest.raises(UsageError, match="not the record of a run"):
        RunFolder(tmp_path).begin(RECORD)
    (tmp_path / "run.json").unlink()
    RunFolder(tmp_path).append(FIRST)
    with pytest.raises(UsageError, match=r"without a run\.json"):
        RunFolder(tmp_path).begin(RECORD)
    with pytest.raises(UsageError, match="cannot be made"):
        RunFolder(tmp_path / "answers.jsonl")
