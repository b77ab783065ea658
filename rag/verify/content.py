"""Whether the words of a statement are those of its spans: nothing shared is refused, much that is new is too."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, groupby

from rag.verify.tokens import Text, Token

ENOUGH = 0.4
"""Share of a statement's content words that the spans must have, themselves or by a word of the same meaning."""

FEW, ENOUGH_OF_FEW = 3, 0.6
"""So many content words or fewer, without a number or date beside them, must share more: "The bank has collapsed"."""

IN_A_ROW = 3
"""New content words in a row that are no paraphrase: none of the 2,971 correct statements of the bench has three."""

WHOLE_SEGMENT, WHOLE_SEGMENT_NEW, HUNG_ON_NEW = 2, 1.0, 0.5
"""Content words of a stretch between stops and conjunctions that may not all be new; in a statement with a colon or a
dash, on which anything can be hung, half of them. No correct statement of the bench has such a stretch."""

_HANGING = frozenset(":—–")
_JOINING = frozenset(("although", "though", "after", "so", "while", "because", "("))


def new_words(statement: Text, known: Collection[str]) -> list[Token]:
    """The statement's content words that the spans do not have."""
    return [t for t in statement.content if t.meaning not in known]


def enough(statement: Text, *, has_values: bool) -> float:
    """The share of content words that the spans must have."""
    return ENOUGH_OF_FEW if len(statement.content) <= FEW and not has_values else ENOUGH


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
    tokens = statement.tokens
    placed = [n for n, token in enumerate(tokens) if token.is_content and not token.is_capitalised]
    new = frozenset(n for n in placed if tokens[n].meaning not in known and n not in taken)
    if not new:
        return
    for (_, are_new), run in groupby(placed, key=lambda n: (tokens[n].sentence, n in new)):
        found = list(run)
        if are_new and len(found) >= IN_A_ROW:
            yield [tokens[n] for n in found]
    hung_on = list(accumulate(_hangs(statement, n) for n in range(len(tokens))))
    keys = list(zip(statement.segments, hung_on, strict=True))
    tied = {keys[n] for n, token in enumerate(tokens) if n and token.is_content and token.is_capitalised}
    tied |= {keys[n] for n in taken}
    for key, segment in groupby(placed, key=keys.__getitem__):
        found = list(segment)
        # a name or number ties its stretch to the rest: "The Tolme ferry disaster: the ferry carried 40 people"
        is_loose = (hung_on[-1] or _is_joined_loosely(statement, found)) and key not in tied
        share = HUNG_ON_NEW if is_loose else WHOLE_SEGMENT_NEW
        without = [n for n in found if n in new]
        if len(found) >= WHOLE_SEGMENT and IN_A_ROW > len(without) >= share * len(found):
            yield [tokens[n] for n in without]


def _is_joined_loosely(text: Text, stretch: Sequence[int]) -> bool:
    """Whether a stretch is a clause of its own kind: behind "although", "after" or "so", or a whole one before ";"."""
    segment = text.segments[stretch[0]]
    first = text.segments.index(segment)
    last = first + text.segments[first:].count(segment)
    around = text.tokens[max(first - 1, 0) : first + 2]
    whole = first == 0 and text.tokens[min(last, len(text.tokens)) - 1].text == ";"
    return whole or any(token.folded in _JOINING for token in around)


def _hangs(text: Text, n: int) -> bool:
    """Whether a colon or a dash stands at an index that is none of a time or a score."""
    return text.tokens[n].text in _HANGING and not (n and text.tokens[n - 1].kind == "number")
