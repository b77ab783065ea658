"""Fits the ranking of answering sentences and the decision to decline; writes rag/answer/calibration.json.

    DATELINE_BENCH_DATA=... python -m eval.bench.fit_answer [--questions N] [--dry-run]

Reads ``squad2/`` under DATELINE_BENCH_DATA (paragraphs.jsonl.gz, questions_dev.jsonl.gz: SQuAD 2.0, Rajpurkar, Jia and
Liang, ACL 2018, CC BY-SA 4.0). Every paragraph is an article of one archive; each question goes through the product's
own retrieval and features. What is printed is cross-validated: five folds by Wikipedia article, so that no article is
on both sides. What is written is fitted on all of them. Three kinds of question: answerable; "gone", the same
question with its paragraph taken out of the archive's hits; and SQuAD's adversarial ones.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import rag.answer.calibration
from eval.bench.fitting import auc, fit_logistic, fit_ranking
from rag.answer.evidence import gather
from rag.answer.match import FEATURE_NAMES, candidates, read_hits
from rag.answer.remember import RememberingEmbedder
from rag.compose import open_dateline, open_token_embedder
from rag.dateline import Dateline
from rag.domain.passage import Hit
from rag.domain.question import Filters, Part
from rag.ports import TokenEmbedder
from rag.retrieve.understand import understand
from rag.settings import Settings

FOLDS = 5
PASSAGES = 8
HARD_WEIGHT = 0.5
"""Of an adversarial question against an answerable one; "gone" questions have the other half."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """One question: features of every sentence (n, features), which of them hold a gold answer, and its fold."""

    features: Floats
    right: NDArray[np.bool_]
    fold: int


@dataclass(frozen=True)
class Questions:
    answerable: list[Rows]
    gone: list[Rows]
    adversarial: list[Rows]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=None, help="only the first N")
    parser.add_argument("--archive", type=Path, help="where to keep the archive of paragraphs for another run")
    parser.add_argument("--dry-run", action="store_true", help="print the figures, write nothing")
    arguments = parser.parse_args()
    data = Path(os.environ["DATELINE_BENCH_DATA"]) / "squad2"
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(archive=arguments.archive or Path(folder), model="")
        dateline = open_dateline(settings)
        _ingest(dateline, data / "paragraphs.jsonl.gz")
        embedder = RememberingEmbedder(open_token_embedder(settings), most_bytes=4 * 1024**3)
        found = _questions(dateline, embedder, _lines(data / "questions_dev.jsonl.gz", arguments.questions))
    _print_cross_validated(found)
    fitted = _fit(found)
    if not arguments.dry_run:
        target = Path(rag.answer.calibration.__file__).with_name("calibration.json")
        target.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")


def _ingest(dateline: Dateline, file: Path) -> None:
    rows = [
        {"id": row["id"], "title": row["title"].replace("_", " "), "body": row["body"]} for row in _lines(file, None)
    ]
    report = dateline.ingest(["-"], stdin=io.BytesIO("\n".join(json.dumps(row) for row in rows).encode()))
    print(f"{report.read} articles, {report.passages} passages, {len(report.failed)} failed, {report.seconds:.0f} s")


def _questions(dateline: Dateline, embedder: TokenEmbedder, lines: Iterator[dict[str, Any]]) -> Questions:
    found = Questions([], [], [])
    for line in lines:
        question = understand(str(line["query"]), filters=Filters())
        hits = dateline.retriever.search(question, k=PASSAGES + 2).hits
        answers = [] if line["impossible"] else [a.lower() for a in line["answers"]]
        fold = _fold(str(line["article_id"]))
        whole = _rows(question.parts[0], hits[:PASSAGES], embedder, answers, fold)
        (found.answerable if answers else found.adversarial).append(whole)
        if answers:
            others = [hit for hit in hits if hit.passage.article_id != line["article_id"]][:PASSAGES]
            found.gone.append(_rows(question.parts[0], _reranked(others), embedder, [], fold))
    return found


def _rows(part: Part, hits: Sequence[Hit], embedder: TokenEmbedder, answers: list[str], fold: int) -> Rows:
    read = read_hits(hits, gather(hits), embedder)
    lines = [c for c in candidates(part, read, embedder) if c.evidence.field == "body"]
    return Rows(
        features=np.array([c.features.vector() for c in lines], dtype=np.float64),
        right=np.array([any(a in c.evidence.text.lower() for a in answers) for c in lines], dtype=bool),
        fold=fold,
    )


def _reranked(hits: Sequence[Hit]) -> list[Hit]:
    return [Hit(h.passage, h.version, h.score, rank, h.parts) for rank, h in enumerate(hits, start=1)]


def _fold(article_id: str) -> int:
    """By Wikipedia article: "Normans-1" and "Normans-2" are on the same side."""
    return int(hashlib.sha256(article_id.rsplit("-", 1)[0].encode()).hexdigest(), 16) % FOLDS


def _best(rows: Rows, ranking: Floats) -> Floats:
    """Features of the best sentence, its score and its share of probability: what the decision looks at."""
    scores = rows.features @ ranking
    weights = np.exp(scores - scores.max())
    best = int(np.argmax(scores))
    return np.array([*rows.features[best], scores[best], weights[best] / weights.sum()])


def _fit_on(found: Questions, keep: int | None) -> tuple[Floats, Floats]:
    """Ranking and answerability weights on every fold but ``keep``."""
    answerable, gone, adversarial = (
        [r for r in rows if r.fold != keep] for rows in (found.answerable, found.gone, found.adversarial)
    )
    ranking = fit_ranking([(r.features, r.right) for r in answerable if r.right.any()])
    positive, absent, hard = (np.array([_best(r, ranking) for r in rows]) for rows in (answerable, gone, adversarial))
    features = np.concatenate([positive, absent, hard])
    labels = np.r_[np.ones(len(positive)), np.zeros(len(absent) + len(hard))]
    weights = np.r_[np.ones(len(positive)), np.full(len(absent), 1 - HARD_WEIGHT), np.full(len(hard), HARD_WEIGHT)]
    return ranking, fit_logistic(features, labels, weights)


def _print_cross_validated(found: Questions) -> None:
    first = in_three = plain_first = plain_in_three = 0
    odds: dict[str, list[float]] = {"answerable": [], "gone": [], "adversarial": []}
    for fold in range(FOLDS):
        ranking, answerable = _fit_on(found, fold)
        for name, rows in (
            ("answerable", found.answerable), ("gone", found.gone), ("adversarial", found.adversarial)
        ):  # fmt: skip
            for row in rows:
                if row.fold == fold:
                    odds[name].append(float(np.r_[_best(row, ranking), 1.0] @ answerable))
                    if name == "answerable":
                        order = np.argsort(-(row.features @ ranking), kind="stable")
                        first += bool(row.right[order[0]])
                        in_three += bool(row.right[order[:3]].any())
                        order = np.argsort(-_plain(row.features), kind="stable")
                        plain_first += bool(row.right[order[0]])
                        plain_in_three += bool(row.right[order[:3]].any())
    n = len(found.answerable)
    print(f"{n} answerable questions, {FOLDS} folds by Wikipedia article, every figure on the fold left out")
    print(f"gold answer in the best sentence  {first / n:.3f}")
    print(f"gold answer in the best three     {in_three / n:.3f}")
    print(f"by late interaction and overlap   {plain_first / n:.3f} and {plain_in_three / n:.3f}")
    sure, absent, hard = (np.array(odds[name]) for name in ("answerable", "gone", "adversarial"))
    print(f"AUC answerable against gone {auc(sure, absent):.3f}, against adversarial {auc(sure, hard):.3f}")
    print("falsely declined   gone declined   adversarial declined   at log-odds")
    for share in (0.02, 0.05, 0.08, 0.1, 0.15, 0.2):
        bound = float(np.quantile(sure, share))
        print(f"{share:16.2f}   {(absent < bound).mean():13.3f}   {(hard < bound).mean():20.3f}   {bound:11.2f}")


def _plain(features: Floats) -> Floats:
    """The peer: late interaction, a little word overlap and the passage's score, nothing fitted."""
    column = FEATURE_NAMES.index
    return (
        features[:, column("pieces")] + 0.2 * features[:, column("held")] + 0.1 * features[:, column("passage_score")]
    )


def _fit(found: Questions) -> dict[str, object]:
    ranking, answerable = _fit_on(found, None)
    return {
        "features": list(FEATURE_NAMES),
        "ranking": [round(float(w), 4) for w in ranking],
        "answerable": [round(float(w), 4) for w in answerable],
        "provenance": {
            "command": "python -m eval.bench.fit_answer",
            "data": "SQuAD 2.0 development questions (Rajpurkar, Jia and Liang 2018), CC BY-SA 4.0",
            "questions": len(found.answerable) + len(found.adversarial),
            "fitted": datetime.now(UTC).date().isoformat(),
        },
    }


def _lines(file: Path, limit: int | None) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        for number, line in enumerate(stream):
            if number == limit:
                return
            yield json.loads(line)


if __name__ == "__main__":
    main()
