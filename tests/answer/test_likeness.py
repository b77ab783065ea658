"""The cosine of two sentences, each embedded once."""

from __future__ import annotations

import pytest
from fakes import FakeEmbedder
from telling import two

from rag.answer.likeness import Likeness


def test_sentences_that_share_words_are_closer_and_each_is_embedded_once() -> None:
    embedder = FakeEmbedder()
    likeness = Likeness(embedder)
    one, other = two("The dam leaks.", "The dam leaks badly.")
    third, _ = two("Ferries sail again.", "So they do.")
    assert likeness.of(one, other) > likeness.of(one, third)
    assert len(embedder.embedded) == 3


def test_a_text_is_as_like_itself_as_can_be() -> None:
    assert Likeness(FakeEmbedder()).of_texts("faulty wiring", "faulty wiring") == pytest.approx(1)
