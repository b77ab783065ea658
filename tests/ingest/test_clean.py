"""What is taken out of a text on entry, and what is left alone."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.clean import clean_line, clean_text

HIDDEN = "\x00\x07\x1b\x7f\x9b\xad\u061c\u200b\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\U000e0041\U000e0101"


@pytest.mark.parametrize("character", HIDDEN)
def test_a_character_that_shows_nothing_is_taken_out(character: str) -> None:
    assert clean_text(f"pay{character}ment") == "payment"


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_kind_of_line_end_becomes_a_newline(ending: str) -> None:
    assert clean_text(f"one{ending}two") == "one\ntwo"


def test_quotes_dashes_and_decomposed_letters_stay_as_they_were_written() -> None:
    text = "“We agree” — caf\u0065\u0301\xa0and ‘so on’…\tend"
    assert clean_text(text) == text


def test_a_lone_surrogate_becomes_a_replacement_character() -> None:
    assert clean_text("a\ud83db") == "a\ufffdb"


@pytest.mark.parametrize("text", ["👩\u200d🚀", "❤\ufe0f\u200d🔥", "1\ufe0f\u20e3", "می\u200cخواهم", "क्\u200dष"])
def test_joiners_and_styles_that_can_be_seen_stay(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize("joiner", ["\u200d", "\u200c", "\ufe0f", "\u200d\u200d", "\ufe0f\ufe01"])
def test_joiners_and_styles_between_latin_letters_go(joiner: str) -> None:
    assert clean_text(f"pay{joiner}ment") == "payment"


def test_a_line_has_single_blanks_and_no_ends() -> None:
    assert clean_line("  Port\r\n reopens\t\u202eafter ") == "Port reopens after"


@given(st.text(st.characters(exclude_categories=[]), max_size=40) | st.text(HIDDEN + "\r\n \u200d\u200c\ufe0f🚀نa"))
def test_cleaning_is_idempotent_and_leaves_no_control_character_and_no_surrogate(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert all(c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") for c in cleaned)


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="\u115f\u1160\u3164\uffa0")))
def test_letters_digits_and_punctuation_are_never_touched(text: str) -> None:
    assert clean_text(text) == text
