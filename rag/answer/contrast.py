"""Whether two values that look alike are told of two things: of two places, groups, periods, or ends of a deal.

Sentences of one story are alike in their words, so what tells things apart is what the words around the values set
against each other: "in Parrish" and "in Cask", adults and children, a phase and the whole, a demand and an offer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from rag.answer.given import Given
from rag.answer.stages import stage_of
from rag.answer.values import Told, article_names, name_words
from rag.verify.names import names
from rag.verify.stems import meaning
from rag.verify.wordlists import words

LONG_GONE = timedelta(days=60)
"""A stretch of time that ended so long before an article is no part of its news."""

_APART = """
adult grown-up | child junior pupil | pensioner
whole total entire overall altogether combined | phase stage section part first second third
average median | record highest maximum | lowest minimum
loss | profit surplus | revenue turnover sale
demand ask want seek insist | offer propose
bail | fine damage compensation
kill die dead death drown fatality body | injure hurt wound | missing | rescue save survive | evacuate displace | arrest
ill sick infected | recovered
capacity licensed room | aboard
seat member | vote
budget plan planned | overrun
male man boy | female woman girl
north | south | east | west
"""
_SIDE_OF = {
    meaning(word): (line, side)
    for line, text in enumerate(_APART.strip().splitlines())
    for side, part in enumerate(text.split("|"))
    for word in part.split()
}
_FORECASTS = frozenset(
    words("forecast forecasts expects expect predicts predict survey surveys poll polls pollsters projection projects")
)
_IN = frozenset(words("in at near outside on"))
_BETWEEN = frozenset(words("the town city village port province district region suburb county state of neighbouring"))


def are_two_things(one: Given, other: Given) -> bool:
    """Whether something beside the values says that they are not of one thing."""
    mine, theirs = one.told, other.told
    return (
        are_set_apart(mine, theirs)
        or _each_names_what_the_other_does_not_know(mine, theirs)
        or (_forecasts(mine) and _forecasts(theirs))
        or {stage_of(_clause(one)), stage_of(_clause(other))} == {"ahead", "done"}
        or not days_meet(mine.days, theirs.days)
    )


def are_set_apart(one: Told, other: Told) -> bool:
    """Whether two sentences, be they of one day or of two, speak of two places, groups or periods."""
    return _are_of_two_places(one, other) or _are_of_two_sides(one, other) or not periods_meet(one, other)


def looks_back(told: Told, since: date) -> bool:
    """Whether the sentence speaks of a month or year long gone, and of no other time: it is no news."""
    return bool(told.periods) and not told.days and all(last < since - LONG_GONE for _, last in told.periods)


def days_meet(one: frozenset[date], other: frozenset[date]) -> bool:
    """False where both tell of days, and of no day in common."""
    return not one or not other or not one.isdisjoint(other)


def periods_meet(one: Told, other: Told) -> bool:
    """False where one speaks of September and the other of October."""
    if not one.periods or not other.periods:
        return True
    return any(a[0] <= b[1] and b[0] <= a[1] for a in one.periods for b in other.periods)


def _each_names_what_the_other_does_not_know(one: Told, other: Told) -> bool:
    return bool(_unknown(one, other) and _unknown(other, one))


def _unknown(one: Told, other: Told) -> frozenset[str]:
    return one.names - article_names(other.evidence.version)


def _are_of_two_places(one: Told, other: Told) -> bool:
    """Whether both say where, not at one place, and one of the places is unknown to the other article."""
    here, there = frozenset(places(one)), frozenset(places(other))
    if not here or not there or here & there:
        return False
    return bool(here - article_names(other.evidence.version) or there - article_names(one.evidence.version))


def places(told: Told) -> Iterator[str]:
    """The words of names behind "in", "at" or "near", with "the town of" between or not."""
    tokens = told.text.tokens
    for name in names(told.text):
        before = name.first - 1
        while before >= 0 and tokens[before].folded in _BETWEEN:
            before -= 1
        if before >= 0 and tokens[before].folded in _IN:
            yield from name_words(name)


def _are_of_two_sides(one: Told, other: Told) -> bool:
    mine, theirs = _sides(one), _sides(other)
    return any(mine[line].isdisjoint(theirs[line]) for line in mine.keys() & theirs.keys())


def _sides(told: Told) -> dict[int, frozenset[int]]:
    """Line of the table -> sides of it that the sentence names."""
    found: dict[int, frozenset[int]] = {}
    for token in told.text.tokens:
        if token.meaning in _SIDE_OF:
            line, side = _SIDE_OF[token.meaning]
            found[line] = found.get(line, frozenset()) | {side}
    return found


def _clause(given: Given) -> str:
    tokens = given.told.text.tokens
    clause = tokens[given.value.first].clause
    return " ".join(t.text for t in tokens if t.clause == clause)


def _forecasts(told: Told) -> bool:
    """What somebody expects is his opinion: of two that differ neither is wrong yet."""
    return not _FORECASTS.isdisjoint(told.text.folded_words)
