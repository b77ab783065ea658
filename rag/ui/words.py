"""Small phrases of the pages: counts, and what was searched."""

from __future__ import annotations

from rag.domain.answer import Searched
from rag.render.wording import day_in_words


def count_of(number: int, one: str, many: str = "") -> str:
    """ "1 article", "12 articles"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def searched_in_words(searched: Searched) -> str:
    """ "Searched 12 articles from 3 publishers, 1 March 2025 to 14 March 2025"."""
    words = f"Searched {count_of(searched.articles, 'article')}"
    if searched.sources:
        words += f" from {count_of(len(searched.sources), 'publisher')}"
    days = list(dict.fromkeys(day_in_words(day) for day in (searched.since, searched.until) if day))
    if days:
        words += ", " + " to ".join(days)
    if searched.without_vectors:
        words += f"; {count_of(searched.without_vectors, 'passage')} found by words alone so far"
    return words
