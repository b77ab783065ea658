"""A model's text as plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.plain import has_address, plain, sites


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("**Nine** hours, *about* `nine` ~~or~~ ten", "Nine hours, about nine or ten"),
        ("## Answer: nine hours", "Answer: nine hours"),
        ("- 1. Nine hours", "Nine hours"),
        ("See [the report](http://evil.example/?q=1) now", "See the report now"),
        ("Nine ![x](http://evil.example/p.png)hours", "Nine hours"),
        ("<b>Nine</b> <script src=x>hours</script>", "Nine hours"),
        ("Ni\u200bne\u202e hours\u2066\ufe0f\U000e0041", "Nine hours"),
        ("5 * 3 snake_case a_b_c", "5 * 3 snake_case a_b_c"),
        ("Profit < 5 and > 3", "Profit < 5 and > 3"),
        ("$5 and $10 :red[x]", "$5 and $10 :red[x]"),
    ],
)
def test_markup_is_taken_off_and_words_stay(written: str, read: str) -> None:
    assert plain(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "see https://evil.example",
        "www.evil.example",
        "javascript:alert(1)",
        "HTTP://X",
        "at evil.example/path",
        "[a](b",
    ],
)
def test_an_address_is_seen(text: str) -> None:
    assert has_address(text)


@pytest.mark.parametrize(
    "text", ["The U.S./EU talks", "It rose 3.5/4 points: much", "Booking.com said so", "At 9:30 a.m."]
)
def test_ordinary_punctuation_is_no_address(text: str) -> None:
    assert not has_address(text)


@given(st.text())
def test_plain_text_stays_as_it_is_when_made_plain_again(text: str) -> None:
    once = plain(plain(text))
    assert plain(once) == once


@pytest.mark.parametrize(
    "text", ["evil.example", "Evil[.]example", "evil。example", "evil．example", "evil (.) example"]
)
def test_a_site_is_seen_however_its_stop_is_written(text: str) -> None:
    assert sites(f"See {text} for more") == {"evilexample"}


@pytest.mark.parametrize("text", ["It rose. Then it fell", "the U.S. troops", "at 7.15 a.m. on Monday", "e.g. this"])
def test_ordinary_stops_name_no_site(text: str) -> None:
    assert not sites(text)
