"""The judged collections that retrieval is measured on: articles, questions and what counts as found.

SQuAD 2.0 paragraphs (Rajpurkar, Jia and Liang, ACL 2018), Cranfield (Cleverdon 1967) and the sample of MultiHop-RAG
(Tang and Yang, arXiv 2401.15391) among Wikinews articles, as they lie under DATELINE_BENCH_DATA.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

SetName = Literal["squad", "cranfield", "multihop"]
SETS: tuple[SetName, ...] = ("squad", "cranfield", "multihop")

Figures = dict[str, float]
"""Of one question by measure, each 0..1."""


@dataclass(frozen=True)
class Judged:
    """A question with its gold: articles of which any (squad), each by relevance (cranfield), or for each piece of
    evidence the articles that hold it (multihop)."""

    id: str
    text: str
    gold: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Collection:
    """``articles`` are rows for an ingest; ``score`` judges article ids, best first, each once."""

    name: SetName
    articles: list[dict[str, str]]
    questions: list[Judged]
    score: Callable[[Sequence[str], Judged], Figures]


def load(name: SetName, data: Path) -> Collection:
    """Reads one of them. FileNotFoundError where ``data`` does not hold it."""
    return {"squad": _squad, "cranfield": _cranfield, "multihop": _multihop}[name](data)


def success_at(ranked: Sequence[str], gold: frozenset[str], k: int) -> float:
    """1 if any of the first ``k`` is right."""
    return float(bool(gold & set(ranked[:k])))


def ndcg_at(ranked: Sequence[str], gold: frozenset[str], k: int) -> float:
    """Normalised discounted cumulative gain with gain 1 for what is relevant. Source: Järvelin and Kekäläinen,
    TOIS 20 (2002)."""
    gained = sum(1 / math.log2(place + 2) for place, each in enumerate(ranked[:k]) if each in gold)
    ideal = sum(1 / math.log2(place + 2) for place in range(min(k, len(gold))))
    return gained / ideal if ideal else 0.0


def evidence_at(ranked: Sequence[str], evidence: Sequence[frozenset[str]], k: int) -> tuple[float, float]:
    """The share of the pieces of evidence that the first ``k`` hold, and whether they hold all."""
    found = [bool(each & set(ranked[:k])) for each in evidence]
    return sum(found) / len(found), float(all(found))


def _squad(data: Path) -> Collection:
    rows = _rows(data / "squad2" / "paragraphs.jsonl.gz")
    articles = [{"id": r["id"], "title": r["title"].replace("_", " "), "body": r["body"]} for r in rows]
    questions = [
        Judged(r["id"], r["query"], (frozenset({r["article_id"]}),))
        for r in _rows(data / "squad2" / "questions_dev.jsonl.gz")
        if not r["impossible"]
    ]
    return Collection(
        "squad",
        articles,
        questions,
        lambda ranked, q: {"R@1": success_at(ranked, q.gold[0], 1), "R@5": success_at(ranked, q.gold[0], 5)},
    )


def _cranfield(data: Path) -> Collection:
    """Codes 1 to 4 are relevant alike."""
    docs = _rows(data / "cranfield" / "docs.jsonl.gz")
    articles = [{"id": f"cran-{d['doc_id']}", "title": d["title"], "body": d["text"]} for d in docs if d["text"]]
    relevant: dict[str, set[str]] = {}
    for qrel in _rows(data / "cranfield" / "qrels_dev.jsonl.gz"):
        if 1 <= qrel["code"] <= 4:
            relevant.setdefault(qrel["query_id"], set()).add(f"cran-{qrel['doc_id']}")
    questions = [
        Judged(q["query_id"], q["text"], (frozenset(relevant[q["query_id"]]),))
        for q in _rows(data / "cranfield" / "queries_dev.jsonl.gz")
        if q["query_id"] in relevant
    ]
    return Collection("cranfield", articles, questions, lambda r, q: {"nDCG@10": ndcg_at(r, q.gold[0], 10)})


def _multihop(data: Path) -> Collection:
    """Evidence is found where an article's text holds it, blanks aside: the official rule of the data set."""
    articles = list(_rows(data / "multihop_rag" / "haystack.jsonl.gz"))
    bodies = [(a["id"], _without_blanks(a["body"])) for a in articles]
    questions = []
    for row in _rows(data / "multihop_rag" / "queries_dev.jsonl.gz"):
        facts = [_without_blanks(each["fact"]) for each in row["evidence_list"]]
        gold = tuple(frozenset(i for i, body in bodies if fact in body) for fact in facts)
        if gold:
            questions.append(Judged(row["id"], row["query"], gold))
    return Collection("multihop", articles, questions, _evidence_figures)


def _evidence_figures(ranked: Sequence[str], question: Judged) -> Figures:
    share, is_all = evidence_at(ranked, question.gold, 10)
    return {"recall@10": share, "all@10": is_all}


def _without_blanks(text: str) -> str:
    return text.replace(" ", "").replace("\n", "")


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
