"""What is known of an address after each fetch, and when it may be asked again."""

from __future__ import annotations

from datetime import timedelta

from rag.domain.fetch import FetchRecord, FetchState, Validators

FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=24)
UNCONDITIONAL = 100
"""One poll in so many is made without validators: a server that always answers "not modified" is found out."""


def after(state: FetchState | None, record: FetchRecord) -> FetchState:
    """The state of an address after a fetch that ended as ``record`` says.

    After a failure the pause doubles, from 5 minutes to 24 hours, and is never shorter than what the server asked for.
    After a success there is none, unless the feed says how often it wants to be asked.
    """
    before = state or FetchState(record.url, 0, None, None, 0)
    if record.outcome == "failed":
        in_a_row = before.failures_in_a_row + 1
        pause = min(FIRST_PAUSE * 2 ** min(in_a_row - 1, 10), LONGEST_PAUSE)
        return FetchState(
            record.url,
            before.fetches + 1,
            before.last_success,
            record.at,
            in_a_row,
            record.reason,
            before.validators,
            record.digest or before.digest,
            before.title,
            before.moved_to,
            record.at + max(pause, _asked_for(record)),
            before.is_feed,
        )
    is_read = record.outcome == "read"
    return FetchState(
        record.url,
        before.fetches + 1,
        record.at,
        before.last_failure,
        0,
        "",
        record.validators if is_read else before.validators,
        record.digest or before.digest,
        (record.title if is_read else "") or before.title,
        record.moved_to,
        record.at + asked if (asked := _asked_for(record)) else None,
        record.is_feed if is_read else before.is_feed,
    )


def validators_for(state: FetchState | None) -> Validators:
    """What to ask with: nothing at first, and nothing once in `UNCONDITIONAL` times."""
    if state is None or state.fetches % UNCONDITIONAL == UNCONDITIONAL - 1:
        return Validators()
    return state.validators


def _asked_for(record: FetchRecord) -> timedelta:
    return min(timedelta(seconds=record.retry_after_s or 0), LONGEST_PAUSE)
