"""Which sentences of the evidence a part of a statement is about: those that share most words with it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rag.verify.tokens import Text

Place = tuple[Text, int]


def about(statement: Text, at: int, evidence: Sequence[Text]) -> frozenset[Place]:
    """(text, sentence) of the evidence sentences most like the statement's part around a token; several if equal."""
    said = part_words(statement, statement.parts[at])
    shared = {(text, n): len(said & words) for text in evidence for n, words in enumerate(sentence_words(text))}
    best = max(shared.values(), default=0)
    return frozenset(place for place, count in shared.items() if count == best)


@lru_cache(maxsize=4096)
def sentence_words(text: Text) -> tuple[frozenset[str], ...]:
    """The meanings of each sentence's content words."""
    return tuple(
        frozenset(t.meaning for t in text.tokens if t.is_content and t.sentence == n)
        for n in range(len(text.sentences))
    )


@lru_cache(maxsize=8192)
def part_words(text: Text, part: int) -> frozenset[str]:
    """The meanings of the content words of one part of a sentence."""
    return frozenset(t.meaning for n, t in enumerate(text.tokens) if t.is_content and text.parts[n] == part)
