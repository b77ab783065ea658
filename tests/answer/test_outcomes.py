"""Opposite ends and other hours of one thing."""

from __future__ import annotations

import pytest
from fakes import FakeEmbedder
from telling import two

from rag.answer.likeness import Likeness
from rag.answer.outcomes import opposites, other_times


def likeness() -> Likeness:
    return Likeness(FakeEmbedder())


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Shares in Calvert Foods fell on Thursday.", "Shares in Calvert Foods rose on Thursday.", True),
        ("Planners approved the wind farm on Cold Ridge.", "Planners rejected the wind farm on Cold Ridge.", True),
        ("Shares in Calvert Foods fell on Thursday.", "Shares in Calvert Foods fell sharply on Thursday.", False),
        ("Shares in Calvert Foods fell on Monday.", "Shares in Calvert Foods rose on Tuesday.", False),
        ("Calvert met its staff in the morning.", "Calvert met its staff in the evening.", False),
    ],
    ids=["direction", "decision", "the same", "two days", "only the time of day"],
)
def test_sentences_that_give_one_thing_two_ends_differ(one: str, other: str, differ: bool) -> None:
    assert bool(opposites(*two(one, other), likeness())) is differ


RESCUE = "The four students trapped in Gannet Cave were brought up at {} on Tuesday."
SUMMIT = "The leaders of Arland and Tresk will meet in Belmar on {}."


@pytest.mark.parametrize(
    ("one", "other", "values"),
    [
        (SUMMIT.format("14 May"), SUMMIT.format("21 May"), {"14 May", "21 May"}),
        (RESCUE.format("6.40pm"), RESCUE.format("8.15pm"), {"6.40pm", "8.15pm"}),
        (SUMMIT.format("14 May"), SUMMIT.format("14 May") + " That is late.", set()),
        (SUMMIT.format("14 May"), "The leaders of Arland and Tresk will speak in Orme on 21 May of fish.", set()),
    ],
    ids=["a day to come", "an hour", "the same", "something else"],
)
def test_another_day_or_hour_for_one_thing_differs(one: str, other: str, values: set[str]) -> None:
    found = list(other_times(*two(one, other), likeness()))
    assert {side.side.value for pair in found for side in pair} == values
