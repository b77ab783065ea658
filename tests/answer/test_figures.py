"""Numbers in two sentences that cannot both be true of one thing."""

from __future__ import annotations

import pytest
from fakes import FakeEmbedder
from telling import two

from rag.answer.figures import figures_differ
from rag.answer.given import Given
from rag.answer.likeness import Likeness
from rag.answer.values import Told


def number(sentence: Told) -> Given:
    return Given(sentence, next(v for v in sentence.values if v.kind in ("count", "amount")))


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Minto is to close 48 of its shops in Arland.", "Minto will close 61 shops in Arland.", True),
        (
            "Daniel Orwin, 62, pastor of Lisk, is missing.",
            "Daniel Orwin, the 58-year-old pastor of Lisk, is missing.",
            True,
        ),
        (
            "The slick on the Merrin coast is 40 kilometres long.",
            "The slick on the Merrin coast is 12 miles long.",
            True,
        ),
        (
            "The petition was signed by 12,000 people in Thorn.",
            "The petition in Thorn has 31,000 people behind it.",
            True,
        ),
        ("Alexis Gren, 15, was shot in Athos.", "Epam Kork, 37, was held over the shooting of Alexis Gren.", False),
        ("Ross has one big card for the film in Orme.", "Ross has two big problems with the film in Orme.", False),
        ("Nearly 3,000 passengers were stranded in Skelb.", "Fog stranded 2,940 passengers in Skelb.", False),
    ],
    ids=["some of its own", "an age", "two units", "by people", "two persons", "two heads", "rounded"],
)
def test_figures_differ_where_they_are_of_one_thing(one: str, other: str, differ: bool) -> None:
    mine, theirs = two(one, other)
    assert figures_differ(number(mine), number(theirs), Likeness(FakeEmbedder())) is differ
