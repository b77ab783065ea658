"""Versions that were current then: their passages have left the indexes, so an as-of search scores them itself."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from rag.domain.passage import Passage, embedding_text
from rag.domain.question import Question
from rag.ports import Catalog, Embedder
from rag.retrieve.candidates import Candidates

READ = 32
"""How many of the superseded passages, those that share most words with the question, are embedded: 15 ms each."""

_EVER_AFTER = date(9000, 1, 1)
_WORD = re.compile(r"[^\W_]{3,}")


def with_superseded(
    candidates: Candidates, question: Question, among: frozenset[int] | None, catalog: Catalog, embedder: Embedder
) -> Candidates:
    """The candidates and, of versions that have been superseded since, the passages that come nearest.

    Their cosines are exact. Their BM25 is not known: the share of the question's words that they hold stands for it.
    """
    current = catalog.selected(replace(question.filters, as_of=_EVER_AFTER)) or frozenset()
    passages = catalog.passages(sorted((among or frozenset()) - current))
    shares = _shares_of_words(question.standalone, passages)
    chosen = sorted(passages, key=lambda p: (-shares[p.id], p.id))[:READ]
    if not chosen:
        return candidates
    cosines = _cosines(question, chosen, catalog, embedder)
    low, high = candidates.cosines
    spread = max(high - low, 1e-6)
    dense = {p.id: min(max((row[0] - low) / spread, 0.0), 1.0) for p, row in zip(chosen, cosines, strict=True)}
    near = [
        {**known, **{p.id: row[n] for p, row in zip(chosen, cosines, strict=True)}}
        for n, known in enumerate(candidates.near, start=1)
    ]
    return candidates.joined_by(dense, {p.id: shares[p.id] for p in chosen}, near)


def _cosines(
    question: Question, passages: Sequence[Passage], catalog: Catalog, embedder: Embedder
) -> list[list[float]]:
    """A row a passage: with the whole question, then with each of its stretches."""
    versions = {key: catalog.version(*key) for key in {(p.article_id, p.version) for p in passages}}
    texts = [embedding_text(p, version) for p in passages if (version := versions[p.article_id, p.version])]
    asked = [question.standalone, *(clause.text for clause in question.clauses)]
    vectors = embedder.embed([*asked, *texts])
    rows: list[list[float]] = (vectors[len(asked) :] @ vectors[: len(asked)].T).tolist()
    return rows


def _shares_of_words(question: str, passages: Sequence[Passage]) -> Mapping[int, float]:
    asked = {word.lower() for word in _WORD.findall(question)}
    return {p.id: len(asked & {w.lower() for w in _WORD.findall(p.text)}) / max(len(asked), 1) for p in passages}
