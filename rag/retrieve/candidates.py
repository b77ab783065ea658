"""What both indexes hold for a question and for each of its stretches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from rag.domain.question import Clause, Days, Filters, Question
from rag.ports import Catalog, LexicalIndex, VectorIndex
from rag.retrieve.days import in_words
from rag.retrieve.fuse import Ranking, min_max
from rag.retrieve.selections import Selections

if TYPE_CHECKING:
    from rag.ports import FloatArray

DEPTH = 50
"""How deep each index is read for the whole question."""

CLAUSE_DEPTH = 20
"""And for each stretch of it, among what the stretch names."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """By passage id: scores for the whole question, 0..1, and by stretch the cosine with it.

    ``near`` holds a value for every candidate: one that the index did not return gets the lowest that it did.
    ``cosines`` are those that 0 and 1 of ``dense`` stand for. ``unmet`` says what the question names and the archive
    lacks.
    """

    dense: Mapping[int, float]
    lexical: Mapping[int, float]
    near: Sequence[Mapping[int, float]]
    cosines: tuple[float, float]
    unmet: tuple[str, ...] = ()
    others: tuple[int, ...] = ()
    """Found for a stretch alone."""

    @property
    def ids(self) -> list[int]:
        """By fused score, best first; equals keep the lower id first."""
        every = {*self.dense, *self.lexical, *self.others}
        return sorted(every, key=lambda i: (-self.dense.get(i, 0.0) - self.lexical.get(i, 0.0), i))


class CandidateFinder:
    """Asks the indexes. Safe to use from threads."""

    def __init__(self, catalog: Catalog, words: LexicalIndex, vectors: VectorIndex) -> None:
        self.selections = Selections(catalog)
        self.words = words
        self.vectors = vectors

    def find(self, question: Question, vectors: FloatArray, among: frozenset[int] | None, depth: int) -> Candidates:
        """Only from ``among`` where that is given; at least ``depth`` deep. ``vectors`` are those of `texts_of`."""
        clauses = question.clauses
        whole, *parts = vectors
        without = frozenset[int]() if among is not None else self.selections.superseded()
        dense = self.vectors.nearest(whole, depth, among=among, without=without)
        lexical = self.words.search(question.standalone, depth, among=among, without=without)
        near, found, unmet = [], [*dense, *lexical], list[str]()
        for clause, vector in zip(clauses, parts or [whole], strict=True):
            rankings: list[Ranking] = [dense]
            if parts:
                rankings = [self.vectors.nearest(vector, depth, among=among, without=without)]
            if clause.names_anything:
                named, missing = self._among_named(question, clause, vector, among)
                rankings += named
                unmet += missing
            near.append(dict(rankings[0]) | dict(rankings[1] if len(rankings) > 1 else []))
            found += [hit for ranking in rankings for hit in ranking]
        return _joined(dense, lexical, near, dict.fromkeys(i for i, _ in found), tuple(dict.fromkeys(unmet)))

    def _among_named(
        self, question: Question, clause: Clause, vector: FloatArray, among: frozenset[int] | None
    ) -> tuple[list[Ranking], list[str]]:
        """The stretch among the publishers and days that it names; what there is nothing of."""
        chosen = frozenset[int]()
        unmet = []
        for narrowed, what in _narrowed(question.filters, clause):
            ids = self.selections.selected(narrowed) or frozenset()
            ids = ids if among is None else ids & among
            if not ids:
                unmet.append(f"nothing is {what}: looked for without that")
            chosen |= ids
        if not chosen:
            return [], unmet
        return [
            self.vectors.nearest(vector, CLAUSE_DEPTH, among=chosen),
            self.words.search(clause.text, CLAUSE_DEPTH, among=chosen),
        ], unmet


def texts_of(question: Question) -> list[str]:
    """What of a question is embedded: the whole, and each of its stretches where there are several."""
    return [question.standalone, *(c.text for c in question.clauses if len(question.clauses) > 1)]


def _narrowed(filters: Filters, clause: Clause) -> list[tuple[Filters, str]]:
    """The filters with what the stretch names, one for each of its days, and that in words."""
    own = replace(
        filters,
        sources=clause.sources or filters.sources,
        sections=clause.sections or filters.sections,
    )
    who = f"from {' or '.join(clause.sources)}" if clause.sources else ""
    who = " ".join(part for part in (who, f"in {' or '.join(clause.sections)}" if clause.sections else "") if part)
    if not clause.days:
        return [(own, who)]
    return [
        (_within(own, days), " ".join(part for part in (who, f"published {_published(days)}") if part))
        for days in clause.days
    ]


def _published(days: Days) -> str:
    words = in_words(days)
    return words if words.startswith(("since", "until")) else f"on {words}" if days.is_one_day else f"from {words}"


def _within(filters: Filters, days: Days) -> Filters:
    """And the day after: what happens in the evening is printed in the morning."""
    since = max((d for d in (filters.since, days.since) if d), default=None)
    until = days.until + timedelta(days=1) if days.until else None
    return replace(filters, since=since, until=min((d for d in (filters.until, until) if d), default=None))


def _joined(
    dense: Ranking, lexical: Ranking, near: Sequence[dict[int, float]], ids: Mapping[int, None], unmet: tuple[str, ...]
) -> Candidates:
    for cosines in near:
        lowest = min(cosines.values(), default=0.0)
        for passage_id in ids:
            cosines.setdefault(passage_id, lowest)
    scores = [score for _, score in dense]
    return Candidates(
        dense=min_max(dense),
        lexical=min_max(lexical),
        near=near,
        cosines=(min(scores, default=0.0), max(scores, default=1.0)),
        unmet=unmet,
        others=tuple(ids),
    )
