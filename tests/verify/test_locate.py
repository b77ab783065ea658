"""Where a quotation stands in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.verify.locate import fold, locate

TEXT = "The bank raised rates — the first rise since 2019.\n“It’s time…” she said, “to act.” The bank raised rates."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("raised rates - the first rise", "raised rates — the first rise"),
        ("raised rates -- the first rise", "raised rates — the first rise"),
        ("since 2019.", "since 2019."),
        ("since 2019", "since 2019"),
        ("since 2019,", "since 2019"),
        ('"It\'s time..." she said', "“It’s time…” she said"),
        ("«to act»", "to act"),
        ("2019. “It’s", "2019.\n“It’s"),
        ("first\u00a0rise", "first rise"),
        ("fi\u00adrst rise", "first rise"),
    ],
)
def test_a_quotation_is_found_whatever_its_marks_dashes_and_spaces(quote: str, found: str) -> None:
    span = locate(quote, TEXT)
    assert span is not None
    assert TEXT[span[0] : span[1]] == found


@pytest.mark.parametrize(
    "quote", ["raised the rates", "Raised rates", "first ris", "ank raised", "since 2020", "", "“”", "…"]
)
def test_other_words_another_case_or_half_a_word_are_not_found(quote: str) -> None:
    assert locate(quote, TEXT) is None


def test_the_first_of_several_places_is_given() -> None:
    assert locate("The bank raised rates", TEXT) == (0, 21)


def test_scripts_without_spaces_are_found_inside_a_run() -> None:
    assert locate("离开", "他们离开了城市") == (2, 4)


words = st.text(alphabet="abcdeé –—'’“”\n\t…,.", min_size=1, max_size=60)


@given(words, st.integers(0, 60), st.integers(0, 60))
def test_what_is_cut_out_at_word_ends_is_found_at_or_before_its_own_place(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    quote = text[start:end]
    inside = any(0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() for at in (start, end))
    if inside or not any(c.isalnum() for c in quote):
        return
    span = locate(quote, text)
    assert span is not None
    assert span[0] <= start + len(quote) - len(quote.lstrip())
    assert fold(text[span[0] : span[1]]).strip("' .,") == fold(quote).strip("' .,")


@given(words, words)
def test_offsets_lie_in_the_text_and_what_they_slice_folds_to_the_quotation(quote: str, text: str) -> None:
    span = locate(quote, text)
    if span is not None:
        assert 0 <= span[0] < span[1] <= len(text)
        assert fold(text[span[0] : span[1]]).strip("' .,-") == fold(quote).strip("' .,-")
