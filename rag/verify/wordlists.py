"""Word lists as they are easiest to read: words with spaces between them."""

from __future__ import annotations


def words(text: str) -> tuple[str, ...]:
    """The words of a list that is written as one string."""
    return tuple(text.split())
