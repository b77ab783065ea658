"""Date lines that count from now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from builders import published
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.relative_dates import relative_date

NOW = datetime(2025, 3, 14, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2 hours ago", "2025-03-14T07:30"), ("2h ago", "2025-03-14T07:30"), ("an hour ago", "2025-03-14T08:30"),
        ("5 minutes ago", "2025-03-14T09:25"),
        ("Published 5 mins ago", "2025-03-14T09:25"), ("just now", "2025-03-14T09:30"),
        ("3 days ago", "2025-03-11"), ("a day ago", "2025-03-13"), ("2 weeks ago", "2025-02-28"),
        ("yesterday", "2025-03-13"), ("Yesterday at 14:05", "2025-03-13"), ("today, 09:10", "2025-03-14"),
        ("yesterday at 2:05 pm GMT", "2025-03-13T14:05"), ("yesterday at 14:05 EST", "2025-03-13T19:05"),
        ("vor 3 Stunden", "2025-03-14T06:30"), ("vor einer Stunde", "2025-03-14T08:30"), ("vor 2 Tagen", "2025-03-12"),
        ("heute, 09:30 Uhr", "2025-03-14"), ("gestern", "2025-03-13"), ("Gestern um 14:05 Uhr", "2025-03-13"),
        ("vorgestern", "2025-03-12"), ("Stand: gestern, 14:05 Uhr", "2025-03-13"),
        ("il y a 2 heures", "2025-03-14T07:30"), ("hier à 14h05", "2025-03-13"), ("hace 3 días", "2025-03-11"),
        ("ayer", "2025-03-13"), ("2 ore fa", "2025-03-14T07:30"), ("2 uur geleden", "2025-03-14T07:30"),
        ("för 3 timmar sedan", "2025-03-14T06:30"),
    ],
)  # fmt: skip
def test_a_line_that_counts_from_now(line: str, expected: str) -> None:
    assert relative_date(line, NOW) == published(expected)


@pytest.mark.parametrize(
    "line",
    [
        "", "ago", "3 months ago", "a year ago", "in 2 hours", "for 3 days", "Updated 2 hours ago", "2 hours ago today",
        "The port reopened 2 hours ago", "yesterday's news", "2 ships ago", "99999 days ago", "14 March 2025",
    ],
)  # fmt: skip
def test_a_line_that_counts_nothing_or_no_day(line: str) -> None:
    assert relative_date(line, NOW) is None


def test_a_day_is_one_of_the_calendar_of_now() -> None:
    late = datetime(2025, 3, 14, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert relative_date("today", late) == published("2025-03-14")


def test_a_count_that_leaves_the_calendar_is_no_date() -> None:
    assert relative_date("9999 days ago", datetime(2, 1, 1, tzinfo=UTC)) is None
    assert relative_date("yesterday", datetime(1, 1, 1, tzinfo=UTC)) is None


@given(st.integers(1, 9999), st.sampled_from(["minutes", "hours"]))
def test_hours_and_minutes_are_taken_off_exactly(count: int, unit: str) -> None:
    read = relative_date(f"{count} {unit} ago", NOW)
    assert read is not None
    assert read.at == NOW - timedelta(**{unit: count})


@given(st.text(st.sampled_from("0123456789 yesterdagohv:,.Uhr"), max_size=40) | st.text(max_size=40))
def test_no_text_breaks_it(line: str) -> None:
    read = relative_date(line, NOW)
    assert read is None or read.at.tzinfo is UTC
