from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.importing.beir import read_beir
from rag.domain.errors import UsageError

CORPUS = [
    {"_id": "d1", "title": "Ferry", "text": "The ferry sank on Monday.", "metadata": {}},
    {"_id": "d2", "title": "Bridge", "text": "The bridge opened."},
    {"_id": "d3", "title": "A title alone", "text": ""},
]
QUERIES = [{"_id": "q1", "text": "ferry accident"}, {"_id": "q2", "text": "openings"}, {"_id": "q3", "text": "tides"}]
QRELS = "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq2\td2\t1\nq2\td3\t1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "qrels").mkdir()
    for name, rows in (("corpus", CORPUS), ("queries", QUERIES)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    (tmp_path / "qrels" / "test.tsv").write_text(QRELS, encoding="utf-8")
    return tmp_path


def test_relevant_documents_are_whole_article_gold_each_a_fact_of_its_own(folder: Path) -> None:
    imported = read_beir(folder, "test")
    first, second = imported.cases
    assert [(g.article, g.is_whole_article, g.fact) for g in first.gold] == [("d1", True, 1)]
    assert [(g.article, g.fact) for g in second.gold] == [("d2", 1), ("d3", 2)]
    assert first.answerable
    assert first.answers == ()
    assert imported.bad == ()


def test_queries_that_nobody_judged_are_left_out_and_documents_are_not(folder: Path) -> None:
    imported = read_beir(folder, "test")
    assert [case.id for case in imported.cases] == ["q1", "q2"]
    assert [article.body for article in imported.articles][1:] == ["The bridge opened.", "A title alone"]


def test_qrels_need_no_headings(folder: Path) -> None:
    (folder / "qrels" / "dev.tsv").write_text("q3\td1\t1\n", encoding="utf-8")
    assert [case.id for case in read_beir(folder, "dev").cases] == ["q3"]


def test_bad_rows_are_named_by_the_file_and_line_that_they_stand_in(folder: Path) -> None:
    with (folder / "corpus.jsonl").open("a") as corpus:
        corpus.write('{"_id": "d4"}\n[]\n')
    with (folder / "qrels" / "test.tsv").open("a") as qrels:
        qrels.write("q1\td9\t1\nq1 d1 1\n")
    found = [(row.file.name, row.line, row.reason) for row in read_beir(folder, "test").bad]
    assert found == [
        ("corpus.jsonl", 4, "no field 'text'"),
        ("corpus.jsonl", 5, "not a JSON object"),
        ("test.tsv", 6, "the document 'd9' is not in corpus.jsonl, or is empty there"),
        ("test.tsv", 7, "not a query id, a document id and a number, with tabs between them"),
    ]


def test_a_judged_query_that_is_missing_is_named(folder: Path) -> None:
    with (folder / "qrels" / "test.tsv").open("a") as qrels:
        qrels.write("q9\td1\t1\n")
    (bad,) = read_beir(folder, "test").bad
    assert (bad.file.name, bad.reason) == ("queries.jsonl", "no query 'q9', which is judged (1 such)")


def test_a_folder_without_its_files_is_refused_naming_the_one_that_is_missing(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no .*train\.tsv"):
        read_beir(folder, "train")
