"""How much of an exact scan the vector index finds, and what it costs: real texts, the packaged embedder's vectors.

    DATELINE_BENCH_DATA=… python -m eval.bench.index_recall --passages 50000

Passages are pieces of some 20 words from every text under DATELINE_BENCH_DATA; questions are those of SQuAD 2.0.
Chroma with its own settings stands beside Dateline's index, in the same run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import numpy as np

from eval.statistics.means import bootstrap_mean
from rag.compose import open_dateline, open_embedder
from rag.settings import Settings

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

    from rag.ports import FloatArray

WORDS = 20
K = 50
AT_ONCE = 1_000
TEXTS = ("body", "text")
QUESTIONS = ("squad2", "questions_dev.jsonl.gz")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=50_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--vectors", type=Path, help="a file to keep the vectors in for another run (.npz)")
    arguments = parser.parse_args()
    data = Path(os.environ["DATELINE_BENCH_DATA"])
    passages, questions = _vectors(data, arguments.passages, arguments.questions, arguments.vectors)
    print(f"{len(passages):,} passages, {len(questions)} questions: share of the nearest {K} that an exact scan finds")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        index = open_dateline(Settings(archive=Path(folder) / "archive", model="")).retriever.finder.vectors
        _measure(
            "Dateline",
            lambda ids, vectors: index.add(ids, vectors, [0] * len(ids)),
            lambda vector: [i for i, _ in index.nearest(vector, K)],
            passages,
            questions,
        )
        stock = _stock(Path(folder) / "stock")
        _measure(
            "Chroma's own",
            lambda ids, vectors: stock.add(ids=[str(i) for i in ids], embeddings=vectors),
            lambda vector: [int(i) for i in stock.query(query_embeddings=vector[None], n_results=K)["ids"][0]],
            passages,
            questions,
        )


def _stock(folder: Path) -> Collection:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    settings = ChromaSettings(_env_file=None, anonymized_telemetry=False)
    client = chromadb.PersistentClient(path=str(folder), settings=settings)
    return client.create_collection("passages", embedding_function=None, metadata={"hnsw:space": "cosine"})


def _measure(
    name: str,
    add: Callable[[list[int], FloatArray], object],
    nearest: Callable[[FloatArray], list[int]],
    passages: FloatArray,
    questions: FloatArray,
) -> None:
    exact = [set(np.argsort(-(passages @ question))[:K].tolist()) for question in questions]
    started = process_time()
    for start in range(0, len(passages), AT_ONCE):
        some = passages[start : start + AT_ONCE]
        add(list(range(start, start + len(some))), some)
    added = process_time() - started
    nearest(questions[0])
    started = process_time()
    found = [set(nearest(question)) for question in questions]
    asked = process_time() - started
    recall = bootstrap_mean([len(e & f) / len(e) for e, f in zip(exact, found, strict=True)])
    assert recall is not None
    print(
        f"{name:14} {recall.value:.3f} [{recall.low:.3f}, {recall.high:.3f}]; a core's time: "
        f"{len(passages) / added:,.0f} added a second, {1e3 * asked / len(questions):.1f} ms a question",
        flush=True,
    )


def _vectors(data: Path, passages: int, questions: int, kept: Path | None) -> tuple[FloatArray, FloatArray]:
    if kept and kept.exists():
        stored = np.load(kept)
        return stored["passages"][:passages], stored["questions"][:questions]
    embedder = open_embedder(Settings(model=""))
    texts = [text for _, text in zip(range(passages), _pieces(data), strict=False)]
    asked = [str(row["query"]) for row in _rows(data.joinpath(*QUESTIONS))][:questions]
    made = np.concatenate([embedder.embed(texts[i : i + AT_ONCE]) for i in range(0, len(texts), AT_ONCE)])
    vectors = made, embedder.embed(asked)
    if kept:
        np.savez(kept, passages=vectors[0], questions=vectors[1])
    return vectors


def _pieces(data: Path) -> Iterator[str]:
    """Distinct ones."""
    seen = set[str]()
    for file in sorted(data.glob("*/*.jsonl.gz")):
        for row in _rows(file):
            words = " ".join(str(row.get(field) or "") for field in TEXTS).split()
            for start in range(0, len(words), WORDS):
                piece = " ".join(words[start : start + WORDS])
                if piece not in seen:
                    seen.add(piece)
                    yield piece


def _rows(file: Path) -> Iterator[dict[str, object]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
