"""What to ask first: questions that the example article answers, where the archive holds it."""

from __future__ import annotations

from collections.abc import Sequence

from rag.domain.article import Version

_EXAMPLE_TITLE = "U.S.-Ukraine Negotiations Stall Over Rare Earth Metals Agreement"
_QUESTIONS = (
    "How long did the Jeddah talks last?",
    "What did the American delegation propose?",
    "What did Andrey Yermak say about a frozen conflict?",
)


def example_questions(versions: Sequence[Version]) -> tuple[str, ...]:
    """Questions that these articles are known to answer; none where the example article is not among them."""
    return _QUESTIONS if any(v.article.title == _EXAMPLE_TITLE for v in versions) else ()
