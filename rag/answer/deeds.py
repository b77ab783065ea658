"""Who or what did it, and where: two sentences that name another doer, cause or place for one deed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from rag.answer.contrast import days_meet, places
from rag.answer.given import Given, claim_of
from rag.answer.likeness import Likeness
from rag.answer.outcomes import are_about_one_thing, is_part_of
from rag.answer.values import Told, article_names
from rag.verify.roles import Deed, deed_at
from rag.verify.stems import stem
from rag.verify.wordlists import words

ALIKE = 0.6
"""Cosine from which two sentences tell of one deed."""

ANOTHER_CAUSE = 0.4
"""Cosine up to which two causes are two: "faulty wiring" and "an electrical fault" are nearer."""

FULL_NAME = 2
"""Words of names that two sentences share where they name one person."""

_CAUSING = frozenset(stem(w) for w in words("cause start bring ignite"))
"""Not "led to" and "sparked": riots have many causes, an accident has one."""

_BLAMED = re.compile(r"(?i)^(?P<cause>[^,.]{3,60}?) (?:was|were|is) (?:to blame for|behind) (?P<effect>[^,.]+)")


def others_named(one: Told, other: Told, likeness: Likeness) -> Iterator[tuple[Given, Given]]:
    """Both sentences, where they name two doers, causes or places of one thing that neither article knows of."""
    if is_part_of(one, other) or not one.common_words & other.common_words or not days_meet(one.days, other.days):
        return
    is_otherwise = _give_two_causes(one, other, likeness) or _name_two_doers(one, other) or _name_two_places(one, other)
    if is_otherwise and are_about_one_thing(one, other, likeness, ALIKE):
        yield Given(one, claim_of(one)), Given(other, claim_of(other))


def _name_two_doers(one: Told, other: Told) -> bool:
    """ "Was lifted by Judge Hollis" and "Governor Aske lifted"."""
    return any(
        mine.verb == theirs.verb
        and mine.object & theirs.object
        and _are_strangers(mine.doer_names, theirs.doer_names, one, other)
        for mine, theirs in product(_deeds(one), _deeds(other))
    )


def _name_two_places(one: Told, other: Told) -> bool:
    """Whether one person is said to have done, or met with, one thing in two places."""
    done = {deed.verb for deed in _deeds(one)} & {deed.verb for deed in _deeds(other)}
    if not done or len(one.names & other.names) < FULL_NAME:
        return False
    return _are_strangers(frozenset(places(one)), frozenset(places(other)), one, other)


def _are_strangers(mine: frozenset[str], theirs: frozenset[str], one: Told, other: Told) -> bool:
    """Whether neither article knows the names of the other."""
    if not mine or not theirs:
        return False
    return not mine & article_names(other.evidence.version) and not theirs & article_names(one.evidence.version)


def _give_two_causes(one: Told, other: Told, likeness: Likeness) -> bool:
    return any(
        effect & led_to and likeness.of_texts(cause, because) <= ANOTHER_CAUSE
        for (cause, effect), (because, led_to) in product(_causes(one), _causes(other))
    )


def _causes(told: Told) -> Iterator[tuple[str, frozenset[str]]]:
    """What is said to have caused something, and the words for that."""
    text = told.evidence.text
    for deed in _deeds(told):
        if deed.verb in _CAUSING and deed.doer and deed.object:
            yield _as_printed(told, deed.doer), deed.object
    if blamed := _BLAMED.search(text):
        start, end = blamed.span("effect")
        yield blamed["cause"], frozenset(t.meaning for t in told.text.content if start <= t.start < end)


def _as_printed(told: Told, meant: frozenset[str]) -> str:
    """The words of the sentence that have these meanings."""
    return " ".join(t.text for t in told.text.content if t.meaning in meant)


def _deeds(told: Told) -> Iterator[Deed]:
    found = (deed_at(told.text, n) for n, token in enumerate(told.text.tokens) if token.is_content)
    yield from (deed for deed in found if deed)
