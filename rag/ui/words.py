"""Small phrases of the pages: counts, and what was searched."""

from __future__ import annotations

from rag.domain.answer import Searched
from rag.ui.formats import IN_ENGLISH, Formats


def count_of(number: int, one: str, many: str = "") -> str:
    """ "1 article", "12 articles"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def searched_in_words(searched: Searched, formats: Formats = IN_ENGLISH) -> str:
    """ "Searched 12 articles from 3 publishers, 1 March 2025 to 14 March 2025"."""
    words = f"Searched {formats.count(searched.articles, 'article')}"
    if searched.sources:
        words += f" from {formats.count(len(searched.sources), 'publisher')}"
    days = list(dict.fromkeys(formats.day(day) for day in (searched.since, searched.until) if day))
    if days:
        words += ", " + " to ".join(days)
    if searched.without_vectors:
        words += f"; {formats.count(searched.without_vectors, 'passage')} found by words alone so far"
    return words
