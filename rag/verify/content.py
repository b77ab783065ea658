"""Whether the words of a statement are those of its spans: nothing shared is refused, much that is new is too."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import accumulate, groupby

from rag.verify.tokens import Text, Token

ENOUGH = 0.4
"""Share of a statement's content words that the spans must have, themselves or by a word of the same meaning."""

IN_A_ROW = 3
"""New content words in a row that are no paraphrase: none of 2,971 correct statements of the check's bench has three."""

WHOLE_SEGMENT, WHOLE_SEGMENT_NEW, HUNG_ON_NEW = 2, 1.0, 0.5
"""Content words of a stretch between stops and conjunctions that may not all be new; in a statement with a colon or a
dash, on which anything can be hung, half of them. No correct statement of the bench has such a stretch."""

_HANGING = frozenset(":—–")


def new_words(statement: Text, known: Collection[str]) -> list[Token]:
    """The statement's content words that the spans do not have."""
    return [t for t in statement.content if t.meaning not in known]


def coverage(statement: Text, known: Collection[str]) -> float:
    """Share of content words that the spans have; 1.0 for a statement without any."""
    words = statement.content
    if not words:
        return 1.0
    return 1.0 - len(new_words(statement, known)) / len(words)


def foreign(statement: Text, known: Collection[str], taken: Collection[int]) -> Iterator[list[Token]]:
    """Stretches that the spans share nothing with, however much they share with the rest: "…, and the bank collapsed".

    ``taken`` are the indices of dates and numbers: they are left to their own checks, as names are.
    """
    placed = [
        (n, t) for n, t in enumerate(statement.tokens) if t.is_content and not t.is_capitalised and n not in taken
    ]
    for is_new, run in groupby(placed, key=lambda place: (place[1].sentence, place[1].meaning not in known)):
        found = [token for _, token in run]
        if is_new[1] and len(found) >= IN_A_ROW:
            yield found
    hung_on = list(accumulate(token.text in _HANGING for token in statement.tokens))
    for _, segment in groupby(placed, key=lambda place: (statement.segments[place[0]], hung_on[place[0]])):
        found = [token for _, token in segment]
        new = [token for token in found if token.meaning not in known]
        share = WHOLE_SEGMENT_NEW if not hung_on[-1] else HUNG_ON_NEW
        if len(found) >= WHOLE_SEGMENT and IN_A_ROW > len(new) >= share * len(found):
            yield new
