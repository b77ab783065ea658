"""Feeds that a reader has subscribed to, and how they fare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rag.domain.fetch import FetchState


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscription; ``title`` is what the reader or the feed calls it, ``added`` in UTC."""

    url: str
    title: str
    added: datetime


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """A subscription and what is known of its fetches; None where it has never been asked."""

    feed: Feed
    state: FetchState | None

    def is_due(self, now: datetime) -> bool:
        """Whether it may be asked again."""
        return self.state is None or self.state.next_try is None or self.state.next_try <= now
