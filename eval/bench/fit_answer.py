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
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import rag.answer.calibration
from eval.archive import kept_archive
from eval.bench.fitting import auc, fit_logistic, fit_ranking
from eval.case import GoldQuote, load_set
from rag.answer.calibration import HEAD_PENALTY, beside_features
from rag.answer.evidence import gather
from rag.answer.extract import may_answer
from rag.answer.match import FEATURE_NAMES, Candidate, candidates, read_hits
from rag.answer.pieces import PieceReader
from rag.answer.remember import RememberingEmbedder
from rag.compose import open_dateline, open_pieces, open_token_embedder
from rag.dateline import Dateline
from rag.domain.passage import Hit
from rag.domain.question import Filters, Part
from rag.retrieve.understand import understand
from rag.settings import Settings

FOLDS = 5
PASSAGES = 8
HARD_WEIGHT = 0.5
"""Of an adversarial question against an answerable one; "gone" questions have the other half."""
SET = Path(__file__).parents[1] / "sets" / "development.jsonl"
NEVER_RANKED = frozenset(("about-the-page", "other-language", "false-premise"))
"""Kinds of the set that are answered by other means than the ranking."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """One question: features of every sentence (n, features), which of them hold a gold answer, and its fold.

    ``beside`` (n, 2) is what else speaks against each, ``may`` whether it is of a kind that can answer, ``head``
    whether it is a headline, a subtitle or a date line.
    """

    features: Floats
    beside: Floats
    may: NDArray[np.bool_]
    head: NDArray[np.bool_]
    right: NDArray[np.bool_]
    fold: int


@dataclass(frozen=True)
class Questions:
    """Of SQuAD, and of the development set (``asked``: answerable, ``unheld``: not)."""

    answerable: list[Rows]
    gone: list[Rows]
    adversarial: list[Rows]
    asked: list[Rows]
    unheld: list[Rows]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="only every Nth question of SQuAD")
    parser.add_argument("--archive", type=Path, help="where to keep the archive of paragraphs for another run")
    parser.add_argument("--dry-run", action="store_true", help="print the figures, write nothing")
    arguments = parser.parse_args()
    data = Path(os.environ["DATELINE_BENCH_DATA"]) / "squad2"
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(archive=arguments.archive or Path(folder), model="")
        dateline = open_dateline(settings)
        _ingest(dateline, data / "paragraphs.jsonl.gz")
        found = Questions([], [], [], [], [])
        asked = islice(_lines(data / "questions_dev.jsonl.gz"), None, None, arguments.every)
        _add_squad(found, dateline, _reader(settings), asked)
        _add_set(found, settings)
    _print_cross_validated(found)
    fitted = _fit(found, arguments.every)
    if not arguments.dry_run:
        target = Path(rag.answer.calibration.__file__).with_name("calibration.json")
        target.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")


def _ingest(dateline: Dateline, file: Path) -> None:
    rows = [{"id": row["id"], "title": row["title"].replace("_", " "), "body": row["body"]} for row in _lines(file)]
    report = dateline.ingest(["-"], stdin=io.BytesIO("\n".join(json.dumps(row) for row in rows).encode()))
    print(f"{report.read} articles, {report.passages} passages, {len(report.failed)} failed, {report.seconds:.0f} s")


def _add_squad(found: Questions, dateline: Dateline, reader: PieceReader, lines: Iterator[dict[str, Any]]) -> None:
    for line in lines:
        question = understand(str(line["query"]), filters=Filters())
        part = question.parts[0]
        hits = dateline.retriever.search(question, k=PASSAGES + 2).hits
        answers = [] if line["impossible"] else [a.lower() for a in line["answers"]]
        fold = _fold(str(line["article_id"]).rsplit("-", 1)[0])  # "Normans-1" and "Normans-2" are on the same side
        lines_of = _body(part, hits[:PASSAGES], reader)
        right = [any(a in c.evidence.text.lower() for a in answers) for c in lines_of]
        (found.answerable if answers else found.adversarial).append(_rows(part, lines_of, right, fold))
        if answers:
            others = [hit for hit in hits if hit.passage.article_id != line["article_id"]][:PASSAGES]
            lines_of = _body(part, _reranked(others), reader)
            found.gone.append(_rows(part, lines_of, [False] * len(lines_of), fold))


def _add_set(found: Questions, settings: Settings) -> None:
    """The development set's questions; those about one story are on the same side."""
    cases = load_set(SET)
    dateline, archive = kept_archive(cases, settings)
    reader = _reader(settings.model_copy(update={"archive": archive}))
    for case in cases.cases:
        if case.kind in NEVER_RANKED:
            continue
        question = understand(case.question, filters=Filters(as_of=case.as_of), history=case.history)
        hits = dateline.retriever.search(question, k=PASSAGES).hits
        if not hits:
            continue
        read = read_hits(hits, gather(hits), reader)
        for part in question.parts:
            lines = [c for c in candidates(part, read, reader) if c.evidence.field != "dateline"]
            right = [any(_is_at(gold, c) for gold in case.gold) for c in lines]
            rows = _rows(part, lines, right, _fold(case.id.split("-")[1]))
            (found.asked if case.answerable else found.unheld).append(rows)


