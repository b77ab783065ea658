from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.importing.multihop_rag import read_multihop_rag
from rag.domain.errors import UsageError

ARTICLES = [
    {
        "title": "Ferry sinks",
        "author": "Ann Lee",
        "source": "The Harrow Post",
        "published_at": "2025-03-11T08:00:00+00:00",
        "category": "news",
        "url": "https://post.example/ferry",
        "body": "The ferry Alma sank\non Monday. Nobody was hurt.",
    },
    {
        "title": "Ferry sinks",
        "source": "Coast News",
        "url": "https://coast.example/1",
        "body": "Alma was built in 1990.",
    },
]
FACTS = [
    {"title": "Ferry sinks", "url": "https://post.example/ferry", "fact": "The ferry Alma sank on Monday."},
    {"title": "Ferry sinks", "url": "https://coast.example/1", "fact": "Alma was built in 1990."},
]


def a_query(**fields: Any) -> dict[str, Any]:
    row = {"query": "Which ferry?", "answer": "Alma", "question_type": "inference_query", "evidence_list": FACTS}
    return {**row, **fields}


def a_folder(folder: Path, *queries: dict[str, Any]) -> Path:
    (folder / "corpus.json").write_text(json.dumps(ARTICLES), encoding="utf-8")
    (folder / "MultiHopRAG.json").write_text(json.dumps(queries, indent=1), encoding="utf-8")
    return folder


def test_each_evidence_is_a_fact_of_the_article_at_its_address(tmp_path: Path) -> None:
    imported = read_multihop_rag(a_folder(tmp_path, a_query()), "")
    (case,) = imported.cases
    post, coast = imported.articles
    assert (case.kind, case.answers, case.tags) == ("multi-article", (("Alma",),), ("inference_query",))
    # The words are the article's own, with its line ends.
    assert [(g.article, g.quote, g.fact) for g in case.gold] == [
        (post.id, "The ferry Alma sank\non Monday.", 1),
        (coast.id, "Alma was built in 1990.", 2),
    ]
    assert (post.source, post.section, post.authors, post.dateline) == (
        "The Harrow Post",
        "news",
        ("Ann Lee",),
        "2025-03-11T08:00:00+00:00",
    )
    assert imported.notes == ()


def test_a_fact_that_is_not_in_its_article_word_for_word_makes_the_whole_article_gold_and_is_told(
    tmp_path: Path,
) -> None:
    facts = [{**FACTS[0], "fact": "The ferry went down on Monday."}, FACTS[1], FACTS[1]]
    imported = read_multihop_rag(a_folder(tmp_path, a_query(evidence_list=facts)), "")
    assert [g.is_whole_article for g in imported.cases[0].gold] == [True, False]
    assert imported.notes[0].startswith("1 of 2 facts do not stand in their article word for word")


def test_a_null_query_is_unanswerable_and_the_other_types_have_kinds_of_ours(tmp_path: Path) -> None:
    null = a_query(question_type="null_query", answer="Insufficient information.", evidence_list=[])
    folder = a_folder(
        tmp_path, null, a_query(question_type="comparison_query"), a_query(question_type="temporal_query")
    )
    assert [case.kind for case in read_multihop_rag(folder, "").cases] == ["unanswerable", "comparison", "temporal"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"question_type": "riddle"}, "question_type is 'riddle', which is none of inference_query"),
        ({"evidence_list": []}, "'evidence_list' is empty"),
        ({"evidence_list": [{**FACTS[0], "url": "x", "title": "Other"}]}, "the evidence's article 'Other' is not in"),
        ({"answer": None}, "no field 'answer'"),
    ],
)
def test_a_question_that_cannot_be_used_is_named_by_its_line(
    tmp_path: Path, fields: dict[str, Any], reason: str
) -> None:
    folder = a_folder(tmp_path, a_query(), a_query(**fields))
    imported = read_multihop_rag(folder / "MultiHopRAG.json", "")
    (bad,) = imported.bad
    lines = (folder / "MultiHopRAG.json").read_text(encoding="utf-8").split("\n")
    assert (len(imported.cases), lines[bad.line - 1].strip()) == (1, "{")
    assert bad.line > 2
    assert bad.reason.startswith(reason)


def test_a_folder_without_its_articles_is_refused(tmp_path: Path) -> None:
    a_folder(tmp_path, a_query())
    (tmp_path / "corpus.json").unlink()
    with pytest.raises(UsageError, match=r"There is no .*corpus\.json\. MultiHop-RAG is two files"):
        read_multihop_rag(tmp_path, "")
