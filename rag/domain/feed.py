"""Feeds that a reader has subscribed to, and how they fare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rag.domain.fetch import FetchState
from rag.domain.ingest import FailedInput, IngestReport


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscription; ``title`` is what the reader or the feed calls it, ``added`` in UTC.

    ``owner`` is the address of whoever signed in and follows it, "" for one that everybody shares.
    """

    url: str
    title: str
    added: datetime
    owner: str = ""


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """A subscription and what is known of its fetches; None where it has never been asked."""

    feed: Feed
    state: FetchState | None

    def is_due(self, now: datetime) -> bool:
        """Whether it may be asked again."""
        return self.state is None or self.state.next_try is None or self.state.next_try <= now


@dataclass(frozen=True, slots=True)
class Refresh:
    """What reading the feeds came to: the articles, how each feed that was asked fares now, those not asked yet."""

    report: IngestReport
    asked: tuple[FeedHealth, ...]
    not_due: tuple[FeedHealth, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """Of a list of feeds: those that are new, how many were there already, and what could not be read of the list."""

    added: tuple[Feed, ...]
    known: int
    failed: tuple[FailedInput, ...]
