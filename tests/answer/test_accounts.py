"""Different accounts among the articles of one story."""

from __future__ import annotations

import pytest
from builders import a_version
from fakes import FakeEmbedder

from rag.answer.accounts import accounts_differ
from rag.answer.evidence import sentences


def values(*told: str, days: tuple[str, str] = ("2026-03-03", "2026-03-03"), **origins: str) -> list[set[str]]:
    """What two publishers' accounts differ on, as they give it; the first is by "one", the second by "two"."""
    versions = [
        a_version(body, id=name, source=name.title(), published=day)
        for body, name, day in zip(told, ("one", "two"), days, strict=True)
    ]
    evidence = [item for version in versions for item in sentences(version)]
    return [
        {side.value for side in conflict.sides}
        for conflict in accounts_differ(evidence, origins, embedder=FakeEmbedder())
    ]


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
    ("one", "two", "sides"),
    [
        (CRASH.format("Some 3,200"), CRASH.format("About 2,900"), {"Some 3,200 people", "About 2,900 people"}),
        (
            "Holm is accused of taking bribes of 1.8 million crowns from Mollin Dredging.",
            "He accepted 1.3 million crowns from Mollin Dredging, the court heard.",
            {"1.8 million crowns", "1.3 million crowns"},
        ),
        (
            "The wooden fish trap off Ellmouth was built about 6,400 years ago, said the university of Halvern.",
            "A fish trap off Ellmouth is 64,000 years old, say archaeologists of the university of Halvern.",
            {"about 6,400 years", "64,000 years old"},
        ),
        (
            "The crack in the spillway is nine metres long.",
            "The crack in the spillway is 14 metres long. It was found at nine.",
            {"nine metres", "14 metres"},
        ),
    ],
    ids=["both rounded", "the size of what is named before", "a digit too many", "a small number elsewhere"],
)
def test_amounts_that_cannot_both_be_true_differ(one: str, two: str, sides: set[str]) -> None:
    assert values(one, two) == [sides]


def test_a_denial_and_a_count_of_one_report_are_two_differences() -> None:
    report = "A girl died and eleven pupils of the Hill School in Maresund are in hospital with meningitis."
    denial = "The county had no proof of meningitis and knew of no death."
    count = "Fourteen pupils of the Hill School in Maresund were taken to hospital."
    assert len(values(report, f"{denial} {count}")) == 2


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (CRASH.format("Three"), CRASH.format("Three")),
        ("Two of 12 drivers near Brackwater struck a lorry.", "Two of 15 drivers near Brackwater struck a lorry."),
        (
            "The court heard that 16-year-old Ada Holt was the gunman in Lund.",
            "The court heard that the gunman in Lund had shot 10-year-old Kari Moe.",
        ),
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


def test_an_earlier_day_counts_where_the_new_article_says_that_it_was_wrong() -> None:
    before = a_version("He put the damage at 6 million crowns.", id="b", source="B", published="2026-03-02")
    now = a_version(
        "The fire will cost 9 million crowns, more than the owner has said.", id="n", source="N", published="2026-03-03"
    )
    (conflict,) = accounts_differ(sentences(now), {}, sentences(before), embedder=FakeEmbedder())
    assert [(side.value, side.note) for side in conflict.sides] == [
        ("6 million crowns", ""),
        ("9 million crowns", "newer"),
    ]


def test_another_day_may_have_brought_another_state() -> None:
    assert values(CRASH.format("Three"), CRASH.format("Five"), days=("2026-03-03", "2026-03-04")) == []


SPECTATORS = "The cup final at Mossgate on Saturday was watched by {} spectators."


def test_two_days_apart_two_accounts_of_one_past_day_differ() -> None:
    found = earlier_and_now(SPECTATORS.format("41,000"), SPECTATORS.format("36,500"))
    assert found == [{"41,000 spectators", "36,500 spectators"}]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (SPECTATORS.format("41,000"), "The crowd at Mossgate on Saturday has now been put at 36,500 spectators."),
        (CRASH.format("Three"), CRASH.format("Five")),
        (SPECTATORS.format("41,000"), "The cup final at Mossgate on Wednesday was watched by 36,500 spectators."),
    ],
    ids=["told as an update", "a toll that grows", "another day"],
)
def test_what_has_moved_since_is_no_other_account(before: str, now: str) -> None:
    assert earlier_and_now(before, now) == []


def earlier_and_now(before: str, now: str) -> list[set[str]]:
    """What an article of Wednesday tells differently from one of Sunday."""
    old = a_version(before, id="b", source="B", published="2026-03-01")
    new = a_version(now, id="n", source="N", published="2026-03-04")
    found = accounts_differ(sentences(new), {}, sentences(old), embedder=FakeEmbedder())
    return [{side.value for side in conflict.sides} for conflict in found]


def test_a_copy_is_no_second_voice() -> None:
    assert values(CRASH.format("Three"), CRASH.format("Five"), two="one") == []
