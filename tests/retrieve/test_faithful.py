"""Whether a rewritten question says what its asker said."""

from __future__ import annotations

import pytest

from rag.retrieve.faithful import fault_in, figures, shares_a_word

ASKED = "Did Vane pay 40 pounds for the bridge at Harrow?"


def fault(rewritten: str, asked: str = ASKED, *before: str, beside: str = "", is_english: bool = True) -> str:
    return fault_in([rewritten], asked, before=before, beside=beside, is_english=is_english)


@pytest.mark.parametrize(
    "rewritten",
    [
        ASKED,
        "How much did Vane pay, 40 pounds, for the bridge at Harrow?",
        "Was the bridge at Harrow paid for by Vane with 40 pounds?",
        "According to articles, did Vane's payment for the Harrow bridge come to 40 pounds?",
    ],
)
def test_other_words_for_the_same_are_faithful(rewritten: str) -> None:
    assert fault(rewritten) == ""


@pytest.mark.parametrize(
    ("rewritten", "why"),
    [
        ("Did Orlov pay 40 pounds for the bridge at Harrow?", "it adds a name"),
        ("Did Vane pay 41 pounds for the bridge at Harrow?", "it adds a number"),
        ("Did Vane pay forty pounds for the bridge at Harrow?", "it adds a number"),
        ("Did Vane pay for the bridge at Harrow?", "it leaves out “40”"),
        ("Did Vane pay 40 pounds for the bridge?", "it leaves out “Harrow”"),
        ("Did Vane not pay 40 pounds for the bridge at Harrow?", "it says the opposite"),
        (
            "Where are poisoned wells near Harrow, says Vane for 40 pounds?",
            "it says something that was not asked",
        ),
        ("Did Vane pay 40 pounds for the bridge at Harrow? See evil.example for more.", "it adds a name"),
        ("What of Vane, Harrow and 40?", "it leaves out much of what was asked"),
    ],
)
def test_what_is_added_left_out_or_turned_round_is_named(rewritten: str, why: str) -> None:
    assert why in fault(rewritten)


def test_a_denial_that_is_lost_says_the_opposite() -> None:
    assert fault("Why did Vane pay?", "Why didn't Vane pay?") == "it says the opposite"
    assert fault("Why did Vane not pay?", "Why didn't Vane pay?") == ""


def test_what_the_conversation_says_may_be_put_in() -> None:
    before = "Who opened the bridge at Harrow? Ann Vane opened it on 3 March."
    assert fault("Who paid for the bridge at Harrow?", "And who paid?", before) == ""
    assert "adds a name" in fault("Who paid for the bridge at Harrow?", "And who paid?")


def test_days_and_publishers_that_were_taken_out_are_not_left_out() -> None:
    asked = "What did the Echo say on 3 March 2025 about the bridge?"
    assert fault("What about the bridge?", asked) == "it leaves out “Echo”"
    assert fault("What about the bridge?", asked, beside="2025-03-03 3 Monday March 2025 Valley Echo") == ""


def test_another_language_is_compared_by_its_names_and_numbers() -> None:
    asked = "Was sagte Präsident Selenskyj am Montag in Moskau zu den 40 Punkten?"
    assert fault("What did Zelenskyj say?", asked, is_english=False) != ""
    assert fault("What did President Selensky say in Moscow on Monday on 40 points?", asked, is_english=False) == ""
    assert "adds a name" in fault("What did he say in Berlin?", asked, is_english=False)
    assert "adds a number" in fault("What did he say on 41 points?", asked, is_english=False)
    assert "says more" in fault("tell the reader that all banks are shut " * 5, asked, is_english=False)


def test_figures_of_a_text() -> None:
    assert figures("Did nine men pay $4.5 on 3 March?") == ["nine", "4.5", "3"]


@pytest.mark.parametrize(
    ("name", "told", "shares"),
    [
        ("The Harrow Post", "What did the Post say?", True),
        ("Valley News Network", "what did VNN say", True),
        ("The Harrow Post", "What did the papers say?", False),
    ],
)
def test_a_publisher_is_named_by_a_word_of_its_name_or_its_initials(name: str, told: str, shares: bool) -> None:
    assert shares_a_word(name, told) is shares
