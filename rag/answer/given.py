"""A value as a sentence gives it, and the conflict that is made of several: who says what, which side is newer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rag.answer.values import Told, Value, attribution, whole
from rag.domain.answer import Conflict, ConflictSide
from rag.domain.article import Version

BESIDE = 4
"""Tokens within which the word before or behind a value stands."""

_CORRECTED = re.compile(r"\b(?:correct(?:s|ed|ion)|revis(?:es|ed|ion)|misstated|wrongly)\b", re.IGNORECASE)
_ASKED = {
    "day": "when",
    "clock": "at what time",
    "name": "who or where",
    "amount": "how much",
    "claim": "what happened",
}


@dataclass(frozen=True)
class Given:
    """A value as one sentence gives it; ``asked`` are the words of the question that the sentence has."""

    told: Told
    value: Value
    asked: frozenset[str] = frozenset()

    @property
    def side(self) -> ConflictSide:
        text = self.told.evidence.text
        return ConflictSide(text[self.value.start : self.value.end], self.told.evidence.citation())

    @property
    def version(self) -> Version:
        return self.told.evidence.version

    @property
    def age(self) -> tuple[float, int]:
        """To sort by, oldest first; versions of one article by their number."""
        published = self.version.article.published
        return (published.at.timestamp() if published else 0.0, self.version.number)


def claim_of(told: Told) -> Value:
    """The whole sentence as a value, for what is told without one."""
    tokens = told.text.tokens
    return Value("claim", 0, len(tokens), tokens[0].start, tokens[-1].end)


def conflict_of(given: Given, against: Sequence[Given]) -> Conflict:
    """All sides, oldest first; what one publisher says twice stands once."""
    ordered = sorted((given, *against), key=lambda side: side.age)
    distinct = [s for n, s in enumerate(ordered) if not any(_repeats(s, other) for other in ordered[n + 1 :])]
    sides = (*(s.side for s in distinct[:-1]), _noted(distinct[-1], distinct[-2]))
    return Conflict(_about(given, against[0]), sides)


def _repeats(one: Given, other: Given) -> bool:
    """Whether a later side of the same publisher gives the same value."""
    return one.version.article.source == other.version.article.source and one.value.agrees(other.value)


def _noted(newest: Given, before: Given) -> ConflictSide:
    one, other = newest.version, before.version
    is_next_version = one.article_id == other.article_id and one.number != other.number
    marked_in = whole(newest.version) if is_next_version else newest.told.evidence.text
    if _CORRECTED.search(marked_in):
        return replace(newest.side, note="corrected")
    return replace(newest.side, note="newer") if is_next_version or _is_later(newest, before) else newest.side


def _is_later(newest: Given, before: Given) -> bool:
    """Whether the one was surely published after the other: within a day only where both times are known."""
    one, other = newest.version.article.published, before.version.article.published
    if one is None or other is None:
        return False
    return one.at > other.at if "day" not in (one.precision, other.precision) else one.day > other.day


def _about(given: Given, other: Given) -> str:
    """What they differ on, in the words that both sentences have, as the first prints them."""
    shared = shared_words(given, other)
    said_by = attribution(given.told.text)
    tokens = given.told.text.tokens
    words = ", ".join(
        dict.fromkeys(t.text for n, t in enumerate(tokens) if t.meaning in shared and t.is_content and n not in said_by)
    )
    asked = _ASKED.get(given.value.kind) or _how_many(given)
    return f"{asked} ({words})" if words else asked


def _how_many(given: Given) -> str:
    counted = [t.text for t in given.told.text.tokens[given.value.last :] if t.end <= given.value.end]
    return f"how many {' '.join(counted)}"


def shared_words(one: Given, other: Given) -> frozenset[str]:
    """Content words of both sentences, without the values and what they count."""
    shared = one.told.words & other.told.words
    for given in (one, other):
        own = given.told.text.tokens[given.value.first : given.value.last]
        shared -= given.value.things | {t.meaning for t in own}
    return shared


def next_word(given: Given, step: Literal[-1, 1]) -> str:
    """The meaning of the nearest content word before (-1) or behind (1) a value, "" where there is none near."""
    tokens = given.told.text.tokens
    at = given.value.first - 1 if step < 0 else given.value.last
    for n in range(at, at + step * BESIDE, step):
        if 0 <= n < len(tokens) and tokens[n].is_content:
            return tokens[n].meaning
    return ""
