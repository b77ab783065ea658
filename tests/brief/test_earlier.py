"""How much it says that two sentences of a story share a word."""

from __future__ import annotations

from builders import a_version
from fakes import FakeEmbedder

from rag.answer.evidence import sentences
from rag.answer.likeness import Likeness
from rag.answer.values import Told
from rag.brief.earlier import Earlier


def test_a_word_of_many_sentences_says_less_than_a_rare_one_and_an_unknown_one_most() -> None:
    body = " ".join(f"The dam leaks at gate {n}." for n in range(20)) + " A shepherd saw the dam."
    earlier = Earlier([Told(line) for line in sentences(a_version(body))], Likeness(FakeEmbedder()))
    assert 0.0 <= earlier.rarity("dam") < 0.1
    assert earlier.rarity("shepherd") == earlier.rarity("quarry") == 1.0
    assert earlier.shared(frozenset(("shepherd", "dam"))) == earlier.rarity("dam") + 1.0
