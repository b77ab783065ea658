"""Where a long question falls into stretches that different articles speak to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.ports import Span

_NAME = r"(?-i:(?:[A-Z][\w.&’'-]+\s+)+)"
_JOINS = (
    r"(?:while|whereas|but|compared\s+(?:to|with)|in\s+contrast\s+to|unlike|than|and|as\s+well\s+as|(?:dis)?agree\s+with|"
    r"align\s+with|differ\s+from|contradict)\s+"
)
_BORDER = re.compile(
    rf"[,;:?!.]\s+(?!(?:19|20)\d{{2}}\b)(?:{_JOINS})?"
    rf"|\s+{_JOINS}"
    rf"|\s+(?:with|or|after|before|from|of|to)\s+(?=(?:(?:the|an?|another|its)\s+|['‘\"“])*(?:subsequent\s+|later\s+|earlier\s+)?{_NAME}"
    r"(?:report|article|story|piece)\b)",
    re.IGNORECASE,
)
FEWEST_WORDS = 5
"""A stretch with fewer words stays with its neighbour: it would find by itself only what shares a word with it."""

FROM_WORDS = 12
"""A shorter question is one stretch."""


def clause_spans(text: str, *, whole: Sequence[Span] = ()) -> list[Span]:
    """Stretches of the text, in order; none begins or ends inside one of ``whole`` (names of publishers, dates)."""
    if len(text.split()) < FROM_WORDS:
        return [(0, len(text))]
    spans: list[Span] = []
    start = 0
    for border in [*_borders(text, whole), (len(text), len(text))]:
        if text[start : border[0]].strip():
            spans.append((start, border[0]))
        start = border[1]
    merged: list[Span] = []
    for a, b in spans:
        if merged and min(_words(text, (a, b)), _words(text, merged[-1])) < FEWEST_WORDS:
            merged[-1] = (merged[-1][0], b)
        else:
            merged.append((a, b))
    return merged or [(0, len(text))]


def _borders(text: str, whole: Sequence[Span]) -> list[Span]:
    return [m.span() for m in _BORDER.finditer(text) if not any(a < m.end() and m.start() < b for a, b in whole)]


def _words(text: str, span: Span) -> int:
    return len(text[slice(*span)].split())
