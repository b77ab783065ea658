"""Days, times and numbers by the browser's locale."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from rag.domain.article import Published
from rag.ui.formats import formats_for

DAY = date(2025, 3, 4)
MOMENT = datetime(2025, 3, 4, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "day", "number"),
    [
        ("en-GB", "4 March 2025", "1,234,567"),
        ("en-US", "March 4, 2025", "1,234,567"),
        ("de-DE", "4. März 2025", "1.234.567"),
        ("de_AT", "4. März 2025", "1.234.567"),
        ("de-CH", "4. März 2025", "1’234’567"),
        ("fr-FR", "4 March 2025", "1,234,567"),
        ("", "4 March 2025", "1,234,567"),
    ],
)
def test_days_and_numbers_follow_the_locale(locale: str, day: str, number: str) -> None:
    formats = formats_for(locale, "")
    assert (formats.day(DAY), formats.number(1_234_567)) == (day, number)


def test_a_time_is_on_the_readers_own_clock() -> None:
    assert formats_for("de-DE", "Europe/Berlin").moment(MOMENT) == "5. März 2025, 00:30"


@pytest.mark.parametrize("timezone", ["", "Nowhere/Atall", "../etc/passwd", "a\0b"])
def test_a_time_zone_that_is_none_is_not_used(timezone: str) -> None:
    assert formats_for("en", timezone).moment(MOMENT) == "4 March 2025, 23:30 UTC"


def test_a_day_without_a_time_of_day_is_not_moved_by_the_zone() -> None:
    day_alone = Published(datetime(2025, 3, 4, tzinfo=UTC), "day")
    formats = formats_for("en", "America/New_York")
    assert formats.published(day_alone) == "4 March 2025"
    assert formats.published(Published(MOMENT)) == "4 March 2025, 18:30"
    assert formats.published(None) == ""


def test_one_thing_is_not_many() -> None:
    formats = formats_for("de-DE", "")
    assert (formats.count(1, "story", "stories"), formats.count(1200, "story", "stories")) == (
        "1 story",
        "1.200 stories",
    )


def test_days_in_the_programs_own_sentences_are_written_as_the_reader_writes_them() -> None:
    formats = formats_for("de-DE", "")
    assert formats.days_in("2025-03-04 to 2025-03-05") == "4. März 2025 to 5. März 2025"
    assert formats.days_in("2025-13-41, 12025-03-04 and 7") == "2025-13-41, 12025-03-04 and 7"
