"""Fits the weights of the ranking; writes rag/retrieve/ranking.json.

    DATELINE_BENCH_DATA=... python -m eval.bench.fit_retrieval [--cache FOLDER] [--squad-every N] [--dry-run]

Every question of the three sets of `eval.bench.retrieval` goes through the product's own search; what the search found,
with its features, is then put in order under other weights. The aim is the mean over the sets of the mean of their
measures, so that no set counts by its size. Coordinate search on a fixed grid, two rounds. Printed are two checks of
weights on questions that they were not chosen on: five folds by question, and each set left out whole.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from zlib import crc32

import rag.retrieve.rank
from eval.bench.retrieval import open_collection
from eval.bench.retrieval_sets import SETS, Collection, Judged, load
from rag.domain.question import Clause, Filters
from rag.retrieve.rank import Found, Weights, fitted_weights, ranked
from rag.retrieve.understand import understand

FOLDS = 5
GRID: dict[str, tuple[float, ...]] = {
    "near": (0.0, 0.5, 1.0, 1.5, 2.0, 3.0),
    "late": (0.0, 1.0, 2.0, 3.0, 4.0, 5.0),
    "close": (0.0, 1.0, 2.0, 3.0, 4.0),
    "lexical": (0.3, 0.5, 0.7, 0.9),
    "publisher": (0.0, 0.3, 0.6, 1.0, 1.5),
    "days": (0.4, 0.8, 1.2, 1.6),
    "any_publisher": (0.0, 0.3, 0.6),
    "turn": (0.0, 0.5, 1.0, 1.5, 2.0),
}
"""``dense`` stays at .5: only ratios matter. ``days`` may not fall to 0, since few of these questions name any."""
ROUNDS = 2


@dataclass(frozen=True)
class Case:
    """A judged question with what was found for it."""

    collection: Collection
    judged: Judged
    clauses: tuple[Clause, ...]
    found: list[Found]

    @property
    def fold(self) -> int:
        return crc32(self.judged.id.encode()) % FOLDS

    def value(self, weights: Weights) -> float:
        """The mean of the set's measures under these weights."""
        articles = {each.passage_id: each.article.id for each in self.found if each.article}
        order = dict.fromkeys(articles[each.passage_id] for each in ranked(self.found, self.clauses, weights))
        return fmean(self.collection.score(list(order), self.judged).values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "dateline-bench")
    parser.add_argument("--squad-every", type=int, default=5, help="only every Nth question of SQuAD")
    parser.add_argument("--dry-run", action="store_true", help="print the figures, write nothing")
    arguments = parser.parse_args()
    cases = [case for name in SETS for case in _cases(name, arguments)]
    start = fitted_weights()
    _print_checks(cases, start)
    weights = fit(cases, start)
    print(f"fitted on all: {weights}\n  {_by_set(cases, weights)}")
    if not arguments.dry_run:
        _write(weights, cases)


def fit(cases: Sequence[Case], start: Weights) -> Weights:
    """The best weights that a coordinate search from ``start`` comes to; of equals, the one nearer to it."""
    best, reached = start, aim(cases, start)
    for _ in range(ROUNDS):
        for name, values in GRID.items():
            for value in values:
                tried = replace(best, **{name: value})
                if (figure := aim(cases, tried)) > reached + 1e-9:
                    best, reached = tried, figure
    return best


def aim(cases: Sequence[Case], weights: Weights) -> float:
    """The mean over the sets."""
    by_set: dict[str, list[float]] = {}
    for case in cases:
        by_set.setdefault(case.collection.name, []).append(case.value(weights))
    return fmean(map(fmean, by_set.values()))


def _cases(name: str, arguments: argparse.Namespace) -> list[Case]:
    collection = load(name, Path(os.environ["DATELINE_BENCH_DATA"]))  # type: ignore[arg-type]
    dateline = open_collection(collection, arguments.cache / name)
    sources = dateline.catalog.sources()
    step = arguments.squad_every if name == "squad" else 1
    cases = []
    for judged in collection.questions[::step]:
        question = understand(judged.text, filters=Filters(), sources=sources)
        cases.append(Case(collection, judged, question.clauses, dateline.retriever.found(question)))
    return cases


def _print_checks(cases: Sequence[Case], start: Weights) -> None:
    print(f"as they are: {_by_set(cases, start)}")
    for name in SETS:
        weights = fit([c for c in cases if c.collection.name != name], start)
        print(f"{name} left out: {_by_set([c for c in cases if c.collection.name == name], weights)}")
    values: dict[str, list[float]] = {}
    for fold in range(FOLDS):
        weights = fit([c for c in cases if c.fold != fold], start)
        for case in cases:
            if case.fold == fold:
                values.setdefault(case.collection.name, []).append(case.value(weights))
    print("five folds: " + ", ".join(f"{name} {fmean(each):.4f}" for name, each in values.items()), flush=True)


def _by_set(cases: Sequence[Case], weights: Weights) -> str:
    names = dict.fromkeys(case.collection.name for case in cases)
    return ", ".join(
        f"{name} {fmean(c.value(weights) for c in cases if c.collection.name == name):.4f}" for name in names
    )


def _write(weights: Weights, cases: Sequence[Case]) -> None:
    counts = {name: sum(c.collection.name == name for c in cases) for name in SETS}
    written = {
        "weights": asdict(weights),
        "provenance": {
            "command": "python -m eval.bench.fit_retrieval",
            "questions": counts,
            "fitted": datetime.now(UTC).date().isoformat(),
        },
    }
    target = Path(rag.retrieve.rank.__file__).with_name("ranking.json")
    target.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
