"""Passages: whole sentences, packed, never too long, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.split import passage_spans
from rag.ports import Span


def words(texts: Sequence[str]) -> list[list[Span]]:
    """A tokenizer in which every word and every mark is a token."""
    return [[m.span() for m in re.finditer(r"\w+|[^\w\s]", text)] for text in texts]


def characters(texts: Sequence[str]) -> list[list[Span]]:
    """A tokenizer of bytes: an emoji is four tokens that lie on one character."""
    return [
        [(i, i + 1) for i, c in enumerate(text) for _ in c.encode(errors="replace") if not c.isspace()]
        for text in texts
    ]


def passages(text: str, *, size: int, overlap: int = 0) -> list[str]:
    return [text[a:b] for a, b in passage_spans(text, size=size, overlap=overlap, token_spans=words)]


THREE = "Ships left at dawn. Cranes moved by noon. Trucks came later."


def test_whole_sentences_are_packed_up_to_the_size() -> None:
    assert passages(THREE, size=10) == ["Ships left at dawn. Cranes moved by noon.", "Trucks came later."]


def test_an_overlap_repeats_the_last_sentences_that_it_has_room_for() -> None:
    assert passages(THREE, size=10, overlap=5) == [
        "Ships left at dawn. Cranes moved by noon.",
        "Cranes moved by noon. Trucks came later.",
    ]


def test_an_overlap_is_counted_over_all_the_sentences_that_it_repeats() -> None:
    text = "One cat. Two cows. Six dogs. Ten rats. Far away."
    assert passages(text, size=12, overlap=6) == [
        "One cat. Two cows. Six dogs. Ten rats.",
        "Six dogs. Ten rats. Far away.",
    ]


def test_an_overlap_gives_way_to_the_sentence_that_comes_next() -> None:
    assert passages(THREE, size=8, overlap=5) == ["Ships left at dawn.", "Cranes moved by noon.", "Trucks came later."]


def test_a_sentence_that_is_too_long_is_cut_between_words() -> None:
    assert passages("one two three four five six seven.", size=4) == ["one two three four", "five six seven."]


def test_repeated_sentences_keep_their_own_places() -> None:
    text = "All is calm now. " * 6
    spans = passage_spans(text.strip(), size=5, overlap=0, token_spans=words)
    assert spans == [(i * 17, i * 17 + 16) for i in range(6)]


def test_an_empty_text_has_no_passage() -> None:
    assert passages(" \n ", size=5) == []


def test_an_overlap_as_long_as_a_passage_is_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        passages(THREE, size=5, overlap=5)


TEXTS = st.text(st.sampled_from("ab .\n?”🚀e\u0301-"), max_size=80) | st.text(max_size=80)


@given(TEXTS, st.integers(4, 12), st.integers(0, 3), st.sampled_from([words, characters]))
def test_passages_rise_and_cover_every_visible_character_within_the_size(
    text: str, size: int, overlap: int, tokens: object
) -> None:
    spans = passage_spans(text, size=size, overlap=overlap, token_spans=tokens)  # type: ignore[arg-type]
    covered = {i for a, b in spans for i in range(a, b)}
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(spans))
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)
    assert all(i in covered for i, c in enumerate(text) if not c.isspace())
    assert all(len(t) <= size for t in tokens([text[a:b] for a, b in spans]))  # type: ignore[operator]
