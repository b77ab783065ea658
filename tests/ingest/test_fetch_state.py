"""What is known of an address after each fetch."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rag.domain.fetch import FetchRecord, FetchState, Validators
from rag.ingest.fetch_state import LONGEST_PAUSE, UNCONDITIONAL, after, validators_for

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ADDRESS = "https://harbour-post.example/feed"
READ = FetchRecord(ADDRESS, NOW, "read", Validators("e1", "Mon"), "d1", True, "The Harbour Post")
FAILED = FetchRecord(ADDRESS, NOW, "failed", reason="it answered 503")


def test_a_success_keeps_validators_title_and_digest_and_asks_for_no_pause() -> None:
    state = after(None, READ)
    assert (state.fetches, state.last_success, state.failures_in_a_row) == (1, NOW, 0)
    assert (state.validators, state.digest, state.title) == (Validators("e1", "Mon"), "d1", "The Harbour Post")
    assert state.next_try is None


def test_not_modified_keeps_what_was_known() -> None:
    state = after(after(None, READ), FetchRecord(ADDRESS, NOW, "not_modified"))
    assert (state.validators, state.digest, state.title, state.fetches) == (READ.validators, "d1", READ.title, 2)


def test_a_failure_keeps_what_was_known_and_says_why() -> None:
    state = after(after(None, READ), FAILED)
    assert (state.reason, state.failures_in_a_row, state.last_success) == ("it answered 503", 1, NOW)
    assert state.validators == READ.validators


def test_the_pause_doubles_from_five_minutes_to_a_day() -> None:
    state, pauses = None, []
    for _ in range(12):
        state = after(state, FAILED)
        assert state.next_try is not None
        pauses.append(state.next_try - NOW)
    assert pauses[:3] == [timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)]
    assert pauses[-1] == LONGEST_PAUSE


@pytest.mark.parametrize(("seconds", "pause"), [(3600, timedelta(hours=1)), (10**9, LONGEST_PAUSE)])
def test_a_server_may_ask_for_more_patience_up_to_a_day(seconds: float, pause: timedelta) -> None:
    assert after(None, replace(FAILED, retry_after_s=seconds)).next_try == NOW + pause


def test_a_feed_that_wants_to_be_asked_hourly_is_asked_hourly() -> None:
    assert after(None, replace(READ, retry_after_s=3600.0)).next_try == NOW + timedelta(hours=1)


def test_a_success_ends_a_row_of_failures() -> None:
    state = after(after(None, FAILED), READ)
    assert (state.failures_in_a_row, state.reason, state.last_failure) == (0, "", NOW)


def test_one_poll_in_a_hundred_is_unconditional() -> None:
    state: FetchState | None = None
    asked = []
    for _ in range(2 * UNCONDITIONAL):
        asked.append(validators_for(state) == Validators())
        state = after(state, READ)
    assert [n for n, bare in enumerate(asked) if bare] == [0, UNCONDITIONAL - 1, 2 * UNCONDITIONAL - 1]
