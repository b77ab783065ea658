"""Near-copies count once: which passage says what a better one from another copy of the same story says already."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.domain.passage import Passage

COPIED_SHARE = 0.5
"""Word overlap (Jaccard) from which two passages of near-copies say the same; local additions stay below it."""

_WORD = re.compile(r"\w+")


def copied_from(passage: Passage, better: Sequence[Passage], origins: Mapping[str, str]) -> Passage | None:
    """The better passage, from another copy of the same wire story, that already says what this one says."""
    origin = origins.get(passage.article_id, passage.article_id)
    words = set(_WORD.findall(passage.text.lower()))
    for other in better:
        if other.article_id == passage.article_id or origins.get(other.article_id, other.article_id) != origin:
            continue
        others = set(_WORD.findall(other.text.lower()))
        if len(words & others) >= COPIED_SHARE * max(1, len(words | others)):
            return other
    return None