def _reader(settings: Settings) -> PieceReader:
    """Of the archive that the settings name."""
    model = open_token_embedder(settings)
    return PieceReader(RememberingEmbedder(model, most_bytes=4 * 1024**3), open_pieces(settings, model))


def _is_at(gold: GoldQuote, candidate: Candidate) -> bool:
    evidence = candidate.evidence
    return gold.article == evidence.version.article_id and gold.field == evidence.field and gold.quote in evidence.text


def _body(part: Part, hits: Sequence[Hit], reader: PieceReader) -> list[Candidate]:
    read = read_hits(hits, gather(hits), reader)
    return [c for c in candidates(part, read, reader) if c.evidence.field == "body"]


def _rows(part: Part, lines: Sequence[Candidate], right: Sequence[bool], fold: int) -> Rows:
    return Rows(
        features=np.array([c.features.vector() for c in lines], dtype=np.float64),
        beside=np.array([beside_features(part.text, c) for c in lines], dtype=np.float64),
        may=np.array([may_answer(part, c) for c in lines], dtype=bool),
        head=np.array([c.evidence.field != "body" for c in lines], dtype=bool),
        right=np.array(right, dtype=bool),
        fold=fold,
    )


def _reranked(hits: Sequence[Hit]) -> list[Hit]:
    return [Hit(h.passage, h.version, h.score, rank, h.parts) for rank, h in enumerate(hits, start=1)]


def _fold(group: str) -> int:
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS


def _scores(rows: Rows, ranking: Floats) -> Floats:
    return np.asarray(rows.features @ ranking - HEAD_PENALTY * rows.head, dtype=np.float64)


def _best(rows: Rows, ranking: Floats) -> Floats | None:
    """What the decision looks at: features of the best sentence that may answer, its score, and what speaks
    against it. None where no sentence may answer."""
    if not rows.may.any():
        return None
    scores = np.where(rows.may, _scores(rows, ranking), -np.inf)
    best = int(np.argmax(scores))
    seen = rows.features[best].copy()
    seen[FEATURE_NAMES.index("passage_score")] = 0.0  # it depends on the archive's size, and would not carry over
    return np.array([*seen, scores[best], *rows.beside[best]])


def _fit_on(found: Questions, keep: int | None) -> tuple[Floats, Floats]:
    """Ranking and answerability weights on every fold but ``keep``."""
    answerable, gone, adversarial, asked, unheld = (
        [r for r in rows if r.fold != keep]
        for rows in (found.answerable, found.gone, found.adversarial, found.asked, found.unheld)
    )
    ranking = fit_ranking(
        [(r.features[~r.head], r.right[~r.head]) for r in answerable + asked if r.right[~r.head].any()]
    )
    groups = ((answerable, 1, 1.0), (asked, 1, 1.0), (gone, 0, 1 - HARD_WEIGHT), (adversarial, 0, HARD_WEIGHT),
              (unheld, 0, 1.0))  # fmt: skip
    seen = [
        (best, label, weight) for rows, label, weight in groups for r in rows if (best := _best(r, ranking)) is not None
    ]
    features, labels, weights = (np.array(column, dtype=np.float64) for column in zip(*seen, strict=True))
    return ranking, fit_logistic(features, labels, weights)


