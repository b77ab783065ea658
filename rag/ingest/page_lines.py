"""Lines of printed pages as paragraphs: hyphens joined, running heads and page numbers left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from rag.ingest.clean import clean_line
from rag.ingest.prose import Paragraph

_EDGE_LINES = 3
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:page|seite|página|p\.|s\.)\s*)?\d{1,4}(?:\s*(?:/|of|von|sur|de|\|)\s*\d{1,4})?[-–—\s]*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_HYPHEN = re.compile(r"([^\W\d_]+)[-\u2010]$")
_BOUND = re.compile(r"\S[-\u2010]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONGEST_TITLE = 300
_LONGEST_WORD = 80


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its page (from 0), where it begins (points, y upwards) and the size of its letters."""

    text: str
    page: int
    x: float
    y: float
    size: float


def paragraphs_of(lines: Sequence[Line], *, title: str = "") -> list[Paragraph]:
    """The paragraphs in the order of the lines; that in the largest letters of the first page, or else the one that
    reads as ``title``, is the title."""
    lines = _without_running_heads(lines)
    if not lines:
        return []
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line.text))
    leading = _leading(lines)
    groups: list[list[Line]] = [[lines[0]]]
    for before, line in pairwise(lines):
        if _starts_paragraph(before, line, groups[-1], leading):
            groups.append([line])
        else:
            groups[-1].append(line)
    head = _title_group(groups, clean_line(title))
    return [Paragraph(_joined(group, words), "title" if group is head else "text") for group in groups]


def _without_running_heads(lines: Sequence[Line]) -> list[Line]:
    """Without what stands at the edge of half of the pages, digits aside, at one height; without page numbers."""
    pages = [list(page) for _, page in groupby(lines, key=lambda line: line.page)]
    edges = [_edge(page) for page in pages]
    seen = Counter(key for edge in edges for key in {_edge_key(line) for line in edge})
    needed = max(2, (len(pages) + 1) // 2)
    dropped = {
        id(line)
        for page, edge in zip(pages, edges, strict=True)
        for line in edge
        if seen[_edge_key(line)] >= needed or (_PAGE_NUMBER.fullmatch(line.text) and _is_outermost(line, page))
    }
    return [line for line in lines if id(line) not in dropped]


def _edge(page: Sequence[Line]) -> list[Line]:
    """The outermost lines; on a page of few lines, only its first and last."""
    by_height = sorted(page, key=lambda line: line.y)
    count = min(_EDGE_LINES, max(1, len(page) // 4))
    return by_height[:count] + by_height[-count:] if len(page) > 1 else []


def _edge_key(line: Line) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.y / 6)


def _is_outermost(line: Line, page: Sequence[Line]) -> bool:
    return line.y in (min(each.y for each in page), max(each.y for each in page))


def _leading(lines: Sequence[Line]) -> float:
    """The usual distance from one line to the next, in points; 0 where no two lines stand under each other."""
    pairs = [(a, b) for a, b in pairwise(lines) if a.page == b.page and a.size == b.size]
    gaps = sorted(a.y - b.y for a, b in pairs if 0.7 * a.size < a.y - b.y < 4 * a.size)
    # The lower quarter: a page of short paragraphs has as many gaps between them as lines.
    return gaps[len(gaps) // 4] if gaps else 0.0


def _starts_paragraph(before: Line, line: Line, group: Sequence[Line], leading: float) -> bool:
    if abs(before.size - line.size) > 0.12 * max(before.size, line.size):
        return True
    gap = before.y - line.y
    if before.page != line.page or gap < -0.5 * line.size:  # another page or column: the sentence may go on
        return bool(_SENTENCE_END.search(before.text)) and not line.text[:1].islower()
    if gap > 1.3 * leading > 0:
        return True
    left = min(each.x for each in group[-20:])
    is_indented = line.x > left + 0.7 * line.size and gap > 0
    return is_indented and bool(_SENTENCE_END.search(before.text)) and line.x < left + 6 * line.size


def _title_group(groups: Sequence[list[Line]], title: str) -> list[Line] | None:
    first = [group for group in groups[:12] if group[0].page == groups[0][0].page]
    named = next((g for g in first if title and clean_line(" ".join(line.text for line in g)) == title), None)
    if named:
        return named
    usual = median(line.size for group in groups for line in group)
    largest = max(first, key=lambda group: group[0].size)
    is_title = largest[0].size > 1.15 * usual and 8 <= sum(len(line.text) for line in largest) <= _LONGEST_TITLE
    return largest if is_title and len(groups) > 1 else None


def _joined(group: Sequence[Line], words: Counter[str]) -> str:
    pieces = [_before(line.text, following.text, words) for line, following in pairwise(group)]
    return "".join([*pieces, group[-1].text.rstrip("\xad")])


def _before(text: str, following: str, words: Counter[str]) -> str:
    """The line as it stands before the next: a hyphen at the margin goes, unless the word is spelt with it elsewhere or
    a name goes on behind it."""
    if text.endswith("\xad"):
        return text.rstrip("\xad")
    match, rest = _HYPHEN.search(text[-_LONGEST_WORD:]), _WORD.match(following[:_LONGEST_WORD])
    if match is None or rest is None:
        return text if _BOUND.search(text[-2:]) else f"{text} "
    whole, spelt = f"{match[1]}{rest[0]}".lower(), f"{match[1]}-{rest[0]}".lower()
    keeps_hyphen = not following[:1].islower() or words[spelt] > words[whole]
    return text if keeps_hyphen else text[:-1]
