import gzip
import json
from pathlib import Path

import pytest

from eval.bench.retrieval_sets import evidence_at, load, ndcg_at, success_at


def test_success_looks_at_the_first_k_alone() -> None:
    assert success_at(["a", "b", "c"], frozenset({"c"}), 3) == 1.0
    assert success_at(["a", "b", "c"], frozenset({"c"}), 2) == 0.0


def test_ndcg_by_hand() -> None:
    # Gains at the places 1 and 3: 1 + 1/2; the ideal has them at 1 and 2: 1 + 1/log2(3).
    assert ndcg_at(["a", "x", "b"], frozenset({"a", "b"}), 10) == pytest.approx(1.5 / (1 + 1 / 1.584962500721156))
    assert ndcg_at(["x"], frozenset({"a"}), 10) == 0.0
    assert ndcg_at(["a", "b"], frozenset({"a", "b", "c"}), 2) == 1.0


def test_evidence_is_found_in_any_of_its_articles() -> None:
    evidence = [frozenset({"a", "b"}), frozenset({"c"})]
    assert evidence_at(["b", "x"], evidence, 10) == (0.5, 0.0)
    assert evidence_at(["b", "c"], evidence, 10) == (1.0, 1.0)


def test_the_official_rule_finds_a_fact_inside_an_article_whatever_its_blanks(tmp_path: Path) -> None:
    folder = tmp_path / "multihop_rag"
    folder.mkdir()
    articles = [{"id": "1", "body": "It rained. The bridge\nopened on Monday."}, {"id": "2", "body": "Nothing."}]
    queries = [
        {"id": "q", "query": "What opened?", "evidence_list": [{"fact": "The bridge opened"}]},
        {"id": "none", "query": "What closed?", "evidence_list": []},
    ]
    for name, rows in (("haystack", articles), ("queries_dev", queries)):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    collection = load("multihop", tmp_path)
    (question,) = collection.questions
    assert question.gold == (frozenset({"1"}),)
    assert collection.score(["2", "1"], question) == {"recall@10": 1.0, "all@10": 1.0}
