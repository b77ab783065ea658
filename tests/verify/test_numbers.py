"""Numbers as they are written, and which says which."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.verify.numbers import Quantity, quantities, supports
from rag.verify.tokens import read


def the_number(text: str) -> Quantity:
    found = [q for q in quantities(read(text)) if q.sort != "article"]
    assert len(found) == 1, [q.text for q in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("nine hours", 9, "hour"),
        ("a nine-hour meeting", 9, "hour"),
        ("1.2 million people", 1_200_000, ""),
        ("1,200,000 people", 1_200_000, ""),
        ("1 200 000 people", 1_200_000, ""),
        ("two dozen ships", 24, ""),
        ("a dozen ships", 12, ""),
        ("one hundred and five ships", 105, ""),
        ("twenty-one ships", 21, ""),
        ("three hundred thousand ships", 300_000, ""),
        ("$5bn", 5 * 10**9, "dollar"),
        ("€3.2m", 3_200_000, "euro"),
        ("5 million US dollars", 5_000_000, "us dollar"),
        ("US$5 million", 5_000_000, "us dollar"),
        ("3.5 per cent", Fraction(7, 2), "percent"),
        ("3,5 Prozent", Fraction(7, 2), "percent"),
        ("0.25 percentage points", Fraction(1, 4), "percentage point"),
        ("50 basis points", 50, "basis point"),
        ("two-thirds of it", Fraction(2, 3), "part"),
        ("a third of it", Fraction(1, 3), "part"),
        ("half a million ships", 500_000, ""),
        ("half an hour", Fraction(1, 2), "hour"),
        ("three and a half years", Fraction(7, 2), "year"),
        ("-5°C", -5, "degree celsius"),
        ("minus 5 degrees Celsius", -5, "degree celsius"),
        ("90 km/h", 90, "kilometre an hour"),
        ("12 square miles", 12, "square mile"),
        ("a 34-year-old", 34, "age"),
        ("2½ tonnes", Fraction(5, 2), "tonne"),
    ],
)
def test_value_and_unit_are_read(text: str, value: Fraction | int, unit: str) -> None:
    number = the_number(text)
    assert (number.value, number.unit) == (value, unit)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("about nine", "about"),
        ("some 500", "about"),
        ("nine or so", "about"),
        ("nearly nine", "nearly"),
        ("more than nine", "over"),
        ("at least nine", "at least"),
        ("no fewer than nine", "at least"),
        ("up to nine", "at most"),
        ("as many as nine", "at most"),
        ("fewer than nine", "under"),
        ("exactly nine", "exactly"),
        ("nine", ""),
    ],
)
def test_what_stands_before_a_number_bounds_it(text: str, bound: str) -> None:
    assert the_number(text).bound == bound


@pytest.mark.parametrize(
    ("evidence", "said", "holds"),
    [
        ("about nine", "about nine", True),
        ("about nine", "exactly nine", False),
        ("about nine", "nine", False),
        ("nine", "about nine", True),
        ("more than nine", "at least nine", True),
        ("more than nine", "nine", False),
        ("5 to 10 percent", "between 5 and 10 percent", True),
        ("5-10 percent", "5 to 10 percent", True),
        ("5 to 10 million", "5 million to 10 million", True),
        ("5 to 10 percent", "10 percent", False),
        ("5 to 10 percent", "up to 10 percent", True),
        ("rose by 10 percent", "rose to 10 percent", False),
        ("half of it", "50 percent of it", True),
        ("a third of it", "33 percent of it", False),
        ("the third day", "three days", False),
        ("twenty-first", "21st", True),
        ("hundreds of them", "hundreds of them", True),
        ("340 of them", "hundreds of them", True),
        ("hundreds of them", "340 of them", False),
        ("9 kilometres", "9 miles", False),
        ("$9", "9 euros", False),
        ("$9", "9 US dollars", True),
        ("a man", "one man", True),
        ("a dog", "one man", False),
    ],
)
def test_which_number_says_which(evidence: str, said: str, holds: bool) -> None:
    told = quantities(read(evidence))
    claimed = [q for q in quantities(read(said)) if q.sort != "article"]
    assert all(any(supports(other, one) for other in told) for one in claimed) is holds


@given(st.integers(0, 10**12))
def test_grouped_and_plain_digits_are_the_same_number(value: int) -> None:
    assert the_number(f"{value:,} ships").value == the_number(f"{value} ships").value == value


@given(st.text(max_size=120))
def test_any_text_can_be_read(text: str) -> None:
    quantities(read(text))
