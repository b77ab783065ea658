"""Subscriptions as text and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rag.domain.feed import FeedHealth
from rag.domain.ingest import IngestReport
from rag.render.json import ingest_as_json
from rag.render.terminal import Line, ingest_line, owner_line


def feed_lines(feeds: Sequence[FeedHealth]) -> list[Line]:
    """A line a feed with its address and how it fares under it, and whose it is where not all are shared."""
    if not feeds:
        return [Line("No subscriptions. `dateline feeds add URL` makes one.")]
    owned = any(health.feed.owner for health in feeds)
    return [line for health in feeds for line in _feed_lines(health, with_owner=owned)]


def refresh_lines(report: IngestReport, asked: Sequence[FeedHealth], not_due: Sequence[FeedHealth]) -> list[Line]:
    """What went in, then how many feeds were asked, and each that failed."""
    failing = [health for health in asked if health.state is not None and health.state.failures_in_a_row]
    counts = f"{len(asked)} feeds asked, {len(failing)} failed, {len(not_due)} not due"
    return [ingest_line(report), Line(counts), *(line for health in failing for line in _feed_lines(health))]


def feeds_as_json(feeds: Sequence[FeedHealth]) -> dict[str, object]:
    return {"feeds": [_as_json(health) for health in feeds]}


def refresh_as_json(
    report: IngestReport, asked: Sequence[FeedHealth], not_due: Sequence[FeedHealth]
) -> dict[str, object]:
    """As an ingest, with the feeds that were asked and the addresses of those that were not."""
    return {
        **ingest_as_json(report),
        "feeds": [_as_json(health) for health in asked],
        "not_due": [health.feed.url for health in not_due],
    }


def _feed_lines(health: FeedHealth, *, with_owner: bool = False) -> list[Line]:
    state = health.state
    if state is None or not state.fetches:
        standing, failing = "never asked", False
    elif state.failures_in_a_row:
        again = f"; asked again after {_moment(state.next_try)}" if state.next_try else ""
        times = f"{state.failures_in_a_row} times in a row" if state.failures_in_a_row > 1 else "once"
        standing, failing = f"failed {times}, last at {_moment(state.last_failure)}: {state.reason}{again}", True
    else:
        standing, failing = f"read at {_moment(state.last_success)}", False
    return [
        Line(health.feed.title, "strong"),
        Line(health.feed.url, "quiet", indent=4),
        *([owner_line(health.feed.owner)] if with_owner else []),
        Line(standing, "warning" if failing else "quiet", indent=4),
    ]


def _as_json(health: FeedHealth) -> dict[str, object]:
    state = health.state
    return {
        "url": health.feed.url,
        "title": health.feed.title,
        "owner": health.feed.owner,
        "added": _iso(health.feed.added),
        "fetches": state.fetches if state else 0,
        "last_success": _iso(state.last_success) if state else None,
        "last_failure": _iso(state.last_failure) if state else None,
        "failures_in_a_row": state.failures_in_a_row if state else 0,
        "error": (state.reason or None) if state else None,
        "next_try": _iso(state.next_try) if state else None,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z") if moment else None


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "an unknown time"
