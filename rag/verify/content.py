"""Whether the words of a statement are those of its spans: nothing shared is refused, much that is new is too."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby

from rag.verify.numbers import as_digits
from rag.verify.tokens import Text, Token

ENOUGH = 0.4
"""Share of a statement's content words that the spans must have, themselves or by a word of the same meaning."""

IN_A_ROW = 3
"""New content words in a row that are no paraphrase: none of 2,971 correct statements of the check's bench has three."""

WHOLE_SEGMENT = 2
"""Content words of a stretch between stops and conjunctions that may not all be new: no correct statement has two."""


def new_words(statement: Text, known: Collection[str]) -> list[Token]:
    """The statement's content words that the spans do not have."""
    return [t for t in statement.content if t.meaning not in known]


def coverage(statement: Text, known: Collection[str]) -> float:
    """Share of content words that the spans have; 1.0 for a statement without any."""
    words = statement.content
    if not words:
        return 1.0
    return 1.0 - len(new_words(statement, known)) / len(words)


def foreign(statement: Text, known: Collection[str]) -> Iterator[list[Token]]:
    """Stretches that the spans share nothing with, however much they share with the rest: "…, and the bank collapsed".

    Numbers and names are left to their own checks.
    """
    placed = [
        (n, t)
        for n, t in enumerate(statement.tokens)
        if t.is_content and not t.is_capitalised and not as_digits(t.folded)
    ]
    for is_new, run in groupby(placed, key=lambda place: (place[1].sentence, place[1].meaning not in known)):
        found = [token for _, token in run]
        if is_new[1] and len(found) >= IN_A_ROW:
            yield found
    for _, segment in groupby(placed, key=lambda place: statement.segments[place[0]]):
        found = [token for _, token in segment]
        if WHOLE_SEGMENT <= len(found) < IN_A_ROW and all(token.meaning not in known for token in found):
            yield found
