"""The sentences that a story had before, and how much it says that two sentences share a word.

Words count by how rare they are in the story: in one about a dam, "dam" says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log

from rag.answer.likeness import Likeness
from rag.answer.values import Told

ANOTHER_VALUE = 0.8
"""Rarity that must be shared, in words, for two sentences to give two values of one thing."""
NEWEST_WITHIN = 0.7
"""An earlier sentence that is as close as that to the closest one may be the one that counts: the newest of them."""
_FEW_LINES = 24


class Earlier:
    """Earlier sentences, newest articles first."""

    def __init__(self, told: Sequence[Told], likeness: Likeness) -> None:
        self.told, self.likeness = tuple(told), likeness
        self._held = Counter(word for sentence in self.told for word in sentence.words)
        self._scale = log(max(len(self.told), _FEW_LINES))

    def rarity(self, word: str) -> float:
        """1 for a word of one sentence or none, 0 for one of all of them."""
        return max(0.0, 1 - log(max(1, self._held[word])) / self._scale)

    def shared(self, common: frozenset[str]) -> float:
        """The rarities of words that two sentences have in common, added up."""
        return sum(map(self.rarity, common))
