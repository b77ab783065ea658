from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from eval.case import GoldQuote, load_set
from eval.importing.imported import Imported, a_case
from eval.importing.writing import write_set
from rag.domain.article import Article
from rag.domain.errors import WorkFailed
from rag.domain.question import Turn

ARTICLE = Article(id="bridge", title="Bridge", body="It opened on Monday.", dateline="2025-03-14", authors=("Ann Lee",))
CASES = (
    a_case("q1", "When?", 1, answers=[["Monday", "on Monday"]], gold=[GoldQuote("bridge", "body", "on Monday", 1)]),
    a_case("q2", "What and when?", 2, kind="multi-article", answers=[["It"], ["Monday"]], tags=["two"]),
    a_case("q3", "openings", 3, gold=[GoldQuote("bridge", "body", "", 2)]),
    a_case("q4", "Who?", 4, kind="unanswerable"),
    replace(
        a_case("q5", "And who?", 5, answers=[["Ann"]], gold=[GoldQuote("bridge", "title", "Bridge", 2)]),
        history=(Turn("When?", "On Monday."), Turn("Why?")),
        forbidden=("Tuesday",),
        as_of=date(2025, 3, 14),
    ),
)


def test_what_was_imported_is_read_back_as_it_was(tmp_path: Path) -> None:
    write_set(Imported(CASES, (ARTICLE,)), tmp_path / "new.jsonl", None)
    read = load_set(tmp_path / "new.jsonl")
    assert read.cases == CASES
    assert read.archive == "new.articles.jsonl"
    assert json.loads((tmp_path / "new.articles.jsonl").read_text(encoding="utf-8")) == {
        "id": "bridge",
        "title": "Bridge",
        "published": "2025-03-14",
        "authors": ["Ann Lee"],
        "body": "It opened on Monday.",
    }


def test_articles_that_lie_elsewhere_are_named_as_seen_from_the_set(tmp_path: Path) -> None:
    (tmp_path / "sets").mkdir()
    write_set(Imported(CASES), tmp_path / "sets" / "new.jsonl", tmp_path / "news" / "all.jsonl")
    assert load_set(tmp_path / "sets" / "new.jsonl").archive == "../news/all.jsonl"


def test_where_writing_fails_the_file_that_was_there_stays_and_nothing_half_written_does(tmp_path: Path) -> None:
    out = tmp_path / "new.jsonl"
    out.write_text("before", encoding="utf-8")
    (tmp_path / "new.articles.jsonl").mkdir()
    with pytest.raises(WorkFailed, match="cannot be written"):
        write_set(Imported(CASES, (ARTICLE,)), out, None)
    assert out.read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.articles.jsonl", "new.jsonl"]
