"""Time in answers: the latest of several that answer, and how old an answer is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from rag.answer.calibration import HEAD_PENALTY, calibration
from rag.answer.match import Candidate
from rag.answer.values import article_names
from rag.domain.answer import Searched, Statement
from rag.domain.question import Filters

OLD = timedelta(days=30)

NEARLY_AS_GOOD = 2.0
"""Logits of the ranking by which a newer sentence may fit a question less well than the best and still answer it."""

NEARLY_ALL_HELD = 0.3
"""Share of the question's words that it may lack beside the best: "the rate" of another bank is not newer."""

OF_THE_SAME = 0.1
"""The same for its whole passage and headline."""

Ranked = Sequence[tuple[Candidate, float]]


def newest_that_answer(question: str, possible: Ranked) -> Ranked:
    """Of the ranked sentences those that answer about as well as the best and were published last, best first.

    All of them where no day is known.
    """
    best, top = possible[0]
    known = article_names(best.evidence.version)
    answering = [
        (candidate, score)
        for candidate, score in possible
        if top - score - _penalty(candidate) <= NEARLY_AS_GOOD
        and candidate.features.held >= best.features.held - NEARLY_ALL_HELD
        and candidate.features.passage_held >= best.features.passage_held - OF_THE_SAME
        and candidate.features.has_kind >= best.features.has_kind
        and (candidate is best or known & article_names(candidate.evidence.version))
        and calibration().answers(question, [(candidate, score), *possible])
    ]
    days = [day for candidate, _ in answering if (day := _day(candidate))]
    if not days:
        return possible
    return [(candidate, score) for candidate, score in answering if _day(candidate) == max(days)]


def age_note(statements: Sequence[Statement], searched: Searched, filters: Filters) -> str:
    """ "The newest article that this rests on is of 2025-03-14."; "" where that is not old, or no day is known.

    Old is measured from ``as_of`` where that was asked for, else from the newest article that was searched.
    """
    now = filters.as_of or searched.until
    days = [
        date.fromisoformat(citation.published[:10])
        for statement in statements
        for citation in statement.citations
        if citation.published
    ]
    if now is None or not days or now - max(days) <= OLD:
        return ""
    return f"The newest article that this rests on is of {max(days).isoformat()}."


def _penalty(candidate: Candidate) -> float:
    """What a headline loses in the ranking, given back: it may be all that a new article says of the matter."""
    return HEAD_PENALTY if candidate.evidence.field != "body" else 0.0


def _day(candidate: Candidate) -> date | None:
    published = candidate.evidence.version.article.published
    return published.at.date() if published else None
