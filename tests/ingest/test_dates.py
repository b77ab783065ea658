"""Which lines and fields are dates, and which only look like one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from builders import published
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.dates import believable, is_scrape_line, metadata_date, printed_date

NOW = datetime(2025, 3, 15, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    [
        "14 March 2025", "14 Mar 2025", "14 mar. 2025", "14th March 2025", "14th of March, 2025", "14-Mar-2025",
        "March 14, 2025", "Mar 14, 2025", "MARCH 14TH, 2025", "Friday, March 14, 2025", "Fri 14 March 2025.",
        "2025-03-14", "2025/03/14", "2025.3.14", "14.03.2025", "14.3.2025", "14/03/2025", "03/14/2025",
        "14. März 2025", "Freitag, 14. März 2025", "Veröffentlicht am 14. März 2025", "Fr., 14.03.2025",
        "14 mars 2025", "Publié le 14 mars 2025", "vendredi 14 mars 2025",
        "14 de marzo de 2025", "Publicado el 14 de marzo del 2025", "viernes, 14 de marzo de 2025",
        "Published: March 14, 2025", "Posted on 14 March 2025", "Date: 2025-03-14", "First published 14 March 2025",
        "14 March 2025, 09:30", "14.03.2025, 09:30 Uhr", "March 14, 2025 at 9:30 a.m. XYZ", "14 mars 2025 à 09h30",
        "March 14, 2025 at 13:30 p.m. GMT",
    ],
)  # fmt: skip
def test_a_line_that_prints_a_day(line: str) -> None:
    assert printed_date(line) == published("2025-03-14")


@pytest.mark.parametrize(
    ("line", "utc"),
    [
        ("14 March 2025, 09:30 GMT", "2025-03-14T09:30"),
        ("14 March 2025 | 09:30 UTC", "2025-03-14T09:30"),
        ("Published March 14, 2025 at 9:30 p.m. EDT", "2025-03-15T01:30"),
        ("March 14, 2025 12:05 am (EST)", "2025-03-14T05:05"),
        ("14.03.2025, 09:30 Uhr MEZ", "2025-03-14T08:30"),
        ("2025-03-14 09:30:15 +05:30", "2025-03-14T04:00:15"),
        ("2025-03-14T09:30Z", "2025-03-14T09:30"),
        ("14 March 2025 09:30 GMT+2", "2025-03-14T07:30"),
    ],
)
def test_a_line_that_prints_a_time_in_a_named_zone(line: str, utc: str) -> None:
    assert printed_date(line) == published(utc)


@pytest.mark.parametrize(
    "line",
    [
        "", "March 2025", "14 March", "2025", "Politics", "03/04/2025", "31 February 2025", "14 Smarch 2025",
        "32.01.2025", "The talks were held on March 11, 2025", "March 14, 2025 was a cold day", "14 March 25",
        "JEDDAH, March 14, 2025 (Example Wire)", "Updated 14 March 2025", "By Jane Doe, 14 March 2025",
        "Room 14.03.2025b",
    ],
)  # fmt: skip
def test_a_line_that_is_no_date_line(line: str) -> None:
    assert printed_date(line) is None


def test_the_day_of_the_scrape_is_told_from_a_publication_date() -> None:
    assert is_scrape_line("Today : Mar 14, 2025")
    assert is_scrape_line("Today is Friday, March 14, 2025")
    assert printed_date("Today : Mar 14, 2025") is None
    assert not is_scrape_line("Today the ministers met in Jeddah")


@pytest.mark.parametrize(
    ("value", "utc"),
    [
        ("2025-03-14", "2025-03-14"),
        ("20250314", "2025-03-14"),
        (20250314, "2025-03-14"),
        ("2025-03-14T09:30:00Z", "2025-03-14T09:30"),
        ("2025-03-14T23:30:00-05:00", "2025-03-15T04:30"),
        ("2025-03-14 09:30:00+0100", "2025-03-14T08:30"),
        ("2025-03-14T09:30:00", "2025-03-14T09:30"),
        ("2025-03-14T00:00:00Z", "2025-03-14T00:00"),
        ("Fri, 14 Mar 2025 09:30:00 +0100", "2025-03-14T08:30"),
        ("Fri, 14 Mar 2025 09:30:00 GMT", "2025-03-14T09:30"),
        ("14 March 2025", "2025-03-14"),
        (1741944600, "2025-03-14T09:30"),
        (1741944600000, "2025-03-14T09:30"),
        ("1741944600", "2025-03-14T09:30"),
        ("1741944600000", "2025-03-14T09:30"),
    ],
)
def test_a_date_in_a_data_field(value: str | int, utc: str) -> None:
    assert metadata_date(value) == published(utc)


@pytest.mark.parametrize(
    "value",
    ["", "yesterday", "0001-01-01T00:00:00Z", "2025", "20251399", "9" * 13 + "9", float("nan"), float("inf"), 1e30],
)
def test_a_data_field_that_holds_no_date(value: str | float) -> None:
    assert metadata_date(value) is None


def test_a_date_up_to_two_days_ahead_is_believed_and_a_later_one_is_not() -> None:
    assert believable(published("2025-03-17"), NOW) == published("2025-03-17")
    assert believable(published("2025-03-18"), NOW) is None


@pytest.mark.parametrize("impossible", ["1970-01-01", "1970-01-01T00:00"])
def test_the_zero_of_a_clock_is_not_believed(impossible: str) -> None:
    assert believable(published(impossible), NOW) is None


def test_no_date_stays_none() -> None:
    assert believable(None, NOW) is None


@given(st.dates(date(1601, 1, 1)), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y", "%a, %d %b %Y"]))
def test_every_day_is_read_back_from_each_form(day: date, form: str) -> None:
    year = f"{day.year:04d}"
    read = printed_date(day.strftime(form.replace("%Y", year)))
    assert read is not None
    assert (read.at.date(), read.precision) == (day, "day")


@given(st.datetimes(datetime(1601, 1, 2), datetime(9000, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001
def test_every_time_is_the_same_instant_in_utc(naive: datetime, offset: int) -> None:
    at = naive.replace(tzinfo=timezone(timedelta(minutes=offset)))
    read = metadata_date(at.isoformat())
    assert read is not None
    assert read.at == at
    assert read.at.tzinfo is UTC


@given(st.text(st.sampled_from("0123456789 .-/:,TZ+marchMaype"), max_size=30) | st.text(max_size=30))
def test_no_text_breaks_the_parsers(text: str) -> None:
    assert believable(printed_date(text), NOW) is None or printed_date(text) is not None
    metadata_date(text)
