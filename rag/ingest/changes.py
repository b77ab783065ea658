"""What changed between two versions of an article: exact spans of both, by words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from rag.domain.article import FIELDS, Article, Change
from rag.ports import Span

_LINE = re.compile(r"[^\n]*\n?")
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_MOST_WORDS = 4_000
"""Of one replaced stretch: comparing words takes a time that grows with their square, so longer ones stay whole."""


def changes_between(old: Article, new: Article) -> tuple[Change, ...]:
    """The changes that lead from ``old`` to ``new``, in the order of FIELDS and then of the text.

    Lines are compared first, then the words of those that differ. What lies between two changes is equal in both.
    """
    return tuple(
        Change(field, before, after)
        for field in FIELDS
        for before, after in _replaced(old.text(field), new.text(field))
    )


def _replaced(old: str, new: str) -> Iterator[tuple[Span, Span]]:
    if old == new:
        return
    for before, after in _differing(_spans(_LINE, old, (0, len(old))), _spans(_LINE, new, (0, len(new))), old, new):
        words = _spans(_WORD, old, before), _spans(_WORD, new, after)
        if len(words[0]) + len(words[1]) > _MOST_WORDS:
            yield before, after
        else:
            yield from _differing(*words, old, new)


def _differing(olds: Sequence[Span], news: Sequence[Span], old: str, new: str) -> Iterator[tuple[Span, Span]]:
    pieces = [old[a:b] for a, b in olds], [new[a:b] for a, b in news]
    for tag, i, j, k, m in SequenceMatcher(None, *pieces).get_opcodes():
        if tag != "equal":
            yield _joined(olds, i, j), _joined(news, k, m)


def _joined(spans: Sequence[Span], first: int, after: int) -> Span:
    """From the start of one piece to the end of another; an empty place where there is no piece."""
    if first < after:
        return spans[first][0], spans[after - 1][1]
    place = spans[first][0] if first < len(spans) else spans[-1][1] if spans else 0
    return place, place


def _spans(pattern: re.Pattern[str], text: str, within: Span) -> list[Span]:
    """Pieces that add up to text[start:end]; of an empty stretch one empty piece, so that its place is known."""
    found = [m.span() for m in pattern.finditer(text, *within) if m.end() > m.start()]
    return found or [within]
