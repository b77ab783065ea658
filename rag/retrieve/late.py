"""Late interaction: how near each word piece of a question comes to any word piece of a passage.

The packaged embedder's own last hidden states, without a model trained for it, compared as in ColBERT (Khattab and
Zaharia, SIGIR 2020). ``projection.npy`` beside this file keeps 96 of their 384 dimensions and
`python -m eval.bench.fit_projection` makes it; what that costs is in docs/benchmarks.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rag.ports import Span, TokenVectors, WholeEmbedder

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rag.ports import FloatArray

    PieceArray = NDArray[np.int8]

DIMENSIONS = 96
HOW = "late-1"
"""Part of the store's fingerprint: moves when `reduced` would give other vectors for the same word pieces."""

RUN, RUNS = 8, 3
"""Word pieces that stand side by side in a passage are a run, and so many runs about a sentence: words of the question
that one sentence holds say more than the same words all over the passage (docs/benchmarks.md)."""

STEP = 127.0
"""An entry of a unit vector, times this and rounded, is what is stored: one byte."""

FIRST_WORD_ID, LAST_WORD_ID = 1_996, 30_522
"""The packaged tokenizer's vocabulary: below the first are symbols and single letters; the order is by frequency."""


class PieceStore(Protocol):
    """Word-piece vectors of passages, as `reduced` makes them."""

    def add(self, passage_ids: Sequence[int], pieces: Sequence[PieceArray]) -> None:
        """Upsert."""

    def get(self, passage_ids: Sequence[int]) -> dict[int, PieceArray]:
        """Of those that it holds, shape (pieces, DIMENSIONS)."""

    def remove(self, passage_ids: Sequence[int]) -> None: ...
    def count(self) -> int: ...
    def clear(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's word pieces: unit vectors of DIMENSIONS, their weights (rarer ones weigh more) and their places."""

    vectors: FloatArray
    weights: FloatArray
    spans: tuple[Span, ...]

    def within(self, start: int, end: int) -> FloatArray:
        """The weights, with those of pieces outside [start, end) of the question set to 0."""
        inside = [start <= a and b <= end for a, b in self.spans]
        weights: FloatArray = self.weights * np.array(inside, dtype=np.float32)
        return weights


@dataclass(frozen=True, slots=True)
class Nearest:
    """The best cosines of a question's word pieces with those of passages: ``best`` with any of a passage's, shape
    (passages, pieces), ``beside`` with any of RUNS runs side by side, shape (runs, pieces). The runs of
    ``passage_ids[n]`` begin at ``starts[n]``."""

    passage_ids: tuple[int, ...]
    best: FloatArray
    beside: FloatArray
    starts: NDArray[np.intp]

    def whole(self, weights: FloatArray) -> dict[int, float]:
        """Each passage's mean best cosine by these weights; nothing where all of them are 0."""
        return self._by_passage(self.best @ weights, weights)

    def close(self, weights: FloatArray) -> dict[int, float]:
        """The same within those runs side by side where it is greatest."""
        if not len(self.starts):
            return {}
        return self._by_passage(np.maximum.reduceat(self.beside @ weights, self.starts), weights)

    def _by_passage(self, sums: FloatArray, weights: FloatArray) -> dict[int, float]:
        total = float(weights.sum())
        return dict(zip(self.passage_ids, (sums / total).tolist(), strict=True)) if total else {}


class LateInteraction:
    """Reads questions, and scores passages whose word pieces the store holds. Safe to use from threads."""

    def __init__(self, store: PieceStore, embedder: WholeEmbedder) -> None:
        self.store = store
        self._embedder = embedder

    def add(self, passage_ids: Sequence[int], tokens: Sequence[TokenVectors]) -> None:
        """Upsert passages, read with their headlines."""
        self.store.add(passage_ids, [reduced(each) for each in tokens])

    def remove(self, passage_ids: Sequence[int]) -> None:
        """Forget these passages."""
        self.store.remove(passage_ids)

    def count(self) -> int:
        """Of how many passages the word pieces are at hand."""
        return self.store.count()

    def clear(self) -> None:
        """Forget everything."""
        self.store.clear()

    def read(self, texts: Sequence[str]) -> tuple[FloatArray, Asked]:
        """The vectors of the texts, as an Embedder gives them, and the word pieces of the first; one run of the model.
        There must be a first one."""
        vectors, (tokens, *_) = self._embedder.embed_both(texts)
        weights = np.array([rarity(i) + 1e-6 for i in tokens.ids], dtype=np.float32)
        return vectors, Asked(projected(tokens.vectors), weights, tokens.spans)

    def nearest(self, asked: Asked, passage_ids: Sequence[int]) -> Nearest:
        """Of the passages whose pieces the store holds."""
        held = {i: pieces for i, pieces in self.store.get(passage_ids).items() if len(pieces)}
        if not held or not len(asked.vectors):
            nothing = np.zeros((0, len(asked.vectors)), dtype=np.float32)
            return Nearest((), nothing, nothing, np.zeros(0, dtype=np.intp))
        lengths = np.array([len(pieces) for pieces in held.values()])
        cosines = np.concatenate(list(held.values())).astype(np.float32) @ (asked.vectors.T / STEP)
        counts = -(-lengths // RUN)
        starts = np.cumsum([0, *counts[:-1]])
        begin = np.repeat(np.cumsum([0, *lengths[:-1]]) - RUN * starts, counts) + RUN * np.arange(counts.sum())
        runs = np.maximum.reduceat(cosines, begin, axis=0)
        owner, beside = np.repeat(np.arange(len(held)), counts), runs.copy()
        for step in range(1, RUNS):
            is_one = owner[step:] == owner[:-step]
            np.maximum(beside[:-step], runs[step:], out=beside[:-step], where=is_one[:, None])
        return Nearest(tuple(held), np.maximum.reduceat(runs, starts, axis=0), beside, starts)


def reduced(tokens: TokenVectors) -> PieceArray:
    """What a passage keeps of its word pieces: shape (pieces, DIMENSIONS), unit vectors in steps of 1/STEP.

    Symbols and single letters are left out where anything else is left: a fifth of the size, and no measured loss.
    """
    pieces: PieceArray = np.round(projected(tokens.vectors[kept_places(tokens.ids)]) * STEP).astype(np.int8)
    return pieces


def kept_places(ids: Sequence[int]) -> list[int]:
    """Which of a text's word pieces `reduced` keeps, in their order."""
    return [place for place, piece in enumerate(ids) if piece >= FIRST_WORD_ID] or list(range(len(ids)))


def rarity(piece_id: int) -> float:
    """0..1 from the piece's rank in the tokenizer's vocabulary, as a background idf that needs no archive (Zipf)."""
    if piece_id < FIRST_WORD_ID:
        return 0.0
    return math.log(1 + piece_id - FIRST_WORD_ID) / math.log(LAST_WORD_ID - FIRST_WORD_ID)


def projected(vectors: FloatArray) -> FloatArray:
    """Last hidden states, shape (pieces, dim of the model), as unit vectors of DIMENSIONS."""
    if not len(vectors):
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    low = vectors @ _projection(vectors.shape[1])
    unit: FloatArray = low / np.maximum(np.linalg.norm(low, axis=1, keepdims=True), 1e-12)
    return unit


@cache
def _projection(dim: int) -> FloatArray:
    """Fitted for the packaged model's 384 dimensions; for others a random one with orthonormal columns, always the
    same (Johnson and Lindenstrauss 1984)."""
    with files("rag.retrieve").joinpath("projection.npy").open("rb") as file:
        fitted: FloatArray = np.load(file).astype(np.float32)
    if len(fitted) == dim:
        return fitted
    drawn = np.random.default_rng(dim).standard_normal((dim, DIMENSIONS))
    random: FloatArray = (np.linalg.qr(drawn)[0] if dim >= DIMENSIONS else drawn).astype(np.float32)
    return random
