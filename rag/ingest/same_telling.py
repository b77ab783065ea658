"""Whether two texts tell the same in the same words: copied, perhaps cut and edited, with no fact stated otherwise.

A text is read as words, some of which are facts: numbers, days of the week, names. A copy shares most of the shorter
text's words in unbroken runs. A fact stands in a slot, the four words around it. Where both texts have the slot and
fill it with different facts, one of them tells of another event, or of a later state of the same one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal["word", "number", "day", "name"]

_RUN = 4
_COPIED = 0.55
_COPIED_OUTSIDE_QUOTATIONS = 0.5
_FEWEST_WORDS = 24
_MOST_CHARACTERS = 200_000
# How many words of a slot stand before its fact and behind it.
_SLOTS = ((4, 0), (3, 1), (2, 2), (1, 3), (0, 4))
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|%|[^\W\d_]+(?:'[^\W\d_]+)*|[.!?\n]")
_DATELINE = re.compile(r"\A\s*[A-ZÀ-ÖØ-Þ]{2}[^\n]{0,60}?\s[-–—]{1,2}\s")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
_PERCENT = re.compile(r"\b(?:percent|per cent|pct|Prozent)\b")
_GROUPED = re.compile(r"(?<=\d)[.,   ](?=\d{3}(?!\d))")
_QUOTED = re.compile(r"[“„«\"]([^“”„«»\"]{20,600})[”“»\"]")
_GERMAN = frozenset({"der", "die", "das", "und", "den", "dem"})
_GERMAN_SHARE = 0.05

_UNITS = "one two three four five six seven eight nine"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_COMPOUND = re.compile(rf"\b({_TENS.replace(' ', '|')})(?:-({_UNITS.replace(' ', '|')}))?\b", re.IGNORECASE)
# "One" and its like are articles and pronouns; the Spanish eleven is an English word of another meaning.
_COUNTED = (
    "two three four five six seven eight nine ten eleven twelve "
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "deux trois quatre cinq six sept huit neuf dix onze douze",
    "dos tres cuatro cinco seis siete ocho nueve diez _ doce",
)
_NUMBERS = {word: str(n) for words in _COUNTED for n, word in enumerate(words.split(), start=2)}
_SCALED = re.compile(rf"\b(\d+|{'|'.join(_COUNTED[0].split())}) (hundred|thousand)\b", re.IGNORECASE)
_SCALES = {"hundred": 100, "thousand": 1000}
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
)
_DAYS = {word: f"day {n}" for words in _WEEKDAYS for n, word in enumerate(words.split())}
_SAME = {"bn": "billion", "mn": "million", "mln": "million"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word in lower case, or a fact: a number in one notation, a day of the week, a name of one or more words."""

    kind: Kind
    text: str


