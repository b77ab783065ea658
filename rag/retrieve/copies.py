"""Near-copies count once: which passage says what a better one from another copy of the same story says already."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.domain.passage import Opened, Passage

COPIED_SHARE = 0.5
"""Word overlap (Jaccard) from which two passages of near-copies say the same; local additions stay below it."""

_WORD = re.compile(r"\w+")


def copied_from(passage: Opened, better: Sequence[Opened]) -> Passage | None:
    """The better passage, from another copy of the same wire story, that already says what this one says."""
    article_id = passage.passage.article_id
    others = [each for each in better if each.origin == passage.origin and each.passage.article_id != article_id]
    words = _words(passage) if others else set()
    for other in others:
        others_words = _words(other)
        if len(words & others_words) >= COPIED_SHARE * max(1, len(words | others_words)):
            return other.passage
    return None


def _words(opened: Opened) -> set[str]:
    return set(_WORD.findall(opened.passage.text.lower()))
