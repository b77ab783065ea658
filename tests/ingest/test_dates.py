"""Which lines and fields are dates, and which only look like one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from builders import published
from hypothesis import given
from hypothesis import strategies as st

from rag.ingest.date_words import MONTHS
from rag.ingest.dates import disbelief, is_scrape_line, metadata_date, printed_date

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
    assert disbelief(published("2025-03-17"), NOW) == ""
    assert disbelief(published("2025-03-18"), NOW)


@pytest.mark.parametrize(
    "impossible", ["1970-01-01", "1970-01-01T00:00", "1970-01-01T05:30", "1969-12-31", "1969-12-31T19:00"]
)
def test_the_zero_of_a_clock_is_not_believed(impossible: str) -> None:
    assert disbelief(published(impossible), NOW)


def test_the_reason_why_a_date_is_not_believed_names_the_date() -> None:
    assert disbelief(published("2099-01-01"), NOW) == "2099-01-01 lies in the future"
    assert disbelief(published("1970-01-01T05:30"), NOW) == "1970-01-01 is the zero of a clock"
    assert disbelief(published("1970-01-02"), NOW) == ""
    assert disbelief(published("1750-03-14"), NOW) == ""


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
    for found in (printed_date(text), metadata_date(text)):
        assert found is None or found.at.tzinfo is not None


AT_0930 = "2025-03-14T09:30"
FORMS: list[tuple[str | int | float, str]] = [
    # RFC 822, 850 and 5322
    ("Fri, 14 Mar 2025 09:30:00 GMT", AT_0930), ("Fri, 14 Mar 2025 09:30:00 +0000", AT_0930),
    ("Fri, 14 Mar 2025 09:30:00 -0000", AT_0930), ("Fri, 14 Mar 2025 10:30:00 +0100 (CET)", AT_0930),
    ("Fri, 14 Mar 25 09:30:00 UT", AT_0930), ("Thu, 14 Mar 96 09:30 GMT", "1996-03-14T09:30"),
    ("Fri, 14 Mar 2025 09:30 GMT", AT_0930), ("14 Mar 2025 09:30:00 Z", AT_0930),
    ("fri, 14 mar 2025 09:30:00 gmt", AT_0930), ("Fri 14 Mar 2025 09:30:00 GMT", AT_0930),
    ("Friday, 14-Mar-25 09:30:00 GMT", AT_0930), ("Friday, 14 March 2025 09:30:00 GMT", AT_0930),
    ("Fri, 14 Mar 2025 04:30:00 EST", AT_0930), ("Fri, 14 Mar 2025 05:30:00 EDT", AT_0930),
    ("Fri, 14 Mar 2025 01:30:00 PST", AT_0930), ("Fri, 14 Mar 2025 10:30:00 +01:00", AT_0930),
    ("Fri, 14 Mar 2025 9:30:00 GMT", AT_0930), ("Fri,  14 Mar  2025 09:30:00  GMT", AT_0930),
    ("Fri, 14 Mar 2025 09:30:00", AT_0930), ("Fri, 14 Mar 2025 09:30:00 XYZ", "2025-03-14"),
    ("Fri, 14 M\u00e4r 2025 10:30:00 +0100", AT_0930), ("Fri, 14 Mar 2025 09:30 AM GMT", AT_0930),
    # W3CDTF and ISO 8601
    ("2025-03-14", "2025-03-14"), ("2025-03-14T09:30Z", AT_0930), ("2025-03-14T09:30:00Z", AT_0930),
    ("2025-03-14T09:30:00.000Z", AT_0930), ("2025-03-14T09:30:00,5Z", "2025-03-14T09:30:00.5"),
    ("2025-03-14t09:30:00z", AT_0930), ("2025-03-14T10:30:00+0100", AT_0930), ("2025-03-14T10:30:00+01", AT_0930),
    ("2025-03-14T10:30:00+01:00", AT_0930), ("2025-03-14T10:30:00 +01:00", AT_0930),
    ("2025-03-14 09:30:00 UTC", AT_0930), ("2025-03-14 09:30", AT_0930), ("2025-03-14T09:30", AT_0930),
    ("2025-03-14T15:00:00+05:30", AT_0930), ("2025-03-14T00:00:00-09:30", AT_0930),
    ("2025-03-14T09:30:00.123456789Z", "2025-03-14T09:30:00.123456"), ("2025-03-14T24:00:00Z", "2025-03-15T00:00"),
    ("2025-03-14T23:59:60Z", "2025-03-14T23:59:59"), ("2025-03-14T10:30:00+01:00[Europe/Berlin]", AT_0930),
    ("2025-03-14T10:30:00\u221201:00", "2025-03-14T11:30"), ("2025-03-14T09:30:00+99:00", "2025-03-14"),
    ("2025/03/14 09:30:00", AT_0930),
    # NewsML and IIM
    ("20250314T093000Z", AT_0930), ("20250314T103000+0100", AT_0930), ("20250314", "2025-03-14"),
    ("20250314T0930Z", AT_0930), (20250314, "2025-03-14"), (20250314.0, "2025-03-14"),
    # C, Unix and JavaScript
    ("Fri Mar 14 09:30:00 2025", AT_0930), ("Fri Mar 14 09:30:00 UTC 2025", AT_0930),
    ("Fri Mar 14 10:30:00 CET 2025", AT_0930), ("Fri Mar 14 09:30:00 +0000 2025", AT_0930),
    ("Fri Mar  7 09:30:00 2025", "2025-03-07T09:30"),
    ("Fri Mar 14 2025 10:30:00 GMT+0100 (Central European Standard Time)", AT_0930),
    # seconds and milliseconds
    (1741944600, AT_0930), (1741944600000, AT_0930), ("1741944600", AT_0930), ("1741944600.5", "2025-03-14T09:30:00.5"),
    ("20250314093000", AT_0930), ("202503140930", AT_0930),
    # hours of twelve
    ("3/14/2025 9:30 AM", "2025-03-14"), ("03/14/2025 09:30:00 PM", "2025-03-14"),
    ("March 14, 2025 5:30 AM EDT", AT_0930), ("Mar 14, 2025, 9:30 p.m. GMT", "2025-03-14T21:30"),
    ("March 14, 2025 12:00 AM GMT", "2025-03-14T00:00"), ("March 14, 2025 at 5:30 am ET", AT_0930),
    ("January 14, 2025 at 4:30 am ET", "2025-01-14T09:30"),
    # East Asia
    ("2025\u5e743\u670814\u65e5", "2025-03-14"), ("2025\u5e743\u670814\u65e5 9\u664230\u5206", "2025-03-14"),
    ("2025\u5e7403\u670814\u65e5 18:30 JST", AT_0930), ("2025\ub144 3\uc6d4 14\uc77c", "2025-03-14"),
    ("2025\ub144 3\uc6d4 14\uc77c (\uae08) \uc624\uc804 9:30", "2025-03-14"),
    # languages
    ("14. M\u00e4rz 2025, 09:30 Uhr", "2025-03-14"), ("14. M\u00e4rz 2025, 10:30 Uhr MEZ", AT_0930),
    ("14 mars 2025 \u00e0 09h30", "2025-03-14"), ("14 de marzo de 2025", "2025-03-14"),
    ("14 marzo 2025 alle ore 9:30", "2025-03-14"), ("14 maart 2025 om 09:30 uur", "2025-03-14"),
    ("14 de mar\u00e7o de 2025 \u00e0s 09h30", "2025-03-14"), ("14 marca 2025 r., godz. 9:30", "2025-03-14"),
    ("14 \u043c\u0430\u0440\u0442\u0430 2025 \u0433., 09:30", "2025-03-14"),
    ("14 \u043c\u0430\u0440\u0442\u0430 2025, 12:30 MSK", AT_0930), ("14 Mart 2025 Cuma 09:30", "2025-03-14"),
    ("14 KASIM 2025", "2025-11-14"), ("den 14 mars 2025 kl. 09.30", "2025-03-14"),
    ("14. marts 2025 kl. 09.30", "2025-03-14"), ("14. maaliskuuta 2025 klo 9.30", "2025-03-14"),
    ("14. b\u0159ezna 2025 v 9:30", "2025-03-14"), ("14. 3. 2025", "2025-03-14"),
    ("09:30 GMT, 14 March 2025", AT_0930),
    ("18:30, 14 March 2025", "2025-03-14"), ("14 March 2025 (updated 15 March 2025)", "2025-03-14"),
    # no dates, or not surely one
    ("03/04/2025", ""), ("March 2025", ""), ("2025-03", ""), ("2025", ""), ("1066-10-14", ""), ("14 March 1066", ""),
    ("2025-02-30T09:30:00Z", ""), ("Updated 14 March 2025", ""), ("12345678", ""),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), FORMS)
def test_a_form_in_use_has_its_known_value(value: str | float, expected: str) -> None:
    read = metadata_date(value)
    assert read == (published(expected) if expected else None)


def test_a_month_name_means_one_month_in_all_languages() -> None:
    assert set(MONTHS.values()) == set(range(1, 13))
    assert all(name == name.lower() and not name.endswith(".") for name in MONTHS)


_INSTANT_FORMS = (
    "%a, %d %b %Y %H:%M:%S %z", "%A, %d-%b-%Y %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z", "%Y%m%dT%H%M%S%z",
    "%a %b %d %H:%M:%S %z %Y", "%d %B %Y %H:%M:%S %z", "%B %d, %Y %I:%M:%S %p %z",
)  # fmt: skip


@given(
    st.datetimes(datetime(1700, 1, 2), datetime(9000, 1, 1)),  # noqa: DTZ001
    st.integers(-14 * 4, 14 * 4),
    st.sampled_from(_INSTANT_FORMS),
)
def test_every_instant_is_read_back_from_each_form(naive: datetime, quarters: int, form: str) -> None:
    at = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=15 * quarters)))
    read = metadata_date(at.strftime(form))
    assert read is not None
    assert (read.at, read.precision, read.at.tzinfo) == (at, "time", UTC)


@given(st.dates(date(1601, 1, 1)), st.sampled_from(sorted(MONTHS)))
def test_every_month_name_dates_a_line(day: date, name: str) -> None:
    day = day.replace(month=MONTHS[name], day=min(day.day, 28))
    read = printed_date(f"{day.day}. {name.upper()} {day.year:04d}")
    assert read is None or (read.at.date(), read.precision) == (day, "day")
    assert printed_date(f"{day.day} {name} {day.year:04d}") == published(day.isoformat())


@given(st.text(st.sampled_from("0123456789 .-/:,TZ+GMT年月日marchMaype()[]"), max_size=60))
def test_what_is_read_is_in_utc_and_no_older_than_newspapers(text: str) -> None:
    read = metadata_date(text)
    assert read is None or (read.at.tzinfo is UTC and read.at.year >= 1599)
