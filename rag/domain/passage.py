"""Passages, the unit that is embedded and retrieved, and the hits of a search."""

from __future__ import annotations

from dataclasses import dataclass, field

from rag.domain.article import Version


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters [start, end) of one version's body; ``id`` is the catalog's row number, 0 before it is stored."""

    article_id: str
    version: int
    start: int
    end: int
    text: str
    id: int = 0

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text):
            raise ValueError(f"span has {self.end - self.start} characters, text {len(self.text)}")


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score and rank (from 1) for one question, and the parts that the score was made of."""

    passage: Passage
    version: Version
    score: float
    rank: int
    parts: dict[str, float] = field(default_factory=dict)
