"""What to ask first: questions that the example articles answer, where the archive holds them."""

from __future__ import annotations

from collections.abc import Sequence

from rag.domain.article import Version

_BY_TITLE = {
    "U.S.-Ukraine Negotiations Stall Over Rare Earth Metals Agreement": (
        "How long did the Jeddah talks last?",
        "What did the American delegation propose?",
        "What did Andrey Yermak say about a frozen conflict?",
    ),
    # Of the invented fortnight: one fact, and one that its publishers tell differently.
    "FC Hohenrieth win Lorvane Cup for the first time": (
        "Who scored in the Lorvane Cup final?",
        "How many people died at Lindow?",
    ),
}


def example_questions(versions: Sequence[Version]) -> tuple[str, ...]:
    """Questions that these articles are known to answer; none where no example article is among them."""
    return tuple(question for v in versions for question in _BY_TITLE.get(v.article.title, ()))
