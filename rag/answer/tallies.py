"""Counts that are known by the number beside them: "620 of its 700 drivers", "by nine votes to six"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from rag.answer.values import Told, Value
from rag.verify.numbers import Quantity, quantities
from rag.verify.stems import meaning

OF = "of "
"""How the unit of a part begins; the whole stands behind it."""

_VOTES = frozenset((meaning("vote"),))
_UNITS = ("for", "against")


def tallies(told: Told) -> Iterator[Value]:
    """Parts of a whole, and the two sides of a vote."""
    found = [q for q in quantities(told.text) if q.sort in ("cardinal", "range") and not q.unit and q.value >= 1]
    for part, whole in pairwise(found):
        yield from _part(told, part, whole)
    if not _VOTES.isdisjoint(told.text.meanings):
        for one in found:
            if one.upper is not None and one.upper < one.value:  # "nine to six" is no range
                yield from _vote(told, one, one.value, one.upper)
        for one, other in pairwise(found):
            if [t.folded for t in told.text.tokens[one.last : other.first]] in (["votes", "to"], ["votes", "against"]):
                yield from _vote(told, one, one.value, other.value)


def _part(told: Told, part: Quantity, whole: Quantity) -> Iterator[Value]:
    """How many of those that the sentence counts. Their unit is the whole: two sentences that have it in common speak
    of one thing."""
    tokens = told.text.tokens
    between = [t.folded for t in tokens[part.last : whole.first]]
    if between[:1] == ["of"] and len(between) == 2 and between[1] in ("the", "its", "their") and whole.noun:
        start, end = tokens[part.first].start, tokens[whole.last].end
        things, unit = frozenset((whole.noun,)), f"{OF}{whole.value}"
        yield Value("count", part.first, part.last, start, end, part.value, part.value, unit, things)


def _vote(told: Told, one: Quantity, *sides: Fraction) -> Iterator[Value]:
    tokens = told.text.tokens
    start, end = tokens[one.first].start, tokens[one.last - 1].end
    for unit, votes in zip(_UNITS, sides, strict=True):
        yield Value("count", one.first, one.last, start, end, votes, votes, unit, _VOTES)
