"""What sets two things of one kind apart in two sentences of one story."""

from __future__ import annotations

from datetime import date

import pytest
from telling import told, two

from rag.answer.contrast import are_set_apart, are_two_things, looks_back
from rag.answer.given import Given
from rag.answer.values import Told


def number(sentence: Told) -> Given:
    return Given(sentence, next(v for v in sentence.values if v.kind in ("count", "amount")))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Floods killed 22 people in Amar.", "Nine people died in Sidra."),
        ("An adult pays 24 euros for the zoo.", "Children pay 14 euros for the zoo."),
        ("The first phase costs 12 euros.", "The whole tunnel costs 31 euros."),
        ("Nurses demand 7 percent.", "The clinic offered 4 percent."),
        ("In January Velo sold 4,100 bikes.", "In February Velo sold 2,600 bikes."),
    ],
    ids=["places", "groups", "part and whole", "demand and offer", "periods"],
)
def test_what_is_of_two_places_groups_or_periods_is_set_apart(one: str, other: str) -> None:
    assert are_set_apart(*two(one, other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Three people died in Amar on Monday.", "Five people died in Amar."),
        ("Three people were killed and 27 injured.", "Five people were killed."),
        ("The bridge costs 212 million dollars.", "The crossing comes to 187 million dollars."),
    ],
    ids=["one place", "one side shared", "nothing said"],
)
def test_two_accounts_of_one_thing_are_not_set_apart(one: str, other: str) -> None:
    assert not are_set_apart(*two(one, other))


def test_a_plan_and_a_fact_are_two_things() -> None:
    plan, fact = two("The bank will lend Aerona 300 million euros.", "Aerona lost 740 million euros.")
    assert are_two_things(number(plan), number(fact))


def test_what_two_bodies_forecast_are_two_opinions() -> None:
    one, other = two("The bank expects growth of 2.1 percent.", "The institute predicts growth of 1.7 percent.")
    assert are_two_things(number(one), number(other))


def test_names_that_the_other_article_does_not_know_tell_two_things_apart() -> None:
    one, other = two("Ash fell on the town of Ire, 18 kilometres off.", "It fell on Bassett, 31 kilometres off.")
    assert are_two_things(number(one), number(other))
    one, other = two("The crack at Ire is nine metres.", "The crack is 14 metres.")
    assert not are_two_things(number(one), number(other))


def test_a_sentence_about_a_year_long_gone_looks_back() -> None:
    assert looks_back(told("In the drought of 1976 the lake fell to 34 percent."), date(2026, 3, 4))
    assert not looks_back(told("The lake stood at 34 percent on Tuesday, the lowest since 1976."), date(2026, 3, 4))
