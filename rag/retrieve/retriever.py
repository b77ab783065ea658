"""Question -> Hits: dense and lexical search, ranked together, near-copies counted once."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rag.domain.errors import RerankerError
from rag.domain.passage import Hit, Opened
from rag.domain.question import Clause, Filters, Question
from rag.domain.search import LeftOut, SearchResult
from rag.ports import Catalog, Embedder, LexicalIndex, Reranker, VectorIndex
from rag.retrieve.candidates import DEPTH, CandidateFinder, Candidates, texts_of
from rag.retrieve.copies import copied_from
from rag.retrieve.late import Asked, LateInteraction
from rag.retrieve.preferred import preferred
from rag.retrieve.rank import Found, Ranked, Weights, fitted_weights, ranked
from rag.retrieve.recency import asks_for_latest, with_newest

if TYPE_CHECKING:
    from rag.ports import FloatArray

RERANKED = 30
"""How many hits a reranker is given: it reads each one, which may cost a request."""

LATE_DEPTH = 250
"""For how many candidates late interaction is computed at most; a question of one stretch has 60 to 100."""

COPIES = 20
"""How many passages more are opened than are wanted, for copies to fall out."""

LEFT_OUT = 10
"""How many passages that came near an explanation names."""


class Retriever:
    """Finds the passages for a question. Holds nothing but what it may forget; safe to use from threads.

    Without ``late`` the two indexes and what the question names alone decide the order.
    """

    def __init__(
        self,
        catalog: Catalog,
        words: LexicalIndex,
        vectors: VectorIndex,
        embedder: Embedder,
        reranker: Reranker | None = None,
        *,
        late: LateInteraction | None = None,
        weights: Weights | None = None,
    ) -> None:
        self._catalog = catalog
        self.finder = CandidateFinder(catalog, words, vectors)
        self._embedder = embedder
        self._reranker = reranker
        self.late = late
        self._weights = weights or fitted_weights()

    def search(self, question: Question, *, k: int) -> SearchResult:
        """The ``k`` best hits, with what was searched and how long each part took."""
        return self._search(question, k).result

    def explain(self, question: Question, *, k: int) -> SearchResult:
        """The same hits, and beside them the passages that came near and why each is none."""
        searched = self._search(question, k)
        left_out = [*searched.left_out, *self._below(searched.result.hits, searched.hits)]
        if question.filters.restrict:
            left_out += self._filtered_out(question, k, {hit.passage.id for hit in searched.hits})
        return replace(searched.result, left_out=tuple(left_out))

    def without_late(self) -> Retriever:
        """The same without late interaction and without a reranker."""
        finder = self.finder
        return Retriever(self._catalog, finder.words, finder.vectors, self._embedder, weights=self._weights)

    def _search(self, question: Question, k: int) -> _Searched:
        started = time.perf_counter()
        question = question if question.clauses else replace(question, clauses=(_whole(question.standalone),))
        among = self.finder.selections.selected(question.filters)
        selected = time.perf_counter()
        wanted = max(k, RERANKED) if self._reranker else k
        outcome = _Outcome()
        if among is None or among:
            outcome = self._hits(question, among, wanted)
        hits, notes = outcome.hits, tuple[str, ...]()
        if asks_for_latest(question.text):
            hits = with_newest(hits, wanted)
        found = time.perf_counter()
        timings_ms = {"filter": (selected - started) * 1e3, "retrieve": (found - selected) * 1e3}
        if self._reranker and hits:
            hits, failed = _reranked(self._reranker, question, hits[:wanted])
            notes = failed
            timings_ms["rerank"] = (time.perf_counter() - found) * 1e3
        result = SearchResult(
            query=question.text,
            hits=tuple(hits[:k]),
            understood=(*question.understood, *outcome.unmet),
            searched=self.finder.selections.searched(question.filters),
            timings_ms=timings_ms,
            notes=notes,
        )
        return _Searched(result, outcome.hits, outcome.left_out)

    def _hits(self, question: Question, among: frozenset[int] | None, k: int) -> _Outcome:
        depth = max(DEPTH, 2 * k)
        vectors, asked = self._read(question)
        candidates = self.finder.find(question, vectors, among, depth)
        wanted = depth if asks_for_latest(question.text) else k + LEFT_OUT
        # Opening takes its time: only a question that names publishers or days needs every one.
        named = any(clause.names_anything for clause in question.clauses)
        opened = self._catalog.opened(candidates.ids) if named else None
        found = self._found(question, asked, candidates, opened)
        order = _on_the_fused_scale(ranked(found, question.clauses, self._weights), found)
        if opened is None:
            opened = self._catalog.opened([each.passage_id for each in order[: wanted + COPIES]])
        order = preferred(order, opened, question.names)
        return self._without_copies(order, opened, wanted, candidates.unmet)

    def found(self, question: Question) -> list[Found]:
        """The candidates for a question before they are put in order: what the weights are fitted to."""
        vectors, asked = self._read(question)
        candidates = self.finder.find(question, vectors, self.finder.selections.selected(question.filters), DEPTH)
        return self._found(question, asked, candidates, self._catalog.opened(candidates.ids))

    def _read(self, question: Question) -> tuple[FloatArray, Asked | None]:
        """Vectors of `texts_of`, and the word pieces where late interaction wants them."""
        texts = texts_of(question)
        return self.late.read(texts) if self.late else (self._embedder.embed(texts), None)

    def _found(
        self,
        question: Question,
        asked: Asked | None,
        candidates: Candidates,
        opened: dict[int, Opened] | None,
    ) -> list[Found]:
        ids = [i for i in candidates.ids if opened is None or i in opened]
        late, close = self._late_scores(question, asked, ids[:LATE_DEPTH]) if asked else ({}, {})
        return [
            Found(
                passage_id=i,
                article=opened[i].version.article if opened else None,
                dense=candidates.dense.get(i, 0.0),
                lexical=candidates.lexical.get(i, 0.0),
                near={n: cosines[i] for n, cosines in enumerate(candidates.near)} if self.late else {},
                late={n: scores[i] for n, scores in late.items()},
                close={n: scores[i] for n, scores in close.items()},
            )
            for i in ids
        ]

    def _late_scores(
        self, question: Question, asked: Asked, passage_ids: Sequence[int]
    ) -> tuple[dict[int, _Scores], dict[int, _Scores]]:
        """By stretch of the question, with the whole passage and with its nearest part; passages without stored word
        pieces get the lowest of those that have them."""
        assert self.late is not None
        nearest = self.late.nearest(asked, passage_ids)
        late, close = {}, {}
        for n, clause in enumerate(question.clauses):
            weights = asked.within(clause.start, clause.end)
            if whole := nearest.whole(weights):
                part = nearest.close(weights)
                late[n], close[n] = _Scores(whole, min(whole.values())), _Scores(part, min(part.values()))
        return late, close

    def _without_copies(
        self, order: Sequence[Ranked], opened: dict[int, Opened], k: int, unmet: tuple[str, ...]
    ) -> _Outcome:
        hits: list[Hit] = []
        better: list[Opened] = []
        copies: list[LeftOut] = []
        for each in order:
            if len(hits) == k:
                break
            known = opened[each.passage_id]
            passage, version = known.passage, known.version
            original = copied_from(known, better)
            if original is None:
                hits.append(Hit(passage, version, each.score, len(hits) + 1, each.parts))
                better.append(known)
            else:
                why = f"says what {original.article_id} says, a copy of the same story"
                copies.append(LeftOut(passage, version, why, each.score, each.parts))
        return _Outcome(hits, tuple(copies[:LEFT_OUT]), unmet)

    def _below(self, hits: Sequence[Hit], others: Sequence[Hit]) -> list[LeftOut]:
        chosen = {hit.passage.id for hit in hits}
        return [
            LeftOut(hit.passage, hit.version, f"ranked below the {len(hits)} that are shown", hit.score, hit.parts)
            for hit in others
            if hit.passage.id not in chosen
        ][:LEFT_OUT]

    def _filtered_out(self, question: Question, k: int, chosen: set[int]) -> list[LeftOut]:
        """What the same question finds without the filters; of an ``as_of`` search, within what was known then."""
        unfiltered = replace(question, filters=Filters(as_of=question.filters.as_of))
        others = self._search(unfiltered, k).result.hits
        allowed = self.finder.selections.selected(question.filters) or frozenset()
        return [
            LeftOut(hit.passage, hit.version, "left out by the filters", hit.score, hit.parts)
            for hit in others
            if hit.passage.id not in allowed and hit.passage.id not in chosen
        ]


@dataclass(frozen=True, slots=True)
class _Outcome:
    hits: list[Hit] = field(default_factory=list)
    left_out: tuple[LeftOut, ...] = ()
    unmet: tuple[str, ...] = ()
    """What the question names and the archive lacks."""


@dataclass(frozen=True, slots=True)
class _Searched:
    result: SearchResult
    hits: list[Hit]
    """Those of the result, and what ranked below them."""
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Scores:
    known: dict[int, float]
    lowest: float

    def __getitem__(self, passage_id: int) -> float:
        return self.known.get(passage_id, self.lowest)


def _whole(text: str) -> Clause:
    return Clause(text, 0, len(text))


def _on_the_fused_scale(order: Sequence[Ranked], found: Sequence[Found]) -> list[Ranked]:
    """The same order with scores that run over the range, 0..1, of the two indexes' scores fused one to one, which the
    steps that come later were fitted to; the parts stay as they are."""
    if not order:
        return []
    fused = [(each.dense + each.lexical) / 2 for each in found]
    low, high = min(fused), max(fused)
    last, first = order[-1].score, order[0].score
    scale = (high - low) / (first - last) if first > last else 0.0
    return [Ranked(each.passage_id, high - (first - each.score) * scale, each.parts) for each in order]


def _reranked(reranker: Reranker, question: Question, hits: list[Hit]) -> tuple[list[Hit], tuple[str, ...]]:
    """The hits in the reranker's order, ranks counted anew; in the order that they had, with a note, where it fails."""
    try:
        ordered = reranker.rerank(question.standalone, hits)
    except RerankerError as error:
        return hits, (f"{error} The passages stand in the order without it.",)
    if not ordered:
        return [], (f"{reranker.name} left out every one of the {len(hits)} passages that were found.",)
    return [replace(hit, rank=rank) for rank, hit in enumerate(ordered, start=1)], ()
