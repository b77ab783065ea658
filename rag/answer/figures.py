"""Whether two numbers in two sentences are two accounts of one thing: of one kind and size, and alone of it there."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from rag.answer.contrast import are_two_things
from rag.answer.given import Given, next_word, shared_words
from rag.answer.likeness import Likeness
from rag.answer.tallies import OF
from rag.answer.units import in_one_unit
from rag.answer.values import OLDEST, Value, name_words
from rag.domain.article import Version
from rag.verify.names import names
from rag.verify.numbers import quantities
from rag.verify.tokens import read
from rag.verify.wordlists import words

LARGER = 3
"""Numbers of which one is more times the other are of two things."""

SMALL = 20
"""Counts below this stand in any article for something else."""

NAME_REACH = 5
"""Tokens between an age and the name of the person who is so old."""

SHARED = 2
"""Words besides the value and what it counts from which two sentences that share them tell of one thing."""

ALIKE = 0.55
"""Cosine from which they do so with one such word."""


def figures_differ(one: Given, other: Given, likeness: Likeness) -> bool:
    """Whether both cannot be true of one thing, and nothing says that they are of two. False for what is no number."""
    mine, theirs = in_one_unit(one.value, other.value)
    if mine.kind not in ("count", "amount") or not mine.is_like(theirs) or mine.agrees(theirs):
        return False
    if not _is_of_one_size(mine, theirs):
        return False
    if mine.kind == "count" and not _count_one_thing(one, other):
        return False
    if (
        _is_measured_elsewhere(one, other)
        or _are_ages_of_two(one, other)
        or _mentions(one, theirs)
        or _mentions(other, mine)
        or are_two_things(one, other)
    ):
        return False
    return _is_alone(one, other) and _is_alone(other, one) and _tell_of_one_thing(one, other, likeness)


def _count_one_thing(one: Given, other: Given) -> bool:
    """Whether the last word of what is counted is among the other's; two passengers may be among five people."""
    if one.value.unit:
        return bool(one.value.things & other.value.things)
    return _head(one) in other.value.things or _head(other) in one.value.things


def _head(given: Given) -> str:
    return next((t.meaning for t in reversed(given.told.text.tokens) if t.end == given.value.end), "")


def _tell_of_one_thing(one: Given, other: Given, likeness: Likeness) -> bool:
    if one.value.unit.startswith(OF):
        return bool(shared_words(one, other))
    if _is_slip(one.value, other.value):
        return len(shared_words(one, other)) >= 2 * SHARED
    shared = len(shared_words(one, other)) + len(one.value.things & other.value.things)
    return shared > SHARED or (shared > 0 and likeness.of(one.told, other.told) >= ALIKE)


def _is_measured_elsewhere(one: Given, other: Given) -> bool:
    """Whether one is a length and the other a width: "nine metres long", "four metres wide"."""
    ways = [given.told.text.tokens[given.value.last : given.value.last + 1] for given in (one, other)]
    said = [{t.folded for t in way} & _DIMENSIONS for way in ways]
    return said[0] != said[1]


def _are_ages_of_two(one: Given, other: Given) -> bool:
    """Whether both are ages that people reach, beside no name and no word in common: each is somebody else's."""
    if not one.value.unit.endswith("age") or max(one.value.low, other.value.low) > OLDEST:
        return False
    mine, theirs = _name_beside(one), _name_beside(other)
    if mine and theirs:
        return mine.isdisjoint(theirs)
    return not any((word := next_word(one, step)) and word == next_word(other, step) for step in (-1, 1))


def _name_beside(given: Given) -> frozenset[str]:
    """The words of the closest name within `NAME_REACH` tokens."""
    value = given.value
    near = [
        (distance, name_words(name))
        for name in names(given.told.text)
        if (distance := max(value.first - name.last, name.first - value.last)) <= NAME_REACH and name_words(name)
    ]
    return min(near, key=lambda found: found[0])[1] if near else frozenset()


_DIMENSIONS = frozenset(words("long wide high deep tall thick away below above lower higher less more old"))


def _mentions(given: Given, value: Value) -> bool:
    """Whether the article has the other's number, whatever its unit there: it then tells of both.

    A small number stands in any article for something else; an amount of it counts in the same sentence.
    """
    exact = _middle(value)
    if exact >= SMALL:
        return exact in _numbers_of(given.version)
    return value.kind == "amount" and exact in {quantity.value for quantity in quantities(given.told.text)}


@lru_cache(maxsize=512)
def _numbers_of(version: Version) -> frozenset[Fraction]:
    return frozenset(quantity.value for quantity in quantities(read(version.article.body)))


def _is_of_one_size(one: Value, other: Value) -> bool:
    smaller, larger = sorted((_middle(one), _middle(other)))
    return larger <= LARGER * max(smaller, Fraction(1)) or _is_slip(one, other)


def _is_slip(one: Value, other: Value) -> bool:
    """Whether a digit too many or too few tells them apart: 6,400 and 64,000."""
    smaller, larger = sorted((_middle(one), _middle(other)))
    return smaller >= SMALL and larger == 10 * smaller


def _middle(value: Value) -> Fraction:
    """What a number says, without the room for its rounding."""
    return value.low if value.high is None else (value.low + value.high) / 2


def _is_alone(given: Given, beside: Given) -> bool:
    """Whether the sentence has no second value that could be meant; "620 of its 700" and "540 of the 700" share one."""
    others = [v for v in given.told.values if v.is_like(given.value) and v.first != given.value.first]
    return all(any(v.is_like(w) and v.agrees(w) for w in beside.told.values) for v in others)
