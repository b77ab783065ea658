"""Names of time zones and offsets."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rag.ingest.zones import utc_offset

SUMMER, WINTER = date(2025, 7, 1), date(2025, 1, 1)


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        ("Z", 0),
        ("CEST", 2),
        ("MEZ", 1),
        ("IST", 5.5),
        ("+0100", 1),
        ("-05:30", -5.5),
        ("+1", 1),
        ("GMT+2", 2),
        ("−01:00", -1),
    ],
)
def test_a_zone_is_so_many_hours_ahead_of_utc(zone: str, hours: float) -> None:
    assert utc_offset(zone, SUMMER) == timedelta(hours=hours)


def test_a_zone_without_a_season_follows_the_clocks_of_the_united_states() -> None:
    assert utc_offset("ET", SUMMER) == timedelta(hours=-4)
    assert utc_offset("ET", WINTER) == timedelta(hours=-5)
    assert utc_offset("PT", date(2025, 3, 8)) == timedelta(hours=-8)
    assert utc_offset("PT", date(2025, 3, 10)) == timedelta(hours=-7)


@pytest.mark.parametrize("day", [date(2025, 3, 9), date(2025, 11, 2), date(1995, 7, 1)])
def test_where_the_season_is_not_known_neither_is_the_offset(day: date) -> None:
    assert utc_offset("ET", day) is None


@pytest.mark.parametrize("zone", ["", "XYZ", "+15:00", "+01:75", "Europe", "A"])
def test_an_unknown_zone_is_none(zone: str) -> None:
    assert utc_offset(zone, SUMMER) is None
