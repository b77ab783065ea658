"""Dates that a page shows: time elements and lines that print a date and nothing else, near its heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from rag.domain.article import Published
from rag.ingest.clean import clean_line
from rag.ingest.dates import is_scrape_line, metadata_date, printed_date
from rag.ingest.near_heading import near_heading
from rag.ingest.relative_dates import relative_date

_LINE_TAGS = (
    "time",
    "span",
    "p",
    "div",
    "li",
    "td",
    "b",
    "strong",
    "em",
    "i",
    "small",
    "abbr",
    "dd",
    "h4",
    "h5",
    "h6",
    "a",
    "font",
)
_PARTS = re.compile(r"\s+[|·•–—]\s+|\n")
_PUBLISHED_MARK = re.compile(
    r"publi|posted|pubdate|entry-date|created|issued|dateline|datum|time-?stamp|post-date|article-date", re.IGNORECASE
)
_CHANGED_MARK = re.compile(r"updat|modifi|aktualis|changed", re.IGNORECASE)
_PERMALINK = re.compile(r"://[^/?#]+/(?:[^?#]*/)?((?:19|20)\d\d)/(\d\d)/(\d\d)/[^/?#]")
_INLINE = frozenset({"time", "span", "b", "strong", "em", "i", "small", "abbr", "a", "font"})
_LONGEST_LINE = 120
_LONGEST_LABEL = 40
_NEAR = timedelta(days=2)


def printed_dateline(tree: Any, published: Published | None, now: datetime | None = None) -> str:
    """The first line near the heading that prints a date, as the page prints it; "" if none does.

    It must not be another day than ``published``, which the page's data gives. Lines that count from ``now`` ("2 hours
    ago") are taken where ``now`` is known.
    """
    for line in _lines_near_heading(tree):
        found = line_date(line, now)
        if found and (published is None or abs(found.at - published.at) <= _NEAR):
            return line
    return ""


def line_date(line: str, now: datetime | None = None) -> Published | None:
    """The date of a line that prints one; where it counts from now, only if ``now`` is given."""
    if is_scrape_line(line):
        return None
    return printed_date(line) or (relative_date(line, now) if now else None)


def time_element_date(tree: Any) -> Published | None:
    """What the ``datetime`` of a time element near the heading says, if the element dates the article.

    Not one in a sentence: that dates an event.
    """
    times = [e for e in near_heading(tree, ("time",)) if (e.get("datetime") or e.get("content"))]
    times = [e for e in times if not _CHANGED_MARK.search(_marks(e)) and not _is_in_prose(e)]
    marked = [e for e in times if _PUBLISHED_MARK.search(_marks(e)) or "pubdate" in e.attrib]
    dates = (metadata_date(e.get("datetime") or e.get("content")) for e in [*marked, *times])
    return next((found for found in dates if found), None)


def _lines_near_heading(tree: Any) -> Iterator[str]:
    for element in near_heading(tree, _LINE_TAGS):
        if len(element) > 6 or (element.tag in _INLINE and _is_in_prose(element)):
            continue
        text = "".join(islice(element.itertext(), 20))
        if 5 < len(text.strip()) <= _LONGEST_LINE:
            yield from (line for part in _PARTS.split(text.strip()) if (line := clean_line(part)))
            yield clean_line(text)


def _is_in_prose(element: Any) -> bool:
    """Whether a sentence stands around the element: more than a label, a name and a date."""
    before = element.getprevious()
    parent = element.getparent()
    touching = [element.tail, parent.text if before is None and parent is not None else getattr(before, "tail", None)]
    if _is_sentence(clean_line(" ".join(filter(None, reversed(touching))))):
        return True
    block = next((e for e in element.iterancestors() if e.tag in ("p", "li", "td", "blockquote")), None)
    if block is None:
        return False
    around = clean_line("".join(islice(block.itertext(), 40)))
    return _is_sentence(around.replace(clean_line("".join(element.itertext())), ""))


def _is_sentence(text: str) -> bool:
    return len(text) > _LONGEST_LABEL or text.strip().endswith((".", "!", "?"))


def _marks(element: Any) -> str:
    parent = element.getparent()
    own = " ".join(filter(None, (element.get("class"), element.get("itemprop"), element.get("id"))))
    around = (
        ""
        if parent is None
        else f"{parent.get('class', '')} {parent.get('itemprop', '')} {clean_line(parent.text or '')[:40]}"
    )
    return f"{own} {around}"


def address_date(url: str) -> Published | None:
    """The day that a permanent link names in its path (/2025/03/14/port-reopens), as blogs and papers build them."""
    match = _PERMALINK.search(url)
    return metadata_date("-".join(match.groups())) if match else None
