from __future__ import annotations

import pytest

from eval.importing.unique import quote_of, unique_quote

TEXT = "He left on Monday. She came on Monday. It rained."


def test_words_that_stand_once_are_left_as_they_are() -> None:
    assert unique_quote(TEXT, 39, 48) == "It rained"


def test_words_that_stand_twice_get_those_beside_them() -> None:
    assert unique_quote(TEXT, 11, 17) == "left on Monday."
    assert unique_quote(TEXT, 31, 37) == "came on Monday."


def test_a_sentence_that_stands_twice_reaches_into_its_neighbours() -> None:
    assert unique_quote("No. Yes. No.", 9, 11) == "Yes. No."


def test_a_text_that_only_repeats_itself_is_quoted_as_a_whole() -> None:
    assert unique_quote("no no no", 3, 5) == "no no no"


@pytest.mark.parametrize(
    ("words", "found"), [("on  monday.\nShe", "on Monday. She"), ("Tuesday", ""), ("", ""), ("rain(", "")]
)
def test_words_are_found_whatever_their_case_and_white_space(words: str, found: str) -> None:
    assert quote_of(words, TEXT) == found
