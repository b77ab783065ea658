"""What a sentence says, and whether another day said it."""

from __future__ import annotations

import pytest
from briefings import a_statement
from hypothesis import given
from hypothesis import strategies as st

from rag.brief.claims import claim, key, says_the_same
from rag.brief.terms import Figure, terms
from rag.domain.briefing import Claim
from rag.verify.stems import meaning


def _claim(text: str, story: str = "s") -> Claim:
    return claim(story, a_statement(text))


def test_figures_carry_what_they_count() -> None:
    found = terms("At least 12 passengers and 1,400 trucks were stuck; shares fell 3.5%, or $7 million.").figures
    passenger = meaning("passengers")
    assert found == {Figure("12", passenger), Figure("1400", "truck"), Figure("3.5", "%"), Figure("7", "$")}


def test_number_words_are_numbers() -> None:
    assert terms("nine hours").figures == terms("9 hours").figures


def test_days_and_years_are_dates_and_count_nothing() -> None:
    found = terms("It opens on 12 May 2026.")
    assert found.dates == {"12", "2026"}
    assert not found.figures


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The council approved the bridge.", "The bridge: council approves."),
        ("Nine people were hurt in the fire.", "9 people were hurt in the fire."),
    ],
)
def test_word_order_and_inflection_do_not_change_the_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@given(st.text(min_size=1).filter(lambda t: t.strip()))
def test_whatever_was_said_says_the_same_as_itself(text: str) -> None:
    assert says_the_same(_claim(text), _claim(text))


def test_the_same_words_with_another_number_are_not_the_same() -> None:
    assert not says_the_same(_claim("At least 15 people were hurt."), _claim("At least 12 people were hurt."))


def test_the_same_words_on_another_date_are_not_the_same() -> None:
    one, other = "The court meets on 12 May in Tavin.", "The court meets on 14 May in Tavin."
    assert not says_the_same(_claim(one), _claim(other))


def test_a_part_of_what_was_said_is_the_same() -> None:
    whole = _claim("The council of Tavin approved the new bridge over the Anse after a long debate.")
    assert says_the_same(_claim("The council of Tavin approved the new bridge over the Anse."), whole)


def test_a_denial_does_not_repeat_what_it_denies() -> None:
    for one, other in (
        ("It was never meningitis.", "The school has meningitis."),
        ("It was meningitis.", "It was never meningitis."),
    ):
        assert not says_the_same(_claim(one), _claim(other))
    assert says_the_same(_claim("It was never meningitis."), _claim("It was never meningitis, they said."))