Slot = tuple[Kind, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Telling:
    """A text as it is compared with another; ``quoted`` are the places of tokens inside quotation marks."""

    tokens: tuple[Token, ...]
    quoted: frozenset[int]

    @classmethod
    def of(cls, text: str) -> Telling:
        """Reads the first 200,000 characters of ``text``, without the agency's dateline at its beginning."""
        text = _in_one_style(text[:_MOST_CHARACTERS])
        spans = [m.span() for m in _QUOTED.finditer(text)]
        starts = [start for start, _ in spans]
        placed = list(_tokens(text))
        within = ((n, bisect_right(starts, place) - 1, place) for n, (place, _) in enumerate(placed))
        quoted = (n for n, span, place in within if span >= 0 and place < spans[span][1])
        return cls(tuple(token for _, token in placed), frozenset(quoted))

    @cached_property
    def runs(self) -> tuple[tuple[str, ...], ...]:
        """Every four tokens that follow each other, in order."""
        words = [t.text for t in self.tokens]
        return tuple(zip(*(words[i:] for i in range(_RUN)), strict=False))

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(word for t in self.tokens for word in t.text.split())

    @cached_property
    def is_german(self) -> bool:
        """Whether nouns have capitals, so that a capital marks no name."""
        return sum(t.text in _GERMAN for t in self.tokens) > _GERMAN_SHARE * len(self.tokens)

    @cached_property
    def slots(self) -> Mapping[Slot, set[str]]:
        """Of every fact the words around it, with the numbers and days among them masked, and what fills the slot."""
        masked = [t.kind if t.kind in ("number", "day") else t.text for t in self.tokens]
        found: defaultdict[Slot, set[str]] = defaultdict(set)
        for i, token in enumerate(self.tokens):
            if token.kind == "word" or (token.kind == "name" and self.is_german):
                continue
            for before, after in _SLOTS:
                if before <= i < len(masked) - after:
                    slot = (token.kind, tuple(masked[i - before : i]), tuple(masked[i + 1 : i + 1 + after]))
                    found[slot].add(token.text)
        return found


def is_same_telling(one: Telling, other: Telling) -> bool:
    """Whether most of the shorter text was taken over from the longer and both state the same facts in shared slots.

    False for a text of fewer than 24 words, which cannot be told from others of its kind.
    """
    shorter, longer = sorted((one, other), key=lambda telling: len(telling.tokens))
    if len(shorter.tokens) < _FEWEST_WORDS:
        return False
    copied = _copied(shorter, longer)
    outside = [yes for n, yes in enumerate(copied) if n not in shorter.quoted]
    return (
        _share(copied) >= _COPIED
        # Two reporters of one speech share its sentences, and little else.
        and _share(outside) >= _COPIED_OUTSIDE_QUOTATIONS
        and not any(_differ(shorter, longer))
    )


def _copied(shorter: Telling, longer: Telling) -> list[bool]:
    """Of each token of the shorter text, whether it stands in a run that the longer has too."""
    copied = [False] * len(shorter.tokens)
    known = frozenset(longer.runs)
    for start, run in enumerate(shorter.runs):
        if run in known:
            copied[start : start + _RUN] = [True] * _RUN
    return copied


def _share(copied: list[bool]) -> float:
    return sum(copied) / len(copied) if copied else 1.0


def _differ(one: Telling, other: Telling) -> Iterator[bool]:
    """Of each slot that both texts have, whether they fill it with different facts."""
    for slot in one.slots.keys() & other.slots.keys():
        mine, theirs = one.slots[slot], other.slots[slot]
        if mine.isdisjoint(theirs):
            yield slot[0] != "name" or not _may_name_the_same(mine, theirs, one, other)


def _may_name_the_same(mine: set[str], theirs: set[str], one: Telling, other: Telling) -> bool:
    """Whether two sets of names share a word or initials, or either is named elsewhere in the other text."""
    a, b = ({word for name in names for word in name.split()} for names in (mine, theirs))
    initials = {"".join(word[0] for word in name.split()) for name in mine | theirs if " " in name}
    return bool(a & b or a & other.words or b & one.words or (a | b) & initials)


def _in_one_style(text: str) -> str:
    """Without dateline, with plain apostrophes, initials without stops, "%", and larger numbers in figures alone."""
    text = _DATELINE.sub("", text).replace("’", "'")
    text = _INITIALS.sub(lambda m: m.group().replace(".", ""), text)
    text = _GROUPED.sub("", _PERCENT.sub("%", text))
    return _SCALED.sub(_scaled, _COMPOUND.sub(_in_figures, text))


def _in_figures(match: re.Match[str]) -> str:
    tens, unit = match.group(1).lower(), (match.group(2) or "").lower()
    return str(10 * (_TENS.split().index(tens) + 2) + (_UNITS.split().index(unit) + 1 if unit else 0))


def _scaled(match: re.Match[str]) -> str:
    count = match.group(1).lower()
    return str(int(_NUMBERS.get(count, count)) * _SCALES[match.group(2).lower()])


def _tokens(text: str) -> Iterator[tuple[int, Token]]:
    """(place, token), the words of a name together."""
    name: list[str] = []
    start, begins_sentence = 0, True
    for match in _TOKEN.finditer(text):
        word = match.group()
        token = _token(word.removesuffix("'s"), begins_sentence=begins_sentence)
        begins_sentence = word in ".!?\n"
        if name and (token.kind != "name" or text[match.start() - 1] != " "):
            yield start, Token("name", " ".join(name))
            name = []
        if token.kind == "name":
            start = start if name else match.start()
            name.append(token.text)
        elif not begins_sentence:
            yield match.start(), token
    if name:
        yield start, Token("name", " ".join(name))


def _token(word: str, *, begins_sentence: bool) -> Token:
    folded = word.casefold()
    if word[0].isdigit():
        return Token("number", word.replace(":", "").replace(",", "."))
    if folded in _NUMBERS:
        return Token("number", _NUMBERS[folded])
    if folded in _DAYS:
        return Token("day", _DAYS[folded])
    if word[0].isupper() and not begins_sentence:
        return Token("name", folded)
    return Token("word", _SAME.get(folded, folded))
