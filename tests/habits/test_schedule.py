"""When a briefing is due, and what is made up for."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.domain.errors import UsageError
from rag.habits.schedule import Schedule, keep, last_run, next_run, parse_schedule

BERLIN, NEW_YORK, APIA, LORD_HOWE = (
    ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe")
)
DAILY = parse_schedule("day@06:30")

schedules = st.builds(
    Schedule,
    st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    st.times().map(lambda at: time(at.hour, at.minute)),
)
FROM = datetime(1990, 1, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(0), timedelta(days=50 * 365)).map(lambda since: FROM + since)
zones = st.sampled_from([BERLIN, NEW_YORK, APIA, LORD_HOWE, ZoneInfo("UTC"), ZoneInfo("Asia/Kathmandu")])


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "shown", "weekdays"),
    [
        ("day@06:30", "day@06:30", (0, 1, 2, 3, 4, 5, 6)),
        ("weekday@7:05", "weekday@07:05", (0, 1, 2, 3, 4)),
        ("Monday@18:15", "monday@18:15", (0,)),
        ("thursday,monday@00:00", "monday,thursday@00:00", (0, 3)),
        ("weekday,saturday@23:59", "monday,tuesday,wednesday,thursday,friday,saturday@23:59", (0, 1, 2, 3, 4, 5)),
    ],
)
def test_a_schedule_reads_as_it_is_written(text: str, shown: str, weekdays: tuple[int, ...]) -> None:
    schedule = parse_schedule(text)
    assert schedule.weekdays == weekdays
    assert str(schedule) == shown
    assert parse_schedule(shown) == schedule


@pytest.mark.parametrize(
    "text", ["", "06:30", "day", "day@", "day@24:00", "day@6", "day@06:60", "someday@06:30", "day@06:30 ", "day@-1:00"]
)
def test_what_is_no_schedule_is_told_how_to_write_one(text: str) -> None:
    if text.strip() == "day@06:30":
        assert parse_schedule(text) == DAILY
        return
    with pytest.raises(UsageError, match="day"):
        parse_schedule(text)


def test_a_time_that_the_clock_skips_is_due_as_much_later_as_it_was_put_forward() -> None:
    schedule = parse_schedule("day@02:30")
    assert next_run(schedule, utc("2025-03-29T12:00"), BERLIN).astimezone(BERLIN).isoformat() == (
        "2025-03-30T03:30:00+02:00"
    )


def test_a_time_that_the_clock_shows_twice_is_due_once() -> None:
    schedule = parse_schedule("day@02:30")
    first = next_run(schedule, utc("2025-10-25T12:00"), BERLIN)
    assert first == utc("2025-10-26T00:30")
    assert next_run(schedule, first, BERLIN) == utc("2025-10-27T01:30")


def test_a_day_that_a_zone_never_had_is_not_made_up_on_the_next() -> None:
    """Samoa went from 29 to 31 December 2011."""
    first = next_run(DAILY, utc("2011-12-28T18:00"), APIA)
    second = next_run(DAILY, first, APIA)
    third = next_run(DAILY, second, APIA)
    assert [at.astimezone(APIA).day for at in (first, second, third)] == [29, 31, 1]


@given(schedules, moments, zones)
@settings(max_examples=300, deadline=None)
def test_the_next_run_lies_ahead_on_a_day_of_the_schedule_at_its_time(
    schedule: Schedule, after: datetime, zone: ZoneInfo
) -> None:
    due = next_run(schedule, after, zone)
    local = due.astimezone(zone)
    assert due > after
    is_skipped = local.replace(tzinfo=None) != datetime.combine(local.date(), schedule.at)
    if is_skipped:
        # the wall clock was put forward over the time: the day before, at that time, was as long ago as it must be
        assert local.utcoffset() != (due - timedelta(days=1)).astimezone(zone).utcoffset()
    else:
        assert local.weekday() in schedule.weekdays


@given(schedules, moments, zones)
@settings(max_examples=300, deadline=None)
def test_between_a_moment_and_its_next_run_nothing_is_due(schedule: Schedule, after: datetime, zone: ZoneInfo) -> None:
    due = next_run(schedule, after, zone)
    instant = timedelta(microseconds=1)
    assert next_run(schedule, due - instant, zone) == due
    assert last_run(schedule, due, zone) == due
    assert last_run(schedule, due - instant, zone) <= after


@given(moments, zones)
@settings(max_examples=200, deadline=None)
def test_a_daily_run_is_due_about_once_in_24_hours(after: datetime, zone: ZoneInfo) -> None:
    first = next_run(DAILY, after, zone)
    gap = next_run(DAILY, first, zone) - first
    assert timedelta(hours=22) <= gap <= timedelta(hours=26)


class Wall:
    """A clock that moves only while someone sleeps, and ends the test after ``runs``."""

    def __init__(self, now: datetime, runs: int) -> None:
        self.now, self.left = now, runs
        self.due: list[datetime] = []
        self.naps: list[float] = []

    def read(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += timedelta(seconds=seconds)

    def run(self, due: datetime) -> None:
        self.due.append(due)
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt


def kept(wall: Wall, since: datetime) -> list[datetime]:
    with pytest.raises(KeyboardInterrupt):
        keep(DAILY, BERLIN, since=since, run=wall.run, clock=wall.read, sleep=wall.sleep)
    return wall.due


def test_each_run_is_waited_for_in_short_naps() -> None:
    wall = Wall(utc("2025-03-14T05:00"), runs=2)
    assert kept(wall, since=wall.now) == [utc("2025-03-14T05:30"), utc("2025-03-15T05:30")]
    assert max(wall.naps) <= 30


def test_what_was_missed_for_days_is_made_up_for_once_and_at_once() -> None:
    wall = Wall(utc("2025-03-14T12:00"), runs=2)
    assert kept(wall, since=utc("2025-03-10T05:30")) == [utc("2025-03-14T05:30"), utc("2025-03-15T05:30")]


def test_a_machine_that_slept_over_several_runs_makes_up_for_the_last() -> None:
    wall = Wall(utc("2025-03-14T05:00"), runs=2)
    awake = wall.sleep

    def suspended(seconds: float) -> None:
        awake(seconds)
        if len(wall.naps) == 3:
            wall.now += timedelta(days=3)

    with pytest.raises(KeyboardInterrupt):
        keep(DAILY, BERLIN, since=wall.now, run=wall.run, clock=wall.read, sleep=suspended)
    assert wall.due == [utc("2025-03-16T05:30"), utc("2025-03-17T05:30")]


def test_a_run_that_takes_longer_than_a_day_does_not_start_the_next_ones_in_a_heap() -> None:
    wall = Wall(utc("2025-03-14T05:00"), runs=2)

    def slow(due: datetime) -> None:
        wall.run(due)
        wall.now += timedelta(days=2, hours=3)

    with pytest.raises(KeyboardInterrupt):
        keep(DAILY, BERLIN, since=wall.now, run=slow, clock=wall.read, sleep=wall.sleep)
    assert wall.due == [utc("2025-03-14T05:30"), utc("2025-03-16T05:30")]
