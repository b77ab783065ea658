"""The same visible text out, no markup interpreted."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rag.render.escape import for_markdown, for_terminal, visible, web_address

_LINE = st.text(max_size=80)


@given(_LINE)
def test_markdown_shows_any_text_as_it_stands_and_makes_nothing_of_it(text: str) -> None:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = parser.parse(for_markdown(text))
    inline = [child for token in tokens for child in token.children or []]
    assert {child.type for child in inline} <= {"text", "text_special"}
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert "".join(child.content for child in inline) == visible(text)


@given(_LINE)
def test_nothing_that_moves_a_cursor_or_turns_the_text_reaches_the_terminal(text: str) -> None:
    shown = for_terminal(text)
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") for c in shown)
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S"), exclude_characters="\u115f\u1160\u3164\uffa0")))
def test_what_a_reader_sees_is_not_changed(text: str) -> None:
    assert visible(text) == text


@given(_LINE)
def test_making_visible_twice_changes_nothing_more(text: str) -> None:
    assert visible(visible(text)) == visible(text)


def test_arabic_keeps_the_joiners_that_its_words_need() -> None:
    assert visible("می\u200cخواهم") == "می\u200cخواهم"


def test_a_lone_surrogate_is_shown_as_a_replacement() -> None:
    assert visible("a\ud800b") == "a\ufffdb"


def test_a_time_of_day_needs_no_backslash() -> None:
    assert for_markdown("at 14:30 on Friday.") == "at 14:30 on Friday."


@pytest.mark.parametrize(
    "text",
    [
        "![](http://x.example/y.png)",
        "see www.example.com",
        ":red[now]",
        "$a$ and $b$",
        "<b>",
        "- item",
        "1. item",
        "# x",
    ],
)
def test_what_markdown_or_its_extensions_would_interpret_is_escaped(text: str) -> None:
    assert "\\" in for_markdown(text)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//x.example", "http://a b", 'https://a.example/"x', ""],
)
def test_only_plain_web_addresses_become_links(url: str) -> None:
    assert web_address(url) == ""


def test_a_web_address_stays_as_it_is() -> None:
    assert web_address("https://news.example/a?b=c&d=1#e") == "https://news.example/a?b=c&d=1#e"
