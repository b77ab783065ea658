"""When two wordings say the same value: SQuAD's normalisation, and a comparison that knows numbers and dates."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = frozenset(string.punctuation)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_ORDINAL = r"(\d{1,2})(?:st|nd|rd|th)?"
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+{_ORDINAL},?\s+(\d{{4}})\b")
_DAY_FIRST = re.compile(rf"\b{_ORDINAL}\s+{_MONTH},?\s+(\d{{4}})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+")
_UNITS = (
    "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    "seventeen|eighteen|nineteen"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_UNIT_VALUES = {word: value for value, word in enumerate(_UNITS.split("|"))}
_TEN_VALUES = {word: 10 * value for value, word in enumerate(_TENS.split("|"), start=2)}


@lru_cache(maxsize=64)
def squad_normalised(text: str) -> str:
    """Lower case, without punctuation and articles, white space made single.

    Source: the evaluation scripts of SQuAD 1.1 and 2.0 (Rajpurkar et al., EMNLP 2016 and ACL 2018); ASCII punctuation
    only, as there.
    """
    bare = "".join(c for c in text.lower() if c not in _PUNCTUATION)
    return " ".join(_ARTICLES.sub(" ", bare).split())


def squad_wordings(wordings: Iterable[str]) -> tuple[str, ...]:
    """The wordings that are more than articles and punctuation; where none is, the empty one, which says nothing.

    So does the script of SQuAD 2.0: else a reply without a word would be as good as the answer.
    """
    return tuple(wording for wording in wordings if squad_normalised(wording)) or ("",)


@lru_cache(maxsize=64)
def values(text: str) -> tuple[str, ...]:
    """Words and numbers in one form: "Nine hours" and "9 hours" are equal, "14 March 2025" and "2025-03-14" too.

    English number words up to ninety-nine; dates that name a day, a month and a year.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("'", "")
    plain = _THOUSANDS.sub("", _without_initials(plain))
    plain = _MONTH_FIRST.sub(lambda m: _day(m[3], m[1], m[2]), plain)
    plain = _DAY_FIRST.sub(lambda m: _day(m[3], m[2], m[1]), plain)
    plain = _ISO.sub(lambda m: f" {m[1]}{m[2]}{m[3]} ", plain)
    return tuple(_numbers(_TOKEN.findall(plain)))


def says(text: str, wording: str) -> bool:
    """Whether ``text`` holds the wording's words and values one after the other.

    A bare yes or no counts only as the first word: "no" inside a sentence answers nothing.
    """
    wanted, given = values(wording), values(text)
    if not wanted:
        return False
    if wanted in (("yes",), ("no",)):
        return given[:1] == wanted
    return any(given[at : at + len(wanted)] == wanted for at in range(len(given) - len(wanted) + 1))


def _without_initials(text: str) -> str:
    """ "u.s." as "us": full stops between single letters go."""
    return re.sub(r"\b(?:[^\W\d_]\.){2,}", lambda m: m[0].replace(".", ""), text)


def _day(year: str, month: str, day: str) -> str:
    return f" {year}{_MONTHS.index(month[:3]) + 1:02}{int(day):02} "


def _numbers(tokens: list[str]) -> Iterator[str]:
    """Number words as digits; "thirty five" as one number."""
    at = 0
    while at < len(tokens):
        word, following = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else ""
        if word in _TEN_VALUES and 1 <= _UNIT_VALUES.get(following, 0) <= 9:
            yield str(_TEN_VALUES[word] + _UNIT_VALUES[following])
            at += 2
            continue
        yield str(_TEN_VALUES.get(word, _UNIT_VALUES.get(word, word)))
        at += 1
