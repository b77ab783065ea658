"""Addresses with one spelling, and ids made from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.identity import canonical_url, id_from, names_one_article

SAME = "https://news.example/2025/port?page=2"


@pytest.mark.parametrize(
    "url",
    [
        "https://NEWS.example/2025/port?page=2",
        "HTTPS://news.example:443/2025/port?page=2",
        "https://news.example/2025/port/?page=2",
        "https://news.example/2025/port?page=2#comments",
        "https://news.example/2025/port?utm_source=x&page=2&fbclid=abc",
        "https://user:secret@news.example/2025/port?page=2",
        "  https://news.example/2025/port?page=2\n",
    ],
)
def test_spellings_of_one_address_become_one(url: str) -> None:
    assert canonical_url(url) == SAME


@pytest.mark.parametrize(
    "url",
    [
        "http://news.example/2025/port?page=2",
        "https://news.example:8443/2025/port?page=2",
        "https://news.example/2025/port?page=3",
        "https://news.example/2025/Port?page=2",
    ],
)
def test_other_addresses_stay_others(url: str) -> None:
    assert canonical_url(url) not in ("", SAME)


@pytest.mark.parametrize(
    "url",
    ["", "port", "ftp://x.example/a", "javascript:alert(1)", "https://", "http://[::1", "http://x.example:99999/a"],
)
def test_what_is_no_web_address_is_none(url: str) -> None:
    assert canonical_url(url) == ""


def test_an_address_with_white_space_or_of_absurd_length_is_none() -> None:
    assert canonical_url("https://x.example/a b") == canonical_url("https://x.example/" + "a" * 3000) == ""


def test_a_query_keeps_its_own_spelling_where_nothing_is_taken_out() -> None:
    assert canonical_url("https://x.example/a?q=%7Efoo+bar&empty=") == "https://x.example/a?q=%7Efoo+bar&empty="


def test_a_front_page_names_no_single_article() -> None:
    assert not names_one_article(canonical_url("https://news.example/"))
    assert not names_one_article("")
    assert names_one_article(canonical_url("https://news.example/?p=12"))


def test_ids_are_short_and_stable() -> None:
    assert id_from(SAME) == id_from(SAME) != id_from("another")
    assert len(id_from(SAME)) == 13


@given(st.text(max_size=60).map(lambda rest: "https://x.example/" + rest))
def test_a_canonical_address_is_its_own_canonical_address(url: str) -> None:
    canonical = canonical_url(url)
    assert canonical_url(canonical) == canonical
