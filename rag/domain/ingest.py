"""What an ingest reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.domain.article import Article
from rag.domain.fetch import FetchRecord

Outcome = Literal["added", "unchanged", "new_version", "near_copy"]


@dataclass(frozen=True, slots=True)
class FailedInput:
    """One input that did not go in: its source, the place inside it ("line 3") and the reason."""

    source: str
    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class FlaggedInput:
    """One input that went in, with something about it that a reader of the report should know (an odd date)."""

    source: str
    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """One article as a reader gave it, with the source and place that it came from.

    ``full_text_at`` is the address of the page that has the whole text, where the source holds only a teaser of it.
    ``note`` is something about this input that the report should say.
    """

    article: Article
    source: str
    where: str = ""
    full_text_at: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class LinkedFeed:
    """A feed that a list of feeds (OPML) names: read in its turn."""

    url: str
    source: str
    where: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class KnownInput:
    """An input that is as it was when it was last read: counted as unchanged."""

    source: str
    where: str = ""


InputOutcome = ReadArticle | FailedInput | KnownInput | FetchRecord
"""What becomes of an input: an article, one line about why it could not be read, known to be unchanged; and how a fetch
ended, after everything that came from it."""

ReadOutcome = InputOutcome | LinkedFeed
"""What readers yield: the same, and feeds to be read in their turn."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """The first four are disjoint counts of articles; ``passages`` counts those written in this run."""

    added: int = 0
    unchanged: int = 0
    new_versions: int = 0
    near_copies: int = 0
    failed: tuple[FailedInput, ...] = ()
    flagged: tuple[FlaggedInput, ...] = ()
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
