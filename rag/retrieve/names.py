"""People, places and other names that a question holds, told by their capitals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.ports import Span

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_ENDS = ".!?:"
_BETWEEN = " \t\n\"'“”‘’«»("
"""What may stand between the end of one sentence and the first word of the next."""
_NO_NAMES = frozenset(
    "I A An And Or Of The In On At To For From By With Is Are Was Did Does Do What Who When January February March "
    "April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday "
    "Sunday".split()
)
"""Days and months are read as days."""


@dataclass(frozen=True, slots=True)
class Name:
    """Capitalised words side by side, at [start, end) of a text, without a possessive ending."""

    start: int
    end: int
    text: str


def names_in(text: str, *, taken: Sequence[Span] = ()) -> list[Name]:
    """In their order; the first word of a sentence is none by its capital alone. Nothing that overlaps ``taken``
    (publishers, days) is a name."""
    found: list[Name] = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if not _is_name(text, match) or any(start < b and a < end for a, b in taken):
            continue
        word = _POSSESSIVE.sub("", match[0])
        # "Ann Vane" is one name; "Vane's Harrow" two.
        if found and text[found[-1].end : start] == " ":
            found[-1] = Name(found[-1].start, start + len(word), f"{found[-1].text} {word}")
        else:
            found.append(Name(start, start + len(word), word))
    return found


def share_of_names(names: Sequence[str], text: str) -> float:
    """Of the words of the names, the share that the text holds, 0 to 1; 0 where there are none."""
    wanted = [word for name in names for word in _WORD.findall(name.casefold())]
    lowered = text.casefold() if wanted else ""
    return sum(_holds(lowered, word) for word in wanted) / max(1, len(wanted))


def _holds(text: str, word: str) -> bool:
    """Whether it stands there as a whole word; by hand, since a search does this for sixty passages."""
    start = text.find(word)
    while start >= 0:
        end = start + len(word)
        if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
            return True
        start = text.find(word, end)
    return False


def _is_name(text: str, match: re.Match[str]) -> bool:
    if not match[0][:1].isupper() or match[0] in _NO_NAMES:
        return False
    before = text[: match.start()].rstrip(_BETWEEN)
    return bool(before) and before[-1] not in _ENDS
