"""A draft as sentences: those that claim something, and those that are passed over, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.domain.check import SkippedSentence, SkipReason
from rag.sentences import sentence_spans
from rag.verify.tokens import read

HEADING_WORDS = 12
"""A line of its own with more words than this is a sentence without its stop, not a heading."""

_ITEM = re.compile(r"(?:(?:[-*+•–>]|\d{1,3}[.)])(?:\s+|\Z))+")
_MARKED = re.compile(r"#{1,6}\s")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})\s*")
_STOPPED = re.compile(r"[.!?…][\"'”’»)\]]*(?:\s|\Z)")
_ENDS_OPEN = re.compile(r"[\w%)\]\"'”’»]\s*\Z")
_ASKS = re.compile(r"\?[\"'”’»)\]]*\Z")
_PARAGRAPH = re.compile(r"\s*((?:[^\n]+\n?){1,40})")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that can be checked, as [start, end) of the draft."""

    text: str
    start: int
    end: int


def draft_sentences(text: str) -> Iterator[Claim | SkippedSentence]:
    """In the order of the text; the mark of a list item belongs to no sentence."""
    for start, end in sentence_spans(text):
        if item := _ITEM.match(text[start:end]):
            start += item.end()
        if start == end:
            continue
        why = _passed_over(text, start, end)
        sentence = text[start:end]
        yield SkippedSentence(sentence, start, end, why) if why else Claim(sentence, start, end)


def _passed_over(text: str, start: int, end: int) -> SkipReason | None:
    if not any(token.kind == "word" for token in read(text[start:end]).content):
        return "fragment"
    if _ASKS.search(text[start:end]):
        return "question"
    return "heading" if _is_heading(text, start, end) else None


def _is_heading(text: str, start: int, end: int) -> bool:
    """A marked or underlined line; or a short one without a stop, by itself, above a paragraph that has one.

    A list of claims, one a line and without stops, has no headings: nothing that may be a claim is passed over.
    """
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    line = text[first:last]
    if _MARKED.match(line.lstrip()):
        return True
    if line.strip() != text[start:end] or not _ENDS_OPEN.search(line) or len(line.split()) > HEADING_WORDS:
        return False
    below = text[last + 1 : _end_of_line(text, last + 1)]
    if _UNDERLINE.fullmatch(below):
        return True
    above = text[text.rfind("\n", 0, max(first - 1, 0)) + 1 : max(first - 1, 0)]
    paragraph = _PARAGRAPH.match(text, last)
    return not above.strip() and not below.strip() and bool(paragraph and _STOPPED.search(paragraph[1]))


def _end_of_line(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
