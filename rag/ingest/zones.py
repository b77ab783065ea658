"""Names of time zones and offsets, as date lines and data fields write them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from rag.ingest.date_words import UNITED_STATES, ZONES

_OFFSET = re.compile(r"(?:utc|gmt|ut)?([+\u2212-])(\d{1,2}):?(\d{2})?")
_FURTHEST = timedelta(hours=15)
# From this year on the United States change clocks on the second Sunday of March and the first of November.
_SUMMER_TIME_FROM = 2007


def utc_offset(zone: str, day: date) -> timedelta | None:
    """How far ``zone`` ("CET", "+0100", "GMT-5", "ET") is ahead of UTC on ``day``; None where that is not known.

    "ET" and its like name no season: they are read by the rule that holds in the United States since 2007, and not on
    the two days a year on which it changes.
    """
    name = zone.lower().replace(" ", "")
    if name in ZONES:
        return timedelta(hours=ZONES[name])
    if name in UNITED_STATES:
        return _united_states(timedelta(hours=UNITED_STATES[name]), day)
    match = _OFFSET.fullmatch(name)
    if match is None:
        return None
    minutes = int(match[3] or 0)
    offset = timedelta(hours=int(match[2]), minutes=minutes)
    if offset >= _FURTHEST or minutes >= 60:
        return None
    return offset if match[1] == "+" else -offset


def _united_states(winter: timedelta, day: date) -> timedelta | None:
    spring, autumn = _sunday(day.year, 3, 2), _sunday(day.year, 11, 1)
    if day.year < _SUMMER_TIME_FROM or day in (spring, autumn):
        return None
    return winter + timedelta(hours=1) if spring < day < autumn else winter


def _sunday(year: int, month: int, number: int) -> date:
    """The first (second, …) Sunday of the month."""
    first = date(year, month, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (number - 1))
