from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from newsroom import Cli

ROW = {"answerable": True, "kind": "fact", "answers": ["Monday"], "archive": "news.jsonl"}


@pytest.fixture
def questions() -> str:
    Path("news.jsonl").write_text('{"id": "bridge", "body": "The bridge opened on Monday."}\n', encoding="utf-8")
    asked = ["When did the bridge open?", "On what day was the bridge opened?", "When was the opening of the bridge?"]
    rows = [{**ROW, "id": f"q{at}", "question": question} for at, question in enumerate(asked)]
    Path("set.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return "set.jsonl"


def test_a_budget_is_said_and_the_same_command_goes_on(cli: Cli, questions: str) -> None:
    command = ("eval", "run", "--set", questions, "--system", "bm25", "--max-questions", 2, "--out", "run")
    first = cli(*command)
    assert first.status == 0
    assert first.sentence == "The budget of 2 questions is spent. The same command asks the next questions."
    assert "3 questions" in cli(*command).out
    assert len(Path("run/answers.jsonl").read_text(encoding="utf-8").splitlines()) == 3


def test_an_earlier_run_spares_what_still_holds(cli: Cli, questions: str) -> None:
    cli("eval", "run", "--set", questions, "--system", "bm25", "--out", "before")
    ran = cli("eval", "run", "--set", questions, "--system", "bm25", "--out", "after", "--reuse", "before")
    assert ran.sentence == "3 answers are taken over from before, 0 questions are to be asked."
    other = cli("eval", "run", "--set", questions, "--system", "dense", "--reuse", "before", "--json")
    assert "3 questions are to be asked: the system changed." in other.err
    assert len(other.json["questions"]) == 3


def test_a_folder_that_holds_no_run_cannot_be_reused_or_scored(cli: Cli, questions: str) -> None:
    reused = cli("eval", "run", "--set", questions, "--reuse", "none")
    assert (reused.status, reused.out) == (2, "")
    assert "none holds no run.json" in reused.sentence
    scored = cli("eval", "score", "none")
    assert scored.status == 2
    assert "none holds no run.json" in scored.sentence


def test_a_stored_run_is_scored_again_with_every_form_of_report(cli: Cli, questions: str) -> None:
    ran = cli("eval", "run", "--set", questions, "--system", "bm25", "--out", "run", "--repeats", 2, "--json")
    scored = cli("eval", "score", "run", "--json", "--html", "page.html", "--junit", "run.xml")
    assert scored.json == ran.json
    assert scored.json["run"]["repeats"] == 2
    assert "<html" in Path("page.html").read_text(encoding="utf-8")
    assert "<testsuite" in Path("run.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize("option", [("--workers", 0), ("--repeats", 0), ("--max-questions", 0), ("--max-tokens", "x")])
def test_numbers_that_make_no_sense_are_wrong_usage(cli: Cli, questions: str, option: tuple[str, object]) -> None:
    assert cli("eval", "run", "--set", questions, *option).status == 2
