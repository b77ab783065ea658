from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.budget import Budget
from eval.case import Case, SetUnusable
from eval.reply import Reply, Said
from eval.reports.run_json import run_as_json
from eval.reports.run_text import run_as_text
from eval.rescore import rescore
from eval.run import FEW_QUESTIONS, Plan, fitting_workers, run_set
from eval.scores import RunReport
from eval.systems import SYSTEMS
from rag.dateline import Dateline
from rag.domain.errors import ModelKeyMissing, ModelTimedOut, UsageError
from rag.domain.evidence import cite
from rag.settings import Settings

ARTICLE = {"id": "bridge", "title": "Bridge opens", "body": "The bridge opened on Monday. It cost nine million pounds."}
GOLD = [{"article": "bridge", "quote": "opened on Monday"}]
ROWS = [
    {"id": "when", "question": "When?", "answerable": True, "kind": "fact", "answers": ["Monday"], "gold": GOLD},
    {"id": "who", "question": "Who?", "answerable": False, "kind": "unanswerable"},
]


class Scripted:
    """Cites the first sentence; fails at the ids in ``failing``; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.failing: dict[str, Exception] = {}
        self.dateline: Dateline | None = None
        self.reply_to: Callable[[Case], Reply] = lambda _case: self.reply

    def answer(self, case: Case) -> Reply:
        self.asked.append(case.id)
        if case.id in self.failing:
            raise self.failing[case.id]
        return self.reply_to(case)

    @property
    def reply(self) -> Reply:
        assert self.dateline is not None
        version = self.dateline.show("bridge").latest
        return Reply(said=(Said("The bridge opened on Monday.", (cite(version, "body", 0, 28),)),))


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Scripted:
    system = Scripted()

    def made(dateline: Dateline, _settings: Settings) -> Scripted:
        system.dateline = dateline
        return system

    monkeypatch.setitem(SYSTEMS, "scripted", made)  # type: ignore[arg-type]
    return system


def a_set(folder: Path, rows: list[dict[str, object]]) -> Path:
    (folder / "articles.jsonl").write_text(json.dumps(ARTICLE), encoding="utf-8")
    path = folder / "some.jsonl"
    path.write_text("\n".join(json.dumps({**row, "archive": "articles.jsonl"}) for row in rows), encoding="utf-8")
    return path


def test_a_run_is_a_folder_with_record_answers_and_scores(tmp_path: Path, scripted: Scripted) -> None:
    heard: list[tuple[int, int]] = []
    out = tmp_path / "run"
    report = run_set(
        a_set(tmp_path, ROWS), system="scripted", out=out, settings=Settings(), progress=lambda *n: heard.append(n)
    )
    assert heard == [(1, 2), (2, 2)]
    assert report.questions[0].scores["gold_span_cited"] == 1.0
    assert report.questions[0].scores["citation_exactness"] == 1.0
    assert report.questions[1].scores["declined_when_unanswerable"] == 0.0
    assert len((out / "answers.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert json.loads((out / "scores.json").read_text(encoding="utf-8")) == run_as_json(report)
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert (record["system"], record["model"]) == ("scripted", "extract")
    assert record["finished"] >= record["started"]


def test_a_failed_question_is_reported_and_not_scored_and_asked_again(tmp_path: Path, scripted: Scripted) -> None:
    path, out = a_set(tmp_path, ROWS), tmp_path / "run"
    scripted.failing["when"] = ModelTimedOut("http://127.0.0.1:9/v1", 1.0)
    report = run_set(path, system="scripted", out=out, settings=Settings(), progress=None)
    (failed,) = report.failed
    assert failed.scores == {}
    assert "did not finish" in failed.failed
    assert "1 failed and not scored" in run_as_text(report)
    assert "failed when: " in run_as_text(report)

    scripted.failing.clear()
    again = run_set(path, system="scripted", out=out, settings=Settings(), progress=None)
    assert scripted.asked == ["when", "who", "when"]
    assert again.failed == ()
    with pytest.raises(UsageError, match="another system"):
        run_set(path, system="bm25", out=out, settings=Settings(), progress=None)


def test_an_error_that_every_question_would_meet_ends_the_run(tmp_path: Path, scripted: Scripted) -> None:
    scripted.failing["when"] = ModelKeyMissing("https://api.example")
    with pytest.raises(ModelKeyMissing):
        run_set(a_set(tmp_path, ROWS), system="scripted", out=None, settings=Settings(), progress=None)
    assert scripted.asked == ["when"]


def test_nothing_is_asked_where_a_gold_quote_is_not_in_the_archive(tmp_path: Path, scripted: Scripted) -> None:
    wrong = {**ROWS[0], "gold": [{"article": "bridge", "quote": "opened on Friday"}]}
    with pytest.raises(SetUnusable, match=r"some\.jsonl, line 2: the gold quote 'opened on Friday' is not in the body"):
        run_set(a_set(tmp_path, [ROWS[1], wrong]), system="scripted", out=None, settings=Settings(), progress=None)
    assert scripted.asked == []


def test_a_set_without_its_archive_is_refused(tmp_path: Path, scripted: Scripted) -> None:
    path = a_set(tmp_path, ROWS)
    (tmp_path / "articles.jsonl").unlink()
    with pytest.raises(UsageError, match=r"there is no .*articles\.jsonl"):
        run_set(path, system="scripted", out=None, settings=Settings(), progress=None)


def test_an_unknown_system_and_one_without_its_model_are_refused(tmp_path: Path) -> None:
    path = a_set(tmp_path, ROWS)
    with pytest.raises(UsageError, match=r"no system 'guess'.*llamaindex-citation"):
        run_set(path, system="guess", out=None, settings=Settings(), progress=None)
    with pytest.raises(UsageError, match="'llamaindex-chat' needs a language model"):
        run_set(path, system="llamaindex-chat", out=None, settings=Settings(model=""), progress=None)


class Asking:
    """Runs of one set by the scripted system, and what was said beside them."""

    def __init__(self, folder: Path, rows: list[dict[str, object]]) -> None:
        self.folder = folder
        self.path = a_set(folder, rows)
        self.said: list[str] = []

    def run(self, out: str, **plan: Any) -> RunReport:
        return run_set(
            self.path,
            system="scripted",
            out=self.folder / out,
            settings=Settings(model=""),
            progress=None,
            plan=Plan(**plan),
            say=self.said.append,
        )


@pytest.fixture
def asking(tmp_path: Path, scripted: Scripted) -> Asking:
    return Asking(tmp_path, ROWS)


def test_a_run_in_an_earlier_folder_asks_nothing_that_was_answered(asking: Asking, scripted: Scripted) -> None:
    first = asking.run("run")
    again = asking.run("run")
    assert scripted.asked == ["when", "who"]
    assert again.questions == first.questions


def test_a_budget_leaves_questions_for_the_next_go_and_says_so(asking: Asking, scripted: Scripted) -> None:
    report = asking.run("run", budget=Budget(questions=1))
    assert (len(report.questions), report.not_asked, report.record.finished) == (1, 1, "")
    assert asking.said == ["The budget of 1 question is spent. The same command asks the next questions."]
    report = asking.run("run", budget=Budget(questions=1))
    assert (len(report.questions), report.not_asked) == (2, 0)
    assert report.record.finished
    assert sorted(scripted.asked) == ["when", "who"]
    # Nothing was left over, so nothing is said.
    assert len(asking.said) == 1


def test_which_questions_a_budget_allows_is_drawn_by_the_seed(asking: Asking, scripted: Scripted) -> None:
    for seed in range(8):
        asking.run(f"run-{seed}", budget=Budget(questions=1), seed=seed)
    assert set(scripted.asked) == {"when", "who"}
    first = list(scripted.asked)
    for seed in range(8):
        asking.run(f"again-{seed}", budget=Budget(questions=1), seed=seed)
    assert scripted.asked == first * 2


def test_repeats_are_stored_each_and_scored_by_their_mean(asking: Asking, scripted: Scripted) -> None:
    scripted.reply_to = lambda _case: scripted.reply if len(scripted.asked) > 1 else Reply(declined="once")
    report = asking.run("run", repeats=3)
    when = report.questions[0]
    assert scripted.asked == ["when"] * 3 + ["who"] * 3
    assert [each.scores["answered_when_answerable"] for each in when.repeats] == [0.0, 1.0, 1.0]
    assert when.scores["answered_when_answerable"] == pytest.approx(2 / 3)
    # A run with fewer repeats keeps those that there are.
    assert len(asking.run("run").questions[0].repeats) == 3
    assert len(scripted.asked) == 6


def test_answers_that_still_hold_are_taken_over_from_an_earlier_run(asking: Asking, scripted: Scripted) -> None:
    asking.run("before")
    changed = {**ROWS[1], "question": "Who, then?"}
    asking.path = a_set(asking.folder, [{**ROWS[0], "answers": ["on Monday"]}, changed])
    report = asking.run("after", reuse=asking.folder / "before")
    assert scripted.asked == ["when", "who", "who"]
    assert report.questions[0].case.answers == (("on Monday",),)
    assert asking.said == [
        f"1 answer is taken over from {asking.folder / 'before'}, 1 question is to be asked: "
        "it is new, was changed, or was not answered there."
    ]


def test_a_changed_program_leaves_no_answer_that_holds_and_that_is_said(
    asking: Asking, scripted: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking.run("before")
    monkeypatch.setattr("eval.record.code_hash", lambda _own: "changed")
    asking.run("after", reuse=asking.folder / "before")
    assert scripted.asked == ["when", "who"] * 2
    assert asking.said[0].endswith("2 questions are to be asked: the code changed.")


def test_a_run_is_scored_again_from_its_folder_alone(
    asking: Asking, scripted: Scripted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = asking.run("run", repeats=2)
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / "run").rename(elsewhere)
    asking.path.unlink()
    (tmp_path / "articles.jsonl").unlink()
    (elsewhere / "scores.json").write_text("{}", encoding="utf-8")
    monkeypatch.setenv("DATELINE_EVAL_CACHE", str(tmp_path / "nothing"))
    again = rescore(elsewhere)
    assert run_as_json(again) == run_as_json(report)
    assert json.loads((elsewhere / "scores.json").read_text(encoding="utf-8")) == run_as_json(report)
    assert len(scripted.asked) == 4


@pytest.mark.parametrize("questions", [FEW_QUESTIONS - 1, FEW_QUESTIONS])
def test_processes_of_their_own_are_used_where_only_this_machine_works_and_there_is_enough_to_do(
    questions: int,
) -> None:
    few = questions < FEW_QUESTIONS
    assert fitting_workers(questions, "bm25", Settings(model="")) == (1 if few else min(os.cpu_count() or 1, 4))
    assert fitting_workers(questions, "dateline", Settings(model="m")) == 1
    assert fitting_workers(questions, "mine.py", Settings(model="")) == 1


@pytest.mark.parametrize("system", ["dateline", "bm25", "dense"])
def test_the_systems_without_a_model_answer_from_the_archive_and_cite_exactly(tmp_path: Path, system: str) -> None:
    rows = [{**ROWS[0], "question": "When did the bridge open?"}, {**ROWS[1], "as_of": "2001-01-01"}]
    report = run_set(a_set(tmp_path, rows), system=system, out=None, settings=Settings(model=""), progress=None)
    first, second = report.questions
    assert first.scores["answer_in_statements"] == 1.0
    assert first.scores["gold_span_cited"] == 1.0
    assert first.scores["citation_exactness"] == 1.0
    # The article has no date, so nothing is known to be published by 2001.
    assert second.scores["declined_when_unanswerable"] == 1.0