def _print_cross_validated(found: Questions) -> None:
    tops: dict[str, list[tuple[bool, bool]]] = {"squad": [], "plain": [], "set": []}
    odds: dict[str, list[float]] = {"answerable": [], "gone": [], "adversarial": [], "asked": [], "unheld": []}
    for fold in range(FOLDS):
        ranking, answerable = _fit_on(found, fold)
        for name, values in odds.items():
            for row in (r for r in getattr(found, name) if r.fold == fold):
                best = _best(row, ranking)
                values.append(-np.inf if best is None else float(np.r_[best, 1.0] @ answerable))
        tops["squad"] += [_top(r, _scores(r, ranking)) for r in found.answerable if r.fold == fold]
        tops["plain"] += [_top(r, _plain(r.features)) for r in found.answerable if r.fold == fold]
        tops["set"] += [_top(r, _scores(r, ranking)) for r in found.asked if r.fold == fold and r.right.any()]
    print(f"{FOLDS} folds by Wikipedia article and by story, every figure on the fold left out")
    for name, what in (("squad", "SQuAD"), ("plain", "SQuAD, nothing fitted"), ("set", "development set")):
        first, in_three = np.mean(tops[name], axis=0)
        print(f"{what:24} {len(tops[name])} questions, gold in the best {first:.3f}, in the best three {in_three:.3f}")
    sure, absent, hard, asked, unheld = (np.array(each) for each in odds.values())
    print(f"AUC answerable against gone {auc(sure, absent):.3f}, against adversarial {auc(sure, hard):.3f}")
    print(f"AUC development set, answerable against not {auc(asked, unheld):.3f}")
    print("falsely declined   gone declined   adversarial declined   |  set: declined   at log-odds")
    for share in (0.02, 0.05, 0.08, 0.1, 0.15, 0.2):
        bound, of_set = _quantile(sure, share), _quantile(asked, share)
        print(
            f"{share:16.2f}   {(absent < bound).mean():13.3f}   {(hard < bound).mean():20.3f}   "
            f"{(unheld < of_set).mean():16.3f}   {of_set:11.2f}"
        )


def _quantile(values: Floats, share: float) -> float:
    """The value at that place in order, which may be minus infinity where nothing could answer."""
    return float(np.sort(values)[int(share * len(values))])


def _top(rows: Rows, scores: Floats) -> tuple[bool, bool]:
    order = np.argsort(-scores, kind="stable")
    return bool(rows.right[order[0]]), bool(rows.right[order[:3]].any())


def _plain(features: Floats) -> Floats:
    """The peer: late interaction, a little word overlap and the passage's score, nothing fitted."""
    column = FEATURE_NAMES.index
    return (
        features[:, column("pieces")] + 0.2 * features[:, column("held")] + 0.1 * features[:, column("passage_score")]
    )


def _fit(found: Questions, every: int) -> dict[str, object]:
    ranking, answerable = _fit_on(found, None)
    return {
        "features": list(FEATURE_NAMES),
        "ranking": [round(float(w), 4) for w in ranking],
        "answerable": [round(float(w), 4) for w in answerable],
        "provenance": {
            "command": f"python -m eval.bench.fit_answer --every {every}",
            "data": "SQuAD 2.0 development questions (Rajpurkar, Jia and Liang 2018), CC BY-SA 4.0; development.jsonl",
            "questions": sum(map(len, (found.answerable, found.adversarial, found.asked, found.unheld))),
            "fitted": datetime.now(UTC).date().isoformat(),
        },
    }


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


if __name__ == "__main__":
    main()
