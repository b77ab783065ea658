"""What comes from the web: one fetched body, how fetches of an address ended, and when it may be asked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

FetchOutcome = Literal["read", "not_modified", "failed"]


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask "changed since?" with, exactly as it gave it (RFC 9110, section 8.8); "" for none."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body, decompressed. ``url`` is where it was in the end; ``moved_to`` the same where every redirect on the way
    was permanent, else "". ``media_type`` and ``charset`` are lower-cased from the Content-Type, "" where not given."""

    url: str
    body: bytes
    media_type: str = ""
    charset: str = ""
    validators: Validators = Validators()
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that nothing changed since it gave the validators."""

    url: str


@dataclass(frozen=True, slots=True)
class FetchRecord:
    """How one fetch ended. It follows, in the stream of what was read, everything that came from the fetch, so that
    the validators are never stored before the articles are.

    ``digest`` is of the feed entry that led to a page: while the entry stays as it is, the page is not asked again.
    ``is_feed`` and ``title`` tell of a feed. ``retry_after_s`` is what the server asked for, or how often the feed says
    that it wants to be asked.
    """

    url: str
    at: datetime
    outcome: FetchOutcome
    validators: Validators = Validators()
    digest: str = ""
    is_feed: bool = False
    title: str = ""
    moved_to: str = ""
    reason: str = ""
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class FetchState:
    """What is known of an address from all its fetches."""

    url: str
    fetches: int
    last_success: datetime | None
    last_failure: datetime | None
    failures_in_a_row: int
    reason: str = ""
    validators: Validators = Validators()
    digest: str = ""
    title: str = ""
    moved_to: str = ""
    next_try: datetime | None = None
    """Not before then: set after a failure, or where the server or the feed asked for patience."""
    is_feed: bool = False
