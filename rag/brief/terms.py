"""What a sentence says, as sets that can be compared: content words, figures with their units, names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rag.verify.tokens import Token, read

_MONTH_NAMES = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec"
)
_MONTHS = frozenset(_MONTH_NAMES.split())
_TO_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: str(value) for value, word in enumerate(_TO_TWENTY.split())}
_WORDS |= {word: str(10 * tens) for tens, word in enumerate(_TENS.split(), start=3)}
# "one" is more often a pronoun than a number
del _WORDS["one"]
_SCALES = frozenset(("hundred", "thousand", "million", "billion", "trillion"))
_YEAR = re.compile(r"(?:19|20)\d\d")
_REACH = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts ("12", "passenger"); ``unit`` is "" where nothing close by says so."""

    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Content words by meaning (names and figures' units among them), figures, dates as numbers, folded names."""

    content: frozenset[str]
    figures: frozenset[Figure]
    dates: frozenset[str]
    names: frozenset[str]

    @property
    def facts(self) -> int:
        """How many checkable things it holds."""
        return len(self.figures) + bool(self.dates) + len(self.names)

    @property
    def everything(self) -> frozenset[str]:
        """All of it as one set of words."""
        return self.content | self.dates | {f"{f.value} {f.unit}" for f in self.figures}


@lru_cache(maxsize=20_000)
def terms(text: str) -> Terms:
    """The terms of a sentence or headline."""
    tokens = read(text).tokens
    numbers = [(i, value) for i, token in enumerate(tokens) if (value := _value(token))]
    dates = {value for i, value in numbers if _is_of_date(tokens, i, value)}
    figures = {Figure(value, _unit(tokens, i)) for i, value in numbers if not _is_of_date(tokens, i, value)}
    content = {t.meaning for t in tokens if t.is_content and t.folded not in _WORDS}
    return Terms(frozenset(content), frozenset(figures), frozenset(dates), frozenset(_names(tokens)))


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard's index, 0..1; 0 where both are empty."""
    return len(one & other) / len(one | other) if one and other else 0.0


def contained(part: frozenset[str], whole: frozenset[str]) -> float:
    """The share of ``part`` that ``whole`` holds, 0..1."""
    return len(part & whole) / len(part) if part else 0.0


def _value(token: Token) -> str:
    if token.kind == "number":
        return re.sub(r"[\s,](?=\d{3})", "", token.text).strip(",.")
    return _WORDS.get(token.folded, "") if token.kind == "word" else ""


def _is_of_date(tokens: tuple[Token, ...], i: int, value: str) -> bool:
    if _YEAR.fullmatch(value):
        return True
    near = tokens[max(0, i - 1) : i + 2]
    return any(t.folded in _MONTHS and t.is_capitalised for t in near) and value.isdigit() and int(value) <= 31


def _unit(tokens: tuple[Token, ...], i: int) -> str:
    """The percent or currency sign beside the number, else the next content word of its clause."""
    before = tokens[i - 1] if i else None
    if before is not None and before.kind == "symbol" and before.end == tokens[i].start:
        return before.text
    scale = ""
    for token in tokens[i + 1 : i + 1 + _REACH]:
        if token.kind == "symbol":
            return token.text
        if token.clause != tokens[i].clause:
            break
        if token.folded in _SCALES:
            scale = token.folded + " "
        elif token.is_content:
            return scale + token.meaning
    return scale.strip()


def _names(tokens: tuple[Token, ...]) -> set[str]:
    """Capitalised words that do not begin a sentence: good enough to tell sentences about the same people apart."""
    found: set[str] = set()
    sentence = -1
    for token in tokens:
        first = token.sentence != sentence
        if token.kind == "word":
            sentence = token.sentence
            if token.is_capitalised and token.is_content and not first and token.folded not in _MONTHS:
                found.add(token.folded)
    return found
