"""Different accounts among the articles of one story."""

from __future__ import annotations

import pytest
from builders import a_version

from rag.answer.accounts import accounts_differ
from rag.answer.evidence import sentences


def values(*told: str, days: tuple[str, str] = ("2026-03-03", "2026-03-03"), **origins: str) -> list[set[str]]:
    """What two publishers' accounts differ on, as they give it; the first is by "one", the second by "two"."""
    versions = [
        a_version(body, id=name, source=name.title(), published=day)
        for body, name, day in zip(told, ("one", "two"), days, strict=True)
    ]
    evidence = [item for version in versions for item in sentences(version)]
    return [{side.value for side in conflict.sides} for conflict in accounts_differ(evidence, origins)]


CRASH = "{} people were killed on Saturday when a train hit a timber lorry near Brackwater."
STRIKE = (
    "The union said that 620 of its 700 drivers had joined the strike.",
    "Only 540 of the 700 drivers were on strike.",
)


def test_two_publishers_with_two_counts_differ() -> None:
    assert values(CRASH.format("Three"), CRASH.format("Five")) == [{"Three people", "Five people"}]


def test_parts_of_one_whole_differ_though_both_name_the_whole() -> None:
    assert values(*STRIKE) == [{"620 of its 700 drivers", "540 of the 700 drivers"}]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (CRASH.format("Three"), CRASH.format("Three")),
        (CRASH.format("About 300"), CRASH.format("310")),
        (
            CRASH.format("Three"),
            CRASH.format("Five").replace("train", "tram") + " Police spoke of a train and three people killed.",
        ),
        (CRASH.format("Three"), CRASH.format("Five hundred")),
        ("The crack in the spillway is nine metres long.", "The crack in the spillway is four metres wide."),
        ("The union has demanded 6.5 percent, the company has offered 3.", "The company has offered 3 percent."),
        ("Five people died when the train hit the lorry.", "Two passengers died when the train hit the lorry."),
    ],
)
def test_what_agrees_or_is_of_another_thing_or_known_to_both_is_no_difference(one: str, two: str) -> None:
    assert values(one, two) == []


def test_another_day_may_have_brought_another_state() -> None:
    assert values(CRASH.format("Three"), CRASH.format("Five"), days=("2026-03-03", "2026-03-04")) == []


def test_a_copy_is_no_second_voice() -> None:
    assert values(CRASH.format("Three"), CRASH.format("Five"), two="one") == []
