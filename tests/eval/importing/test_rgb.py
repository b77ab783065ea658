from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.importing.rgb import read_rgb
from rag.domain.errors import UsageError

ROW = {
    "id": 1,
    "query": "Which ferry sank?",
    "answer": ["Alma", "the Alma"],
    "positive": ["On Monday the ALMA sank.", "A ferry sank; its name is not given."],
    "negative": ["Ferries run on Monday."],
}


def a_file(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "en_refine.json"
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    return path


def test_passages_become_articles_and_the_answer_in_them_gold(tmp_path: Path) -> None:
    imported = read_rgb(a_file(tmp_path, ROW), "noise")
    (case,) = imported.cases
    assert (case.id, case.kind, case.answers) == ("rgb-1", "fact", (("Alma", "the Alma"),))
    assert [(g.article, g.quote) for g in case.gold] == [("rgb-1-answers-1-1", "ALMA"), ("rgb-1-answers-1-2", "")]
    assert [article.body for article in imported.articles] == [*ROW["positive"], *ROW["negative"]]  # type: ignore[misc]


def test_an_answer_of_several_parts_has_a_fact_for_each(tmp_path: Path) -> None:
    row = {**ROW, "answer": [["Alma"], ["Monday", "on Monday"]], "positive": [["The Alma."], ["It was on Monday."]]}
    (case,) = read_rgb(a_file(tmp_path, row), "noise").cases
    assert (case.kind, case.answers) == ("multi-article", (("Alma",), ("Monday", "on Monday")))
    assert [(g.article, g.quote, g.fact) for g in case.gold] == [
        ("rgb-1-answers-1-1", "Alma", 1),
        ("rgb-1-answers-2-1", "Monday", 2),
    ]


def test_passages_with_a_false_answer_make_a_conflict_whose_both_sides_are_gold(tmp_path: Path) -> None:
    row = {**ROW, "answer": "Alma", "fakeanswer": "Bora", "positive_wrong": ["On Monday the Bora sank."]}
    imported = read_rgb(a_file(tmp_path, row), "noise")
    (case,) = imported.cases
    assert (case.kind, case.answers) == ("conflict", (("Alma",), ("Bora",)))
    assert [(g.quote, g.fact) for g in case.gold] == [("ALMA", 1), ("", 1), ("Bora", 2)]
    assert len(imported.articles) == 4


def test_of_the_part_rejection_nothing_can_be_answered(tmp_path: Path) -> None:
    imported = read_rgb(a_file(tmp_path, ROW), "rejection")
    assert [case.kind for case in imported.cases] == ["unanswerable"]
    assert [article.body for article in imported.articles] == ROW["negative"]


def test_bad_rows_are_named_by_their_lines(tmp_path: Path) -> None:
    rows = [ROW, {**ROW, "id": 2, "answer": 7}, {**ROW, "id": 3, "positive": [1]}, {**ROW, "id": 1}]
    found = [(row.line, row.reason) for row in read_rgb(a_file(tmp_path, *rows), "noise").bad]
    assert found == [
        (2, "'answer' is neither text nor a list of texts"),
        (3, "'positive' holds something that is no text"),
        (4, "the id 'rgb-1' stands in line 1 already"),
    ]


def test_another_part_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no part 'test'.*noise, rejection"):
        read_rgb(a_file(tmp_path, ROW), "test")
