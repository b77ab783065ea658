"""Two sentences that say the opposite of one thing, or put it on another day or hour, without a count between them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from rag.answer.contrast import are_set_apart, days_meet
from rag.answer.given import Given, claim_of
from rag.answer.likeness import Likeness
from rag.answer.values import Told, Value, article_names
from rag.verify.opposites import key_of_word, opposed
from rag.verify.wordlists import words

ALIKE = 0.7
"""Cosine from which two sentences tell of one thing, where only a word, a day or an hour differs."""

NEAR = 5
"""Tokens before and behind an hour among which a word of what it is told of must stand."""

HOUR_ALIKE = 0.6
"""The same for an hour: few things of a story are told with one."""

_ENDS = frozenset(
    key_of_word(word)
    for word in words(
        "rise fall grow ease win lose accept reject oppose open close guilty innocent cleared allow ban hire sack "
        "survive dead admit deny lift impose release arrest detained jailed success fail completed cancel uphold "
        "approve"
    )
)
"""How a thing can end or go. Other words that exclude each other ("morning", "north") may stand in one account."""


def opposites(one: Told, other: Told, likeness: Likeness) -> tuple[Given, Given] | None:
    """Both sentences, where each says of one thing what the other excludes: cleared and found guilty, rose and fell."""
    if is_part_of(one, other) or not _has_end(one, other) or not _has_end(other, one):
        return None
    if not days_meet(one.days, other.days) or not are_about_one_thing(one, other, likeness, ALIKE):
        return None
    return Given(one, claim_of(one)), Given(other, claim_of(other))


def other_times(one: Told, other: Told, likeness: Likeness) -> Iterator[tuple[Given, Given]]:
    """The days to come, or the hours, where each sentence gives but one and neither article knows the other's."""
    if are_set_apart(one, other):
        return
    for mine, theirs in product(_times(one), _times(other)):
        needed, shares = (ALIKE, 3) if mine.kind == "day" else (HOUR_ALIKE, 4)
        if mine.kind != theirs.kind or mine.agrees(theirs):
            continue
        if mine.kind == "clock" and not _near(one, mine) & _near(other, theirs):
            continue
        if not are_about_one_thing(one, other, likeness, needed, shares):
            continue
        if not _gives(other, mine) and not _gives(one, theirs):
            yield Given(one, mine), Given(other, theirs)


def _has_end(one: Told, other: Told) -> bool:
    return any(key_of_word(found.token.text) in _ENDS for found in opposed(one.text, (other.text,)))


def is_part_of(one: Told, other: Told) -> bool:
    """Whether one says what the other says, and no more."""
    return one.words <= other.words or other.words <= one.words


def are_about_one_thing(one: Told, other: Told, likeness: Likeness, needed: float, shares: int = 2) -> bool:
    """Whether two sentences mean nearly the same and share ``shares`` words and a name."""
    shared = one.words & other.words
    named = one.names & other.names or one.names & article_names(other.evidence.version)
    return bool(len(shared) >= shares and named) and likeness.of(one, other) >= needed


def _near(told: Told, value: Value) -> frozenset[str]:
    """Words but names that stand near an hour: it is told of them."""
    tokens = told.text.tokens[max(value.first - NEAR, 0) : value.last + NEAR]
    return told.common_words & frozenset(t.meaning for t in tokens)


def _times(told: Told) -> Iterator[Value]:
    """The one day after the article's own, and the one time of day; none where there are several."""
    days = [v for v in told.values if v.kind == "day" and v.day and told.published and v.day > told.published]
    clocks = [v for v in told.values if v.kind == "clock"]
    for found in (days, clocks):
        if len(found) == 1:
            yield found[0]


def _gives(told: Told, value: Value) -> bool:
    return any(v.kind == value.kind and v.agrees(value) for v in told.values)
