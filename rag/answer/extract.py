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
from rag.answer.pieces import PieceReader
from rag.answer.premise import FalsePremise, false_premise
from rag.answer.recency import newest_that_answer
from rag.answer.several import asks_for_several
from rag.domain.answer import Statement
from rag.domain.question import Part
from rag.ports import Span
from rag.retrieve.recency import asks_for_latest

MISSPELT_HELD = 0.9
"""What a sentence holds of a word that it spells a little otherwise."""
MOSTLY_SPOKEN = 0.75
"""Share of the question's words that a sentence with the kind of answer may leave unspoken: a date is no answer where
the sentence speaks of nothing that is dated."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How much is shown: ``most`` sentences; more of them until they are ``sure`` to hold the answer (their shares of
    probability together), but none ``worth`` less than that share."""

    most: int
    sure: float
    worth: float


ONE_THING = Measure(most=3, sure=0.8, worth=0.1)
SEVERAL_THINGS = Measure(most=5, sure=0.9, worth=0.05)
"""Chosen by cross-validation on eval/sets/development.jsonl (docs/benchmarks.md)."""

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


def extract(part: Part, read: Sequence[ReadHit], reader: PieceReader) -> Extract:
    """The answering sentences for one part, best first and then in the order of the text."""
    found = candidates(part, read, reader)
    if field := page_field(part.text):
        return _of_page(part, [c for c in found if c.evidence.field == field])
    ranked = calibration().rank([c for c in found if c.evidence.field != "dateline"])
    in_order = tuple(c for c, _ in ranked)
    if asks_for_uncited(part.text):
        return Extract(part, in_order)
    premise = false_premise(part, in_order)
    if premise is not None:
        return Extract(part, in_order, premise=premise, chosen=premise.correction)
    possible = [(c, score) for c, score in ranked if may_answer(part, c)]
    if not possible:
        return Extract(part, in_order)
    sure = calibration().confidence(part.text, possible)
    if not calibration().answers(part.text, possible):
        return Extract(part, in_order, confidence=sure)
    if asks_for_latest(part.text):
        possible = list(newest_that_answer(part.text, possible))
    return Extract(part, in_order, chosen=tuple(_enough(part, possible)), confidence=sure)


def may_answer(part: Part, candidate: Candidate) -> bool:
    """Whether the sentence is of a kind that can answer, whatever its score."""
    if candidate.evidence.field != "body" and candidate.kind != "any":
        return False  # headlines resemble every question about their article
    if of_another_date(part.text, candidate.evidence.version.article):
        return False
    if candidate.kind in _MUST_HOLD and (not candidate.spans or candidate.features.unspoken > MOSTLY_SPOKEN):
        return False
    if candidate.kind == "quotation" and candidate.unplaced_names:
        return False  # what somebody else said, however much it is about the same
    return not asks_for_holder(part.text) or _names_office(candidate)


def _names_office(candidate: Candidate) -> bool:
    """Whether the sentence has all words of the office; "of Torvenia" may have been said before it."""
    features = candidate.features
    return features.held == 1.0 or (candidate.plain_held >= MISSPELT_HELD and features.passage_missing_names == 0)


def _of_page(part: Part, lines: Sequence[Candidate]) -> Extract:
    """The asked field of the article that the rest of the question fits best: the first, as hits are ranked."""
    return Extract(part, tuple(lines), chosen=tuple(lines[:1]))


def _enough(part: Part, ranked: Ranked) -> list[Candidate]:
    """The best sentence, and others until they are mostly sure to hold the answer; those in the order of the text."""
    measure = SEVERAL_THINGS if asks_for_several(part.text) else ONE_THING
    chosen: list[Candidate] = []
    held = 0.0
    for (candidate, _), share in zip(ranked, shares(ranked), strict=True):
        if len(chosen) == measure.most or held >= measure.sure or (chosen and share < measure.worth):
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
