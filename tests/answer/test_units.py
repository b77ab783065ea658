"""Amounts in two units of one kind."""

from __future__ import annotations

import pytest
from telling import two

from rag.answer.units import in_one_unit
from rag.answer.values import Told, Value


def amount(sentence: Told) -> Value:
    return next(v for v in sentence.values if v.kind == "amount")


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("The slick is 40 kilometres long.", "The slick is 12 miles long.", False),
        ("The road is gone for 26 miles.", "The road is gone for 42 kilometres.", True),
        ("They walk out for 48 hours.", "They walk out for three days.", False),
        ("The closure took two days.", "The closure took 48 hours.", True),
    ],
)
def test_two_units_are_compared_in_one(one: str, other: str, agree: bool) -> None:
    mine, theirs = in_one_unit(*map(amount, two(one, other)))
    assert mine.is_like(theirs)
    assert mine.agrees(theirs) is agree


def test_what_has_one_unit_already_is_left_as_it_is() -> None:
    mine, theirs = map(amount, two("It is 40 miles long.", "It is 12 miles long."))
    assert in_one_unit(mine, theirs) == (mine, theirs)


def test_a_length_and_a_weight_stay_two_kinds() -> None:
    mine, theirs = in_one_unit(*map(amount, two("It is 40 miles long.", "It weighs 12 tonnes.")))
    assert not mine.is_like(theirs)
