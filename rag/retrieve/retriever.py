"""Question -> Hits: dense and lexical search, fused, near-copies counted once."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace

from rag.domain.errors import RerankerError
from rag.domain.passage import Hit, Passage
from rag.domain.question import Question
from rag.domain.search import SearchResult
from rag.ports import Catalog, Embedder, LexicalIndex, Reranker, VectorIndex
from rag.retrieve.fuse import fuse
from rag.retrieve.recency import asks_for_latest, with_newest

DEPTH = 50
"""How deep each index is read before fusing."""

RERANKED = 30
"""How many hits a reranker is given: it reads each one, which may cost a request."""

WEIGHTS = {"dense": 0.5, "lexical": 0.5}

COPIED_SHARE = 0.5
"""Word overlap (Jaccard) from which two passages of near-copies say the same; local additions stay below it."""

_WORD = re.compile(r"\w+")


class Retriever:
    """Finds the passages for a question. Holds no state of its own."""

    def __init__(
        self,
        catalog: Catalog,
        words: LexicalIndex,
        vectors: VectorIndex,
        embedder: Embedder,
        reranker: Reranker | None = None,
    ) -> None:
        self._catalog = catalog
        self._words = words
        self._vectors = vectors
        self._embedder = embedder
        self._reranker = reranker

    def search(self, question: Question, *, k: int) -> SearchResult:
        """The ``k`` best hits, with what was searched and how long each part took."""
        started = time.perf_counter()
        among = self._catalog.selected(question.filters)
        selected = time.perf_counter()
        wanted = max(k, RERANKED) if self._reranker else k
        hits = [] if among is not None and not among else self._hits(question, among, wanted)
        found = time.perf_counter()
        timings_ms = {"filter": (selected - started) * 1e3, "retrieve": (found - selected) * 1e3}
        notes: tuple[str, ...] = ()
        if self._reranker and hits:
            hits, notes = _reranked(self._reranker, question, hits)
            timings_ms["rerank"] = (time.perf_counter() - found) * 1e3
        return SearchResult(
            query=question.text,
            hits=tuple(hits[:k]),
            understood=question.understood,
            searched=self._catalog.searched(question.filters),
            timings_ms=timings_ms,
            notes=notes,
        )

    def _hits(self, question: Question, among: frozenset[int] | None, k: int) -> list[Hit]:
        depth = max(DEPTH, 2 * k)
        vector = self._embedder.embed([question.standalone])[0]
        ranked = fuse(
            {
                "dense": self._vectors.nearest(vector, depth, among=among),
                "lexical": self._words.search(question.standalone, depth, among=among),
            },
            weights=WEIGHTS,
        )
        passages = {p.id: p for p in self._catalog.passages([passage_id for passage_id, _, _ in ranked])}
        ordered = [(passages[pid], score, parts) for pid, score, parts in ranked if pid in passages]
        origins = self._catalog.origins([passage.article_id for passage, _, _ in ordered])
        latest = asks_for_latest(question.text)
        hits: list[Hit] = []
        for passage, score, parts in ordered:
            if len(hits) == (depth if latest else k):
                break
            if _is_copy(passage, [hit.passage for hit in hits], origins):
                continue
            version = self._catalog.version(passage.article_id, passage.version)
            if version is not None:
                hits.append(Hit(passage, version, score, len(hits) + 1, parts))
        return with_newest(hits, k) if latest else hits


def _reranked(reranker: Reranker, question: Question, hits: list[Hit]) -> tuple[list[Hit], tuple[str, ...]]:
    """The hits in the reranker's order, ranks counted anew; in the order that they had, with a note, where it fails."""
    try:
        ordered = reranker.rerank(question.standalone, hits)
    except RerankerError as error:
        return hits, (f"{error} The passages stand in the order without it.",)
    if not ordered:
        return [], (f"{reranker.name} left out every one of the {len(hits)} passages that were found.",)
    return [replace(hit, rank=rank) for rank, hit in enumerate(ordered, start=1)], ()


def _is_copy(passage: Passage, better: Sequence[Passage], origins: dict[str, str]) -> bool:
    """Whether a better hit from another copy of the same wire story already says what this passage says."""
    origin = origins.get(passage.article_id, passage.article_id)
    words = set(_WORD.findall(passage.text.lower()))
    for other in better:
        if other.article_id == passage.article_id or origins.get(other.article_id, other.article_id) != origin:
            continue
        others = set(_WORD.findall(other.text.lower()))
        if len(words & others) >= COPIED_SHARE * max(1, len(words | others)):
            return True
    return False
