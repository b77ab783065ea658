"""When a briefing is due: `day@06:30`, `weekday@07:00`, `monday,thursday@18:15`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rag.domain.errors import UsageError
from rag.ports import Clock

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPEC = re.compile(r"([a-z]+(?:,[a-z]+)*)@(\d{1,2}):(\d{2})")
_ONE_DAY = timedelta(days=1)
_LONGEST_NAP_S = 30.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """Weekdays (0 is Monday), rising, and a time of day on the reader's own clock."""

    weekdays: tuple[int, ...]
    at: time

    def __str__(self) -> str:
        if len(self.weekdays) == len(DAYS):
            days = "day"
        elif self.weekdays == (0, 1, 2, 3, 4):
            days = "weekday"
        else:
            days = ",".join(DAYS[n] for n in self.weekdays)
        return f"{days}@{self.at:%H:%M}"


def parse_schedule(text: str) -> Schedule:
    """Raises UsageError for what is no schedule."""
    found = _SPEC.fullmatch(text.strip().lower())
    days = {n for name in found[1].split(",") for n in _weekdays(name)} if found else set()
    if not found or not days or int(found[2]) > 23 or int(found[3]) > 59:
        raise UsageError(
            f"{text!r} is no schedule; write it as day@06:30, weekday@06:30 or monday,thursday@06:30 (24-hour clock)."
        )
    return Schedule(tuple(sorted(days)), time(int(found[2]), int(found[3])))


def next_run(schedule: Schedule, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment (UTC) after ``after`` at which the schedule is due in ``zone``.

    A time that the clock skips in spring is due as much later as the clock was put forward; of one that it shows twice
    in autumn, the first counts.
    """
    first = after.astimezone(zone).date() - _ONE_DAY
    return next(moment for moment in _moments(schedule, first, _ONE_DAY, zone) if moment > after)


def last_run(schedule: Schedule, until: datetime, zone: ZoneInfo) -> datetime:
    """The last moment (UTC), ``until`` included, at which the schedule was due in ``zone``."""
    first = until.astimezone(zone).date() + _ONE_DAY
    return next(moment for moment in _moments(schedule, first, -_ONE_DAY, zone) if moment <= until)


def keep(
    schedule: Schedule,
    zone: ZoneInfo,
    *,
    since: datetime,
    run: Callable[[datetime], None],
    clock: Clock,
    sleep: Callable[[float], None],
) -> None:
    """Calls ``run`` at each moment that is due after ``since``, for as long as ``run`` returns.

    Of several moments that passed unused (the machine slept, or a run took long) only the last is made up for, once.
    Short naps: after a suspension, or a change of the clock, the wait must not go on as it was planned.
    """
    while True:
        due = next_run(schedule, since, zone)
        while (left_s := (due - clock()).total_seconds()) > 0:
            sleep(min(left_s, _LONGEST_NAP_S))
        since = max(due, last_run(schedule, clock(), zone))
        run(since)


def _weekdays(name: str) -> Iterator[int]:
    if name == "day":
        yield from range(7)
    elif name == "weekday":
        yield from range(5)
    elif name in DAYS:
        yield DAYS.index(name)
    else:
        raise UsageError(f"{name!r} is no day of a schedule; there are day, weekday, {', '.join(DAYS)}.")


def _moments(schedule: Schedule, first: date, step: timedelta, zone: ZoneInfo) -> Iterator[datetime]:
    day = first
    while True:
        if day.weekday() in schedule.weekdays:
            yield datetime.combine(day, schedule.at, zone).astimezone(UTC)
        day += step
