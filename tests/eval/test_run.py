from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.case import Case, SetUnusable
from eval.reply import Reply, Said
from eval.report import as_json, terminal
from eval.run import run_set
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

    def answer(self, case: Case) -> Reply:
        self.asked.append(case.id)
        if case.id in self.failing:
            raise self.failing[case.id]
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
    assert json.loads((out / "scores.json").read_text(encoding="utf-8")) == as_json(report)
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
    assert "1 failed and not scored" in terminal(report)
    assert "failed when: " in terminal(report)

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
