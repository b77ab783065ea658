"""Answering without a language model: the articles' own sentences, chosen to be read as an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.calibration import calibration, shares
from rag.answer.dated import of_another_date
from rag.answer.evidence import verbatim
from rag.answer.expected import asks_for_holder
from rag.answer.match import Candidate, ReadHit, candidates
from rag.answer.page import asks_for_uncited, page_field
from rag.answer.premise import FalsePremise, false_premise
from rag.answer.recency import newest_that_answer
from rag.domain.answer import Statement
from rag.domain.question import Part
from rag.ports import Span, TokenEmbedder
from rag.retrieve.recency import asks_for_latest

MOST_SENTENCES = 3
MOSTLY_SURE = 0.6
"""Share of probability that the shown sentences must hold together; more are added until they do, or are too many."""
MOSTLY_SPOKEN = 0.75
"""Share of the question's words that a sentence with the kind of answer may leave unspoken: a date is no answer where
the sentence speaks of nothing that is dated."""

WORTH_SHOWING = 0.12
"""Share below which a further sentence is no better than a guess."""

_MUST_HOLD = frozenset(("duration", "age", "size", "money", "percent", "number", "date", "clock", "place", "name"))
"""Kinds that only a sentence with something of that kind can answer, however near another one is."""

Ranked = Sequence[tuple[Candidate, float]]


@dataclass(frozen=True, slots=True)
class Extract:
    """For one part of a question: the sentences that answer it, none where it must be declined.

    ``premise`` is what the question takes for granted and the evidence contradicts: the sentences then correct it.
    ``confidence`` is how probably the best sentence answers, 0 to 1, None where that was not estimated.
    """

    part: Part
    ranked: tuple[Candidate, ...]
    chosen: tuple[Candidate, ...] = ()
    premise: FalsePremise | None = None
    confidence: float | None = None

    @property
    def statements(self) -> list[Statement]:
        return [verbatim(c.evidence, answer_span=shortest_span(c)) for c in self.chosen]


def extract(part: Part, read: Sequence[ReadHit], embedder: TokenEmbedder) -> Extract:
    """The answering sentences for one part, best first and then in the order of the text."""
    found = candidates(part, read, embedder)
    if field := page_field(part.text):
        return _of_page(part, [c for c in found if c.evidence.field == field])
    ranked = calibration().rank([c for c in found if c.evidence.field != "dateline"])
    in_order = tuple(c for c, _ in ranked)
    if asks_for_uncited(part.text):
        return Extract(part, in_order)
    premise = false_premise(part, in_order)
    if premise is not None:
        return Extract(part, in_order, premise=premise, chosen=premise.correction)
    possible = [(c, score) for c, score in ranked if _may_answer(part, c)]
    if not possible:
        return Extract(part, in_order)
    sure = calibration().confidence(part.text, possible)
    if not calibration().answers(part.text, possible):
        return Extract(part, in_order, confidence=sure)
    if asks_for_latest(part.text):
        possible = list(newest_that_answer(part.text, possible))
    return Extract(part, in_order, chosen=tuple(_enough(possible)), confidence=sure)


def _may_answer(part: Part, candidate: Candidate) -> bool:
    """Whether the sentence is of a kind that can answer, whatever its score."""
    if candidate.evidence.field != "body" and candidate.kind != "any":
        return False  # headlines resemble every question about their article
    if of_another_date(part.text, candidate.evidence.version.article):
        return False
    if candidate.kind in _MUST_HOLD and (not candidate.spans or candidate.features.unspoken > MOSTLY_SPOKEN):
        return False
    return not asks_for_holder(part.text) or candidate.features.held == 1.0


def _of_page(part: Part, lines: Sequence[Candidate]) -> Extract:
    """The asked field of the article that the rest of the question fits best: the first, as hits are ranked."""
    return Extract(part, tuple(lines), chosen=tuple(lines[:1]))


def _enough(ranked: Ranked) -> list[Candidate]:
    """The best sentence, and others until they are mostly sure to hold the answer; those in the order of the text."""
    chosen: list[Candidate] = []
    held = 0.0
    for (candidate, _), share in zip(ranked, shares(ranked), strict=True):
        if len(chosen) == MOST_SENTENCES or held >= MOSTLY_SURE or (chosen and share < WORTH_SHOWING):
            break
        held += share
        if chosen and chosen[0].spans and not candidate.spans:
            continue  # beside a sentence with the kind of answer asked for, one without it adds nothing
        chosen.append(candidate)
    return chosen[:1] + sorted(chosen[1:], key=lambda c: _place(c))


def _place(candidate: Candidate) -> tuple[str, int]:
    return candidate.evidence.version.article_id, candidate.evidence.start


def shortest_span(candidate: Candidate) -> Span | None:
    """The span that most probably is the answer: of those of the right kind, the nearest to the words asked about."""
    if not candidate.spans:
        return None
    anchors = candidate.anchors
    if not anchors:
        return candidate.spans[0]
    return min(candidate.spans, key=lambda span: min(abs(anchor - (span[0] + span[1]) / 2) for anchor in anchors))
