from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.domain.question import Days
from rag.retrieve.days import days_in, in_words

TODAY = date(2025, 3, 19)
"""A Wednesday."""


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("What happened on 14 March 2025?", "2025-03-14", "2025-03-14"),
        ("What happened on March 14, 2025?", "2025-03-14", "2025-03-14"),
        ("What happened on Friday, March 14th?", "2025-03-14", "2025-03-14"),
        ("the report of 2025-03-14T09:30:00+00:00", "2025-03-14", "2025-03-14"),
        ("What happened on 24 December?", "2024-12-24", "2024-12-24"),
        ("the storm of 29 February", "2024-02-29", "2024-02-29"),
        ("What happened on Tuesday?", "2025-03-18", "2025-03-18"),
        ("What happened on Wednesday?", "2025-03-19", "2025-03-19"),
        ("What happened last Wednesday?", "2025-03-12", "2025-03-12"),
        ("What happened yesterday?", "2025-03-18", "2025-03-18"),
        ("What happened the day before yesterday?", "2025-03-17", "2025-03-17"),
        ("What happened today?", "2025-03-19", "2025-03-19"),
        ("What happened three days ago?", "2025-03-16", "2025-03-16"),
        ("What happened a week ago?", "2025-03-12", "2025-03-12"),
        ("What happened last week?", "2025-03-10", "2025-03-16"),
        ("What happened this week?", "2025-03-17", "2025-03-23"),
        ("What happened last weekend?", "2025-03-15", "2025-03-16"),
        ("What happened last month?", "2025-02-01", "2025-02-28"),
        ("What happened in the last three days?", "2025-03-16", "2025-03-19"),
        ("What happened in January?", "2025-01-01", "2025-01-31"),
        ("What happened in May?", "2024-05-01", "2024-05-31"),
        ("What happened in March 2024?", "2024-03-01", "2024-03-31"),
        ("What happened in 2023?", "2023-01-01", "2023-12-31"),
        ("What happened since the 3rd?", "2025-03-03", None),
        ("What happened on the 25th?", "2025-02-25", "2025-02-25"),
        ("What has happened since Monday?", "2025-03-17", None),
        ("What happened after 14 March?", "2025-03-15", None),
        ("What happened before 14 March?", None, "2025-03-13"),
        ("What had been agreed by 14 March?", None, "2025-03-14"),
        ("What happened between 3 and 7 March?", "2025-03-03", "2025-03-07"),
        ("What happened between March 3 and 7?", "2025-03-03", "2025-03-07"),
        ("What happened between 28 February and 3 March?", "2025-02-28", "2025-03-03"),
        ("What happened from 3 March to 7 March 2025?", "2025-03-03", "2025-03-07"),
        ("What happened on 3–7 March?", "2025-03-03", "2025-03-07"),
        ("What happened between Monday and Wednesday?", "2025-03-17", "2025-03-19"),
        ("What happened two days after 14 March?", "2025-03-16", "2025-03-16"),
        ("What happened the day after 14 March?", "2025-03-15", "2025-03-15"),
        ("What happened a week before 14 March?", "2025-03-07", "2025-03-07"),
        ("What happened within two days of 14 March?", "2025-03-12", "2025-03-16"),
    ],
)
def test_days_are_read_from_a_question(text: str, since: str | None, until: str | None) -> None:
    (told,) = days_in(text, today=TODAY)
    assert told.days == Days(day(since) if since else None, day(until) if until else None)


@pytest.mark.parametrize("text", ["on 31 February", "on February 30, 2025", "on 29 February 2025", "on 2025-13-01"])
def test_a_day_that_does_not_exist_is_told_apart(text: str) -> None:
    (told,) = days_in(f"What happened {text}?", today=TODAY)
    assert told.days is None
    assert told.words(f"What happened {text}?") in f"What happened {text}?"


@pytest.mark.parametrize(
    "text",
    [
        "Who may march?",
        "How many of the 14 ministers may resign?",
        "What did Theresa May say?",
        "What is the 20th century known for?",
        "Who won 3 and 7 medals?",
        "What did the Second Army do?",
        "Which 2023 report was it?",
    ],
)
def test_other_words_and_numbers_are_no_days(text: str) -> None:
    assert days_in(text, today=TODAY) == []


def test_two_dates_that_are_not_a_range_are_two() -> None:
    text = "Did the report of 14 March 2025 agree with the report of 16 March 2025?"
    assert [told.days for told in days_in(text, today=TODAY)] == [
        Days(day("2025-03-14"), day("2025-03-14")),
        Days(day("2025-03-16"), day("2025-03-16")),
    ]


def test_without_a_today_only_dates_with_a_year_are_read() -> None:
    assert days_in("What happened on Tuesday, and on 14 March?", today=None) == []
    assert len(days_in("What happened on 14 March 2025?", today=None)) == 1


@given(st.dates(date(1990, 1, 1), date(2080, 1, 1)))
def test_a_date_written_out_is_read_as_itself(written: date) -> None:
    for form in (f"{written:%d %B %Y}", f"{written:%B %d, %Y}", written.isoformat(), in_words(Days(written, written))):
        (told,) = days_in(f"What happened on {form}?", today=None)
        assert told.days == Days(written, written)


@given(st.text(alphabet="0123456789 -–andtothe/marchmaylastweeksinceTuesdayday,", max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    for told in days_in(text, today=TODAY):
        assert 0 <= told.start < told.end <= len(text)
        if told.days and told.days.since and told.days.until:
            assert told.days.until - told.days.since >= timedelta(0)
