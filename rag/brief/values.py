"""New values for what was told before: 30 litres a second today, 12 the day before.

An earlier sentence of the same story is brought up to date by a new one that gives another number of the same unit or
thing about the same, that names the old number itself ("from 38 to 41 crowns"), or that tells of a change without one
(`rag.brief.turned`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.answer.contrast import are_set_apart, looks_back
from rag.answer.evidence import sentences
from rag.answer.likeness import Likeness
from rag.answer.moves import MOVES
from rag.answer.values import Told, Value
from rag.brief.earlier import ANOTHER_VALUE, NEWEST_WITHIN, Earlier
from rag.brief.turned import turned
from rag.domain.article import Version
from rag.domain.evidence import Evidence
from rag.ports import Embedder

_KINDS = frozenset(("count", "amount"))
_MOVED = 0.9
"""Factor where the new sentence says itself that something moved."""
_UNIT_SHARE = 0.5
"""What the unit or the counted thing is worth against other words."""
_LARGER = 15
_READ = 25

_OLD_NUMBER = re.compile(
    r"(?i)\b(?:from|instead of|(?:and |, )?not(?: by)?|rather than|after|than)\s+(?:about |some |the |a )?"
    r"(\d[\d,.]*\d|\d)"
)


@dataclass(frozen=True, slots=True)
class Update:
    """A sentence with the earlier one that it brings up to date."""

    now: Evidence
    before: Evidence


class EarlierLines:
    """The sentences of a story's earlier articles, and how rare each word is among them.

    An article of the same days counts as earlier only where a newer one names its number as the old one.
    """

    def __init__(self, versions: Sequence[Version], same_days: Sequence[Version] = (), *, embedder: Embedder) -> None:
        self._told = [told for version in reversed(versions) for told in _told(version)]
        self._same_days = [told for version in same_days for told in _told(version)]
        self._earlier = Earlier(self._told, Likeness(embedder))

    def updated_by(self, line: Evidence) -> Update | None:
        """What the sentence brings up to date, None where that is nothing."""
        now = Told(line)
        if now.published and looks_back(now, now.published):
            return None
        found = self._named(now) or self._by_value(now) or turned(now, self._earlier)
        return Update(line, found.evidence) if found else None

    def _named(self, now: Told) -> Told | None:
        """The newest earlier sentence with a number that this one names as the old one."""
        known = [*(t for t in self._same_days if _is_older(t, now)), *self._told]
        for match in _OLD_NUMBER.finditer(now.evidence.text):
            number = match[1].rstrip(".,")
            having = [t for t in known if re.search(rf"(?<![\d.,]){re.escape(number)}(?![\d]|[.,]\d)", t.evidence.text)]
            best = max(having, key=lambda t: self._earlier.shared(now.words & t.words), default=None)
            if best is not None and now.words & best.words:
                return best
        return None

    def _by_value(self, now: Told) -> Told | None:
        """The earlier sentence that gave another value of the same; none where that value has been given before."""
        needed = ANOTHER_VALUE * (_MOVED if MOVES.search(now.evidence.text) else 1)
        best: tuple[float, Told] | None = None
        for value in (v for v in now.values if v.kind in _KINDS and not _is_age(now, v)):
            found = self._closest(now, value, needed)
            if found is not None and (best is None or found[0] > best[0]):
                best = found
        return best[1] if best else None

    def _closest(self, now: Told, value: Value, needed: float) -> tuple[float, Told] | None:
        likes = [
            (likeness, told, other)
            for told in self._told
            for other in told.values
            if other.is_like(value)
            and not _is_age(told, other)
            and _is_of_one_size(value, other)
            and (likeness := self._likeness(now, value, told, other)) >= needed
            and not are_set_apart(now, told)
        ]
        top = max((likeness for likeness, _, _ in likes), default=0.0)
        near = [found for found in likes if found[0] >= NEWEST_WITHIN * top]
        if not near or any(_is_same(now, value, told, other) for _, told, other in near):
            return None
        return next(((likeness, told) for likeness, told, other in near if _apart(value, other)), None)

    def _likeness(self, now: Told, value: Value, told: Told, other: Value) -> float:
        own = _own(now, value) | _own(told, other)
        common = now.words & told.words
        return self._earlier.shared(common - own) + _UNIT_SHARE * self._earlier.shared(common & own)


def _is_older(told: Told, now: Told) -> bool:
    one, other = told.evidence.version.article, now.evidence.version.article
    return bool(one.id != other.id and one.published and other.published and one.published.at < other.published.at)


def _own(told: Told, value: Value) -> frozenset[str]:
    """The meanings of the value's own tokens, of its unit and of what it counts."""
    return value.things | frozenset(t.meaning for t in told.text.tokens[value.first : value.last])


def _apart(one: Value, other: Value) -> bool:
    """Whether two values differ; "up to 130" and "up to 150" do, and "at least 12" and "at least 15", though both
    could be true of one thing."""
    if one.high is None and other.high is None:
        return one.low != other.low
    if not one.low and not other.low:
        return one.high != other.high
    return not one.agrees(other)


def _is_of_one_size(one: Value, other: Value) -> bool:
    """Whether neither is so much larger that it must be of something else: a ticket of 2.40, a cost of 2.6 million."""
    sizes = [value.high if value.high is not None else value.low for value in (one, other)]
    return max(sizes) <= _LARGER * min(sizes)


def _is_same(now: Told, value: Value, told: Told, other: Value) -> bool:
    return now.evidence.text[value.start : value.end] == told.evidence.text[other.start : other.end]


def _is_age(told: Told, value: Value) -> bool:
    """ "a man of 38", "a girl of nine": whose age it is changes with whom is spoken of."""
    return value.first > 1 and told.text.tokens[value.first - 1].folded == "of" and value.kind == "count"


@lru_cache(maxsize=2_048)
def _told(version: Version) -> tuple[Told, ...]:
    return tuple(_lines(version))


def _lines(version: Version) -> Iterator[Told]:
    for line in [e for e in sentences(version) if e.field == "body"][:_READ]:
        yield Told(line)
