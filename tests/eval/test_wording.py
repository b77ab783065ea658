from __future__ import annotations

import pytest

from eval.wording import says, squad_normalised, squad_wordings, values


def test_squad_normalisation_by_hand() -> None:
    assert squad_normalised("The  U.S.-led  talks, a test!") == "usled talks test"


def test_wordings_without_a_word_are_passed_over_unless_there_is_no_other() -> None:
    assert squad_wordings(["the", "Monday", "?"]) == ("Monday",)
    assert squad_wordings(["the", "?"]) == ("",)
    assert squad_wordings(["“"]) == ("“",)


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("They reportedly lasted about nine hours.", "9 hours"),
        ("A 30-day halt to hostilities.", "30 day"),
        ("A thirty-day halt.", "30-day"),
        ("It took twenty-five minutes.", "25 minutes"),
        ("It cost 1,200 pounds.", "1200 pounds"),
        ("Published 14 March 2025.", "March 14, 2025"),
        ("Held on March 11, 2025, in Harrow.", "2025-03-11"),
        ("The 3rd of it: 3 Sept. 2024", "September 3, 2024"),
        ("The U.S. welcomed it.", "US welcomed"),
        ("Ukraine’s plan", "Ukraine's plan"),
        ("Скільки: дев’ять годин", "дев'ять годин"),
        ("No, it was not signed.", "No"),
        ("Yes. It was.", "yes"),
    ],
)
def test_a_text_says_a_value_in_whatever_form_it_is_written(text: str, wording: str) -> None:
    assert says(text, wording)


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("They lasted nineteen hours.", "9 hours"),
        ("They lasted 39 hours.", "9 hours"),
        ("Held on March 12, 2025.", "March 11, 2025"),
        ("They found no agreement.", "No"),
        ("The nomination was welcomed.", "no"),
        ("There was agreement without delay.", "without agreement"),
        ("Anything", ""),
        ("", "nine"),
    ],
)
def test_a_text_does_not_say_another_value(text: str, wording: str) -> None:
    assert not says(text, wording)


def test_a_tens_word_takes_only_a_unit() -> None:
    assert values("thirty five, twenty eleven, forty") == ("35", "20", "11", "40")
