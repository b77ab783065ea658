"""How long a search takes over 50,000 passages, whole and filtered, and what the approximate index misses.

    python -m eval.bench.retrieval_speed [--passages 50000] [--queries 40] [--folder FOLDER]

The archive is made up: articles of one passage each, words drawn by Zipf's law, vectors drawn around 2,000 centres and
word pieces at random, so that no model has to read them. Questions are embedded by the packaged model, as they are in
use; each is timed warm, with and without late interaction in turn with the raw work (embedding the question and asking
each index once), so that a busy moment falls on all of them. Medians are printed with their ratio to the raw work.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from eval.statistics.means import bootstrap_mean
from rag.compose import open_dateline, open_embedder
from rag.dateline import Dateline
from rag.domain.article import Article, Published, Version
from rag.domain.question import Filters, Question
from rag.ports import Embedder, NewVersion
from rag.retrieve.late import DIMENSIONS
from rag.retrieve.retriever import Retriever
from rag.retrieve.understand import understand
from rag.settings import Settings

FloatArray = NDArray[np.float32]

SHARES = (0.001, 0.01, 0.1, 0.5, 1.0)
CENTRES = 2_000
WORDS, PIECES = 90, 105
"""Of a passage."""
FIRST = datetime(2020, 1, 1, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=50_000)
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--folder", type=Path, help="where to keep the archive for another run")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        settings = Settings(archive=arguments.folder or Path(temporary), model="")
        dateline, embedder = open_dateline(settings), open_embedder(settings)
        if not dateline.catalog.counts()["articles"]:
            _fill(dateline, arguments.passages)
        questions = [_question(n) for n in range(arguments.queries)]
        measure(dateline, embedder, questions)
        _print_recall(dateline, arguments.queries)


def measure(dateline: Dateline, embedder: Embedder, questions: Sequence[Question]) -> None:
    """Prints the medians and their ratios."""
    finder, retriever = dateline.retriever.finder, dateline.retriever
    plain = retriever.without_late()
    raw, whole, unranked = _timed(
        questions,
        lambda q: (
            finder.vectors.nearest(embedder.embed([q.standalone])[0], 50),
            finder.words.search(q.standalone, 50),
        ),
        lambda q: retriever.search(q, k=10),
        lambda q: plain.search(q, k=10),
    )
    print(f"embedding the question and asking each index once: {raw:.1f} ms")
    print(f"a search                {whole:6.1f} ms, {whole / raw:.2f} of that")
    print(f"without late interaction{unranked:6.1f} ms, {unranked / raw:.2f} of that")
    for share in SHARES:
        took, beside = _timed(questions, _filtered(retriever, share), lambda q: retriever.search(q, k=10))
        print(f"filtered to {share:6.1%}      {took:6.1f} ms, {took / beside:.2f} of unfiltered")


def _filtered(retriever: Retriever, share: float) -> Callable[[Question], object]:
    filters = _allowing(share)
    return lambda q: retriever.search(replace(q, filters=filters), k=10)


def _timed(questions: Sequence[Question], *acts: Callable[[Question], object]) -> list[float]:
    """Milliseconds of each act, the median over the questions, after one that warms it up; the acts take turns."""
    for act in acts:
        act(questions[0])
    took: list[list[float]] = [[] for _ in acts]
    for question in questions:
        for act, times in zip(acts, took, strict=True):
            started = perf_counter()
            act(question)
            times.append((perf_counter() - started) * 1e3)
    return [median(times) for times in took]


def _print_recall(dateline: Dateline, queries: int) -> None:
    vectors = _vectors(dateline.catalog.counts()["passages"])
    rng = np.random.default_rng(7)
    shares = []
    for place in rng.integers(0, len(vectors), queries):
        beside = _unit(rng.standard_normal((1, vectors.shape[1])).astype(np.float32))[0]
        asked = _unit(vectors[place : place + 1] + 0.3 * beside)[0]
        exact = set((np.argsort(-(vectors @ asked))[:50] + 1).tolist())
        shares.append(len(exact & {i for i, _ in dateline.retriever.finder.vectors.nearest(asked, 50)}) / len(exact))
    mean = bootstrap_mean(shares)
    assert mean is not None
    print(f"recall of the nearest 50 against an exact scan: {mean.value:.3f} [{mean.low:.3f}, {mean.high:.3f}]")


@dataclass(frozen=True)
class _Vocabulary:
    words: tuple[str, ...]
    chances: NDArray[np.float64]


def _vocabulary() -> _Vocabulary:
    sounds = "ba de ki lo mu na pe ri so tu va ze".split()
    words = tuple(f"{a}{b}{c}{d}" for a in sounds for b in sounds for c in sounds for d in sounds)
    chances = 1 / (np.arange(len(words)) + 10)
    return _Vocabulary(words, chances / chances.sum())


def _question(number: int) -> Question:
    vocabulary, rng = _vocabulary(), np.random.default_rng(1_000 + number)
    words = rng.choice(vocabulary.words, 9, p=vocabulary.chances)
    return understand(f"What did {' '.join(words)}?", filters=Filters())


def _section(share: float) -> str:
    return f"share {share}"


def _allowing(share: float) -> Filters:
    if share >= 0.5:
        return Filters(languages=("en",) if share < 1 else ("en", "fr"))
    return Filters(sections=(_section(share),))


def _fill(dateline: Dateline, count: int) -> None:
    started = perf_counter()
    vocabulary, rng = _vocabulary(), np.random.default_rng(1)
    vectors = _vectors(count)
    bounds = np.cumsum([int(share * count) for share in SHARES[:-2]])
    with dateline.catalog.writing():
        for start in range(0, count, 2_000):
            ids = range(start, min(start + 2_000, count))
            bodies = rng.choice(vocabulary.words, (len(ids), WORDS), p=vocabulary.chances)
            versions = [
                _version(n, " ".join(words), int(np.searchsorted(bounds, n, side="right")))
                for n, words in zip(ids, bodies, strict=True)
            ]
            dateline.catalog.store([NewVersion(v, ((0, len(v.article.body)),)) for v in versions])
            passages = [p for v in versions for p in dateline.catalog.passages_of(v.article_id, 1)]
            numbers = [p.id for p in passages]
            dateline.retriever.finder.words.add(list(zip(passages, versions, strict=True)))
            dateline.retriever.finder.vectors.add(numbers, vectors[list(ids)], [0] * len(numbers))
            if dateline.retriever.late is not None:
                pieces = rng.integers(-40, 40, (len(ids), PIECES, DIMENSIONS), dtype=np.int8)
                dateline.retriever.late.store.add(numbers, list(pieces))
            dateline.catalog.mark_indexed("words", numbers)
            dateline.catalog.mark_indexed("vectors", numbers)
    print(f"{count} passages made in {perf_counter() - started:.0f} s")


def _version(number: int, body: str, group: int) -> Version:
    """Filters by section: groups of .1%, 1% and 10% of the articles; by language: half of them and all."""
    article = Article(
        id=f"made-{number}",
        title=" ".join(body.split()[:7]),
        body=body,
        published=Published(FIRST + timedelta(hours=number)),
        section=_section(SHARES[group]) if group < len(SHARES) - 2 else "rest",
        language="en" if number % 2 else "fr",
        source=f"Paper {number % 40}",
    )
    return Version(article, 1, FIRST)


def _vectors(count: int) -> FloatArray:
    rng = np.random.default_rng(3)
    centres = _unit(rng.standard_normal((CENTRES, 384)).astype(np.float32))
    drawn = centres[rng.integers(0, CENTRES, count)]
    return _unit(drawn + 0.9 * _unit(rng.standard_normal((count, 384)).astype(np.float32)))


def _unit(vectors: FloatArray) -> FloatArray:
    unit: FloatArray = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return unit


if __name__ == "__main__":
    main()
