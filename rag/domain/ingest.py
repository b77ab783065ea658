"""What an ingest reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.domain.article import Article

Outcome = Literal["added", "unchanged", "new_version", "near_copy"]


@dataclass(frozen=True, slots=True)
class FailedInput:
    """One input that did not go in: its source, the place inside it ("line 3") and the reason."""

    source: str
    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """One article as a reader gave it, with the source and place that it came from."""

    article: Article
    source: str
    where: str = ""


ReadOutcome = ReadArticle | FailedInput
"""What readers yield: an article, or one line about an input that could not be read."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """The first four are disjoint counts of articles; ``passages`` counts those written in this run."""

    added: int = 0
    unchanged: int = 0
    new_versions: int = 0
    near_copies: int = 0
    failed: tuple[FailedInput, ...] = ()
    passages: int = 0
    seconds: float = 0.0

    @property
    def read(self) -> int:
        """How many articles could be read."""
        return self.added + self.unchanged + self.new_versions + self.near_copies


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """For a progress bar: articles read and stored so far, passages that still wait for their vectors."""

    articles: int
    passages_waiting: int
    current: str = ""
