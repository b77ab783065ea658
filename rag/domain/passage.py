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
class Opened:
    """A stored passage with the version that it is of; ``origin`` is the article that its article is a near-copy of,
    itself where it is none."""

    passage: Passage
    version: Version
    origin: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score and rank (from 1) for one question, and the parts that the score was made of."""

    passage: Passage
    version: Version
    score: float
    rank: int
    parts: dict[str, float] = field(default_factory=dict)


def embedding_text(passage: Passage, version: Version) -> str:
    """What is embedded for a passage: the headline and day in front of its text.

    A paragraph from the middle of an article says "the minister" and "on Tuesday"; the headline says which one and
    about what, and the day tells two rounds of the same event apart. The stored passage stays the bare text.
    """
    article = version.article
    head = " · ".join(part for part in (article.title, article.published.day if article.published else "") if part)
    return f"{head}\n{passage.text}" if head else passage.text
