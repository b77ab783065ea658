"""HTML text as a tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.markup import flattened, page_tree


@pytest.mark.parametrize("depth", [10, 200, 1_000, 20_000])
def test_text_below_any_depth_of_bare_elements_is_read(depth: int) -> None:
    tree = page_tree(f"<html><body>{'<div>' * depth}<p>inner</p>{'</div>' * depth}<p>after</p></body></html>")
    assert tree is not None
    assert tree.text_content() == "innerafter"


@pytest.mark.parametrize("text", ["", "   ", "plain words", "<<<>>>", "<?xml version='1.0'?>"])
def test_what_is_no_html_is_none(text: str) -> None:
    assert page_tree(text) is None


def test_an_xml_declaration_and_nul_characters_do_no_harm() -> None:
    tree = page_tree('<?xml version="1.0" encoding="utf-16"?><html><body><p>a\x00b</p></body></html>')
    assert tree is not None
    assert tree.text_content() == "ab"


def test_a_page_that_is_not_deep_is_left_as_it_is() -> None:
    text = "<div>" * 150 + "x" + "</div>" * 150
    assert flattened(text) == text


@given(st.text(st.sampled_from("<>/ divspan=\"'!-x"), max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    page_tree(text)
    assert flattened(text) == text
