from __future__ import annotations

import math

import pytest
from answering import read, reader

from rag.answer.calibration import DECLINE_BELOW
from rag.answer.extract import extract
from rag.domain.question import Part

BODY = "The bridge at Harrow opened on Monday after eleven years of work. It cost nine million pounds."


@pytest.mark.parametrize("question", ["When did the bridge at Harrow open?", "Who is the head gardener of the palace?"])
def test_what_is_answered_is_what_has_enough_confidence(question: str) -> None:
    found = extract(Part(question), read(BODY), reader())
    threshold = 1 / (1 + math.exp(-DECLINE_BELOW))
    if found.confidence is None:
        assert found.chosen == ()
    else:
        assert bool(found.chosen) == (found.confidence >= threshold)


def test_a_sentence_that_answers_makes_surer_than_one_that_is_only_near() -> None:
    near = extract(Part("When will the bridge at Harrow be closed for repairs?"), read(BODY), reader()).confidence
    answering = extract(Part("When did the bridge at Harrow open?"), read(BODY), reader()).confidence
    assert answering is not None
    assert 0.0 <= (near or 0.0) < answering <= 1.0


def test_a_field_of_the_page_is_looked_up_and_not_estimated() -> None:
    found = extract(Part("What is the headline?"), read(BODY, title="Bridge opens"), reader())
    assert found.chosen
    assert found.confidence is None
