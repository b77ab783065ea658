"""Texts as an ingest stores them, and words of them as gold quotes, which stand there only once."""

from __future__ import annotations

import re

from rag.ingest.clean import clean_text
from rag.sentences import sentence_spans

_WORD = re.compile(r"\S+")


def as_stored(text: str) -> str:
    """The text of a body as it will stand in the archive."""
    return clean_text(text).strip("\n ")


def quote_of(words: str, text: str) -> str:
    """The words where they stand in the text, in any case and with any white space between them, as a gold quote;
    "" where they do not stand there."""
    pieces = _WORD.findall(as_stored(words))
    found = re.search(r"\s+".join(map(re.escape, pieces)), text, re.IGNORECASE) if pieces else None
    return unique_quote(text, *found.span()) if found else ""


def unique_quote(text: str, start: int, end: int) -> str:
    """``text[start:end]``, with as few of the words around it as make it stand only once in the text.

    Words of its own sentence first, since that is what an answer cites; the whole text is the last resort.
    """
    if text.count(text[start:end]) == 1:
        return text[start:end]
    spans = sentence_spans(text)
    low, high = next(((a, b) for a, b in spans if a <= start and end <= b), (0, len(text)))
    return _widened(text, start, end, low, high) or _widened(text, start, end, 0, len(text))


def _widened(text: str, start: int, end: int, low: int, high: int) -> str:
    """A word more on both sides, again and again, up to the limits."""
    before = [m.start() + low for m in _WORD.finditer(text[low:start])][::-1]
    after = [m.end() + end for m in _WORD.finditer(text[end:high])]
    for words in range(1, max(len(before), len(after)) + 1):
        left = before[min(words, len(before)) - 1] if before else start
        right = after[min(words, len(after)) - 1] if after else end
        if text.count(text[left:right]) == 1:
            return text[left:right]
    return ""
