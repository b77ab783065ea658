"""Whether the words of a statement are those of its spans: nothing shared is refused, much that is new is too."""

from __future__ import annotations

from collections.abc import Collection

from rag.verify.tokens import Text, Token

ENOUGH = 0.4
"""Share of a statement's content words that the spans must have, themselves or by a word of the same meaning."""


def new_words(statement: Text, known: Collection[str]) -> list[Token]:
    """The statement's content words that the spans do not have."""
    return [t for t in statement.content if t.meaning not in known]


def coverage(statement: Text, known: Collection[str]) -> float:
    """Share of content words that the spans have; 1.0 for a statement without any."""
    words = statement.content
    if not words:
        return 1.0
    return 1.0 - len(new_words(statement, known)) / len(words)
