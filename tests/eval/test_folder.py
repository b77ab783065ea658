from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from outcomes import DECLINED, RECORD, a_reply, the_gold

from eval.case import CaseSet, load_set
from eval.folder import Answered, Failed, RunFolder
from eval.reply import Backing, Witness
from rag.domain.errors import UsageError, WorkFailed

WITNESS = Witness(("opened on Monday",), ("bridge",), (Backing(True, (True,), (False,)),))
FIRST = Answered("c1", a_reply("On Monday.", "opened on Monday", short="Monday"), WITNESS, 5.0, key="k1")
GOLD = {"c1": (the_gold("opened on Monday"),), "c2": ()}


@pytest.fixture
def cases(tmp_path: Path) -> CaseSet:
    row = {"id": "c1", "question": "When?", "answerable": True, "kind": "fact", "answers": ["Monday"]}
    (tmp_path / "some.jsonl").write_text(json.dumps(row), encoding="utf-8")
    return load_set(tmp_path / "some.jsonl")


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    made = RunFolder(tmp_path / "run")
    made.make()
    return made


def test_what_was_answered_comes_back_as_it_was_each_repeat_by_itself(folder: RunFolder) -> None:
    again = replace(FIRST, repeat=2, latency_ms=6.0, key="k2")
    second = Answered("c2", DECLINED, Witness(), 7.0)
    for row in (FIRST, again, second):
        folder.append(row)
    assert RunFolder(folder.path).answered() == {("c1", 1): FIRST, ("c1", 2): again, ("c2", 1): second}


def test_a_failed_question_is_asked_again_and_its_later_answer_counts(folder: RunFolder) -> None:
    folder.append(Failed("c1", "no answer"))
    assert folder.answered() == {}
    assert folder.results() == {("c1", 1): Failed("c1", "no answer")}
    folder.append(FIRST)
    assert folder.answered() == folder.results() == {("c1", 1): FIRST}


def test_a_run_killed_in_the_middle_of_a_line_loses_that_line_alone(folder: RunFolder) -> None:
    folder.append(FIRST)
    path = folder.path / "answers.jsonl"
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 2])
    assert folder.answered() == {("c1", 1): FIRST}
    folder.append(replace(FIRST, case_id="c2"))
    assert list(folder.answered()) == [("c1", 1), ("c2", 1)]


@pytest.mark.parametrize("damaged", ['{"nonsense"}', '{"id": "c2", "repeat": 1}', "[]"])
def test_a_damaged_line_in_the_middle_is_named(folder: RunFolder, damaged: str) -> None:
    content = f'{{"id": "c1", "repeat": 1, "failed": "x"}}\n{damaged}\n'
    (folder.path / "answers.jsonl").write_text(content, encoding="utf-8")
    with pytest.raises(WorkFailed, match="line 2 is damaged"):
        folder.answered()


def test_a_run_goes_on_under_its_first_record(folder: RunFolder, cases: CaseSet) -> None:
    assert folder.begin(RECORD, cases, GOLD) == RECORD
    later = replace(RECORD, started="2025-03-15T09:00:00+00:00", set_name="moved.jsonl")
    assert folder.begin(later, cases, GOLD) == RECORD
    folder.finish(replace(RECORD, finished="later"), {"summary": []}, [])
    assert folder.begin(later, cases, GOLD).finished == "later"
    assert json.loads((folder.path / "scores.json").read_text(encoding="utf-8")) == {"summary": []}


def test_a_finished_run_has_its_answers_in_the_order_that_it_is_given(folder: RunFolder, cases: CaseSet) -> None:
    folder.begin(RECORD, cases, GOLD)
    second = Failed("c2", "no answer")
    folder.append(second)
    folder.append(FIRST)
    folder.finish(RECORD, {}, [FIRST, second])
    assert list(folder.results()) == [("c1", 1), ("c2", 1)]


@pytest.mark.parametrize("name", ["some.jsonl", "some"])
def test_the_folder_holds_the_set_and_where_its_gold_stands(folder: RunFolder, cases: CaseSet, name: str) -> None:
    cases = replace(cases, path=cases.path.rename(cases.path.with_name(name)))
    folder.begin(RECORD, cases, GOLD)
    cases.path.unlink()
    assert folder.gold() == GOLD
    assert folder.cases().cases == cases.cases
    assert folder.record() == RECORD


def test_a_folder_with_a_run_of_something_else_is_refused_naming_what_differs(
    folder: RunFolder, cases: CaseSet
) -> None:
    folder.begin(RECORD, cases, GOLD)
    other = replace(RECORD, system="bm25", prompts=())
    with pytest.raises(UsageError, match=r"another system, prompts\. Name another .* --reuse .*run takes over"):
        folder.begin(other, cases, GOLD)


def test_a_folder_with_other_things_in_it_is_refused(folder: RunFolder, cases: CaseSet) -> None:
    (folder.path / "run.json").write_text("[]", encoding="utf-8")
    with pytest.raises(UsageError, match="not the record of a run"):
        folder.begin(RECORD, cases, GOLD)
    (folder.path / "run.json").unlink()
    folder.append(FIRST)
    with pytest.raises(UsageError, match=r"without a run\.json"):
        folder.begin(RECORD, cases, GOLD)
    with pytest.raises(UsageError, match="cannot be made"):
        RunFolder(folder.path / "answers.jsonl").make()


def test_a_folder_that_holds_no_run_is_named_as_such(folder: RunFolder) -> None:
    with pytest.raises(UsageError, match=r"holds no run\.json, so it is not the folder of a run"):
        folder.record()
    with pytest.raises(UsageError, match="holds no copy of its set"):
        folder.cases()
