"""The numbers, percentages, days and times of day that an English text states, each in one form.

Written for scoring alone and apart from the check's own reading, so that a fault of the one does not hide in the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Sort = Literal["number", "percent", "day", "clock"]


@dataclass(frozen=True, slots=True)
class StatedValue:
    """``text`` is the form that equal values share: "9000000", "12.5", "2025-03-14", "--03-14" (no year), "17:00"."""

    sort: Sort
    text: str


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year>\d{4}))?\b"
_DAYS = (
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
    re.compile(rf"\b{_DAY}(?:\s+of)?\s+{_MONTH}{_YEAR}"),
    re.compile(rf"\b{_MONTH}\s+{_DAY}\b{_YEAR}"),
)
_HALVES_OF_THE_DAY = re.compile(r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap])\.?\s?m\b\.?")
_TWENTY_FOUR_HOURS = re.compile(r"\b(?P<hour>[01]?\d|2[0-3]):(?P<minute>\d{2})\b")
_NAMED_HOURS = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_TOKEN = re.compile(r"(?P<currency>[$£€]\s?)?(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)(?P<tail>[^\W\d_]+)?|[^\W\d_]+|%")

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: value for value, word in enumerate(_UNITS)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "bn": 1_000_000_000}
_PERCENT = ("%", "percent", "pct")


def stated_values(text: str) -> frozenset[StatedValue]:
    """Every value in ``text``. Ordinals ("third", "3rd") and a bare "one" are no values: both mostly only point."""
    rest = text.casefold()
    found: list[StatedValue] = []
    for pattern in _DAYS:
        found += [StatedValue("day", _day(m)) for m in pattern.finditer(rest)]
        rest = pattern.sub(" ; ", rest)
    for pattern in (_HALVES_OF_THE_DAY, _TWENTY_FOUR_HOURS):
        found += [StatedValue("clock", _clock(m)) for m in pattern.finditer(rest)]
        rest = pattern.sub(" ; ", rest)
    found += [StatedValue("clock", form) for word, form in _NAMED_HOURS.items() if re.search(rf"\b{word}\b", rest)]
    return frozenset((*found, *_numbers([_Token.of(m) for m in _TOKEN.finditer(rest)])))


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, a percent sign, or digits with what stands on them ("$9m": 9, "m")."""

    word: str
    number: Decimal | None = None

    @classmethod
    def of(cls, match: re.Match[str]) -> _Token:
        if match["digits"] is None:
            word = match[0]
            return cls(word, Decimal(_WORDS[word]) if word in _WORDS else None)
        number, tail = Decimal(match["digits"].replace(",", "")), match["tail"] or ""
        if match["currency"] and tail in ("m", "k"):
            return cls("", number * (1_000_000 if tail == "m" else 1_000))
        return cls(tail, number if tail not in ("st", "nd", "rd", "th") else None)


def _numbers(tokens: Sequence[_Token]) -> Iterator[StatedValue]:
    at = 0
    while at < len(tokens):
        number, end = _number(tokens, at)
        if number is None:
            at += 1
            continue
        is_bare_one = end == at + 1 and tokens[at].word == "one"
        if _is_percent(tokens, end):
            yield StatedValue("percent", _plain(number))
        elif not is_bare_one:
            yield StatedValue("number", _plain(number))
        at = end


def _number(tokens: Sequence[_Token], at: int) -> tuple[Decimal | None, int]:
    """The number that begins at ``at`` and where it ends: "9.5 million", "two hundred and forty", "thirty five"."""
    total, group, end = Decimal(0), None, at
    while end < len(tokens):
        token = tokens[end]
        if token.number is not None and (group is None or _goes_on(group, token)):
            group = (group or Decimal(0)) + token.number
            if token.word in _SCALES:
                group *= _SCALES[token.word]
        elif token.word in _SCALES and (group is not None or _is_article(tokens, end)):
            group = (group if group is not None else Decimal(1)) * _SCALES[token.word]
            if _SCALES[token.word] >= 1_000:
                total, group = total + group, Decimal(0)
        elif not (token.word == "and" and _is_inside(tokens, at, end)):
            break
        end += 1
    return (None, at + 1) if group is None else (total + group, end)


def _goes_on(group: Decimal, token: _Token) -> bool:
    """Whether a number word belongs to the group before it: "thirty" + "five", "two hundred" + "forty"."""
    if token.word not in _WORDS or token.number is None:
        return False
    room = 100 if group % 100 == 0 else 10 if group % 10 == 0 and group % 100 >= 20 else 0
    return token.number < room


def _is_article(tokens: Sequence[_Token], at: int) -> bool:
    """ "A hundred"."""
    return at > 0 and tokens[at - 1].word in ("a", "an")


def _is_inside(tokens: Sequence[_Token], start: int, at: int) -> bool:
    """Whether an "and" belongs to the number that began at ``start``: "two hundred and forty"."""
    follows_hundred = at > start and tokens[at - 1].word == "hundred"
    return follows_hundred and at + 1 < len(tokens) and tokens[at + 1].word in _WORDS


def _is_percent(tokens: Sequence[_Token], end: int) -> bool:
    words = [token.word for token in tokens[end : end + 2]]
    return words[:1] in ([word] for word in _PERCENT) or words == ["per", "cent"]


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _day(match: re.Match[str]) -> str:
    month = match["month"]
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    return f"{match['year'] or '-'}-{number:02}-{int(match['day']):02}"


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), match["minute"] or "00"
    if half := match.groupdict().get("half"):
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute}"
