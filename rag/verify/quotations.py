"""Quotations: what a statement sets between quote marks, whether the spans say it so, and who the text says said it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rag.verify.locate import locate

_PAIRS = (("“", "”"), ("„", "“"), ("„", "”"), ("«", "»"), ("»", "«"), ('"', '"'), ("‘", "’"))
_DOUBLE = re.compile(r"“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|\"([^\"]+)\"|”([^”]+)”")
# A single quote mark opens before a word and behind a space, and closes behind a word: "Ukraine’s" has neither.
_SINGLE = re.compile(r"(?:(?<=^)|(?<=[\s(\[—–-]))['‘](?=\w)(.+?)(?<=[\w.,!?…])['’](?=$|[\s,.;:!?)\]—–-])")
_ELISION = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.\.\.)\s*")


class Quotation(NamedTuple):
    """The words between two quote marks; [start, end) is their place in the text, marks not included."""

    words: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def quotations(text: str) -> tuple[Quotation, ...]:
    """What stands between quote marks, in order; apostrophes are not taken for marks."""
    found = list(_marked(text, _DOUBLE))
    inside = [(q.start, q.end) for q in found]
    for quotation in _marked(text, _SINGLE):
        if not any(start <= quotation.start < end for start, end in inside):
            found.append(quotation)
    return tuple(sorted(found, key=lambda q: q.start))


def _marked(text: str, pattern: re.Pattern[str]) -> Iterator[Quotation]:
    if not any(mark in text for mark in "“\"„«”'‘"):
        return
    for match in pattern.finditer(text):
        group = match.lastindex or 1
        if any(c.isalnum() for c in match[group]):
            yield Quotation(match[group], *match.span(group))


def is_quoted(words: str, span: str) -> bool:
    """Whether a span has the quotation, to the character but for marks, dashes, its first letter's case and elisions.

    Parts around an ellipsis must stand in this order.
    """
    if _place(words, span) is not None:
        return True
    parts = [p for p in _ELISION.split(words) if p.strip()]
    at = 0
    for part in parts:
        place = _place(part, span[at:]) if len(parts) > 1 else None
        if place is None:
            return False
        at += place[1]
    return True


def place_of(words: str, text: str) -> tuple[int, int] | None:
    """Where a text has the quotation, the first letter's case aside."""
    return _place(words, text)


def _place(words: str, text: str) -> tuple[int, int] | None:
    found = locate(words, text)
    if found is None and words[:1].isalpha():
        found = locate(words[0].swapcase() + words[1:], text)
    return found
