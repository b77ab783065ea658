"""Dates and times as they are written, resolved by the publication date: Friday, 14 March 2025."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.verify.dates import moments, supports
from rag.verify.tokens import read

FRIDAY = date(2025, 3, 14)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on March 11, 2025", "2025-03-11", "2025-03-11"),
        ("on 11 March 2025", "2025-03-11", "2025-03-11"),
        ("on the 11th of March", "2025-03-11", "2025-03-11"),
        ("on 2025-03-11", "2025-03-11", "2025-03-11"),
        ("on 11.03.2025", "2025-03-11", "2025-03-11"),
        ("on Mar. 11", "2025-03-11", "2025-03-11"),
        ("am 11. März 2025", "2025-03-11", "2025-03-11"),
        ("it fell on Tuesday", "2025-03-11", "2025-03-11"),
        ("it fell on Friday", "2025-03-14", "2025-03-14"),
        ("last Friday", "2025-03-07", "2025-03-07"),
        ("it will fall on Tuesday", "2025-03-18", "2025-03-18"),
        ("next Friday", "2025-03-21", "2025-03-21"),
        ("yesterday", "2025-03-13", "2025-03-13"),
        ("tomorrow", "2025-03-15", "2025-03-15"),
        ("three days ago", "2025-03-11", "2025-03-11"),
        ("last week", "2025-03-03", "2025-03-09"),
        ("last month", "2025-02-01", "2025-02-28"),
        ("last year", "2024-01-01", "2024-12-31"),
        ("it fell in November", "2024-11-01", "2024-11-30"),
        ("it will fall in November", "2025-11-01", "2025-11-30"),
        ("in March 2025", "2025-03-01", "2025-03-31"),
        ("in 2019", "2019-01-01", "2019-12-31"),
        ("the 1990s", "1990-01-01", "1999-12-31"),
    ],
)
def test_a_date_covers_these_days(text: str, first: str, last: str) -> None:
    (moment,) = moments(read(text), FRIDAY)
    assert moment.days == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    ["they may leave", "the march went on", "1900 people", "about 2000 of them", "he sat in the sun", "Mars is red"],
)
def test_words_and_numbers_that_only_look_like_dates_are_none(text: str) -> None:
    assert moments(read(text), FRIDAY) == ()


@pytest.mark.parametrize(
    ("evidence", "said", "holds"),
    [
        ("on Tuesday", "on 11 March", True),
        ("on 11 March", "on Tuesday", True),
        ("on March 11, 2025", "in March", True),
        ("on March 11, 2025", "in 2025", True),
        ("on Tuesday", "in 2025", False),
        ("in March", "on 11 March", False),
        ("last week", "last Tuesday", False),
        ("on Tuesday, March 11", "on Wednesday, March 11", False),
        ("at 3 pm", "at 15:00", True),
        ("at 3:30 p.m.", "at 3 p.m.", False),
        ("at noon", "at 12:00", True),
    ],
)
def test_which_date_says_which(evidence: str, said: str, holds: bool) -> None:
    told, claimed = moments(read(evidence), FRIDAY), moments(read(said), FRIDAY)
    assert claimed
    assert all(any(supports(other, one) for other in told) for one in claimed) is holds


def test_without_a_publication_date_words_for_days_match_only_themselves() -> None:
    (tuesday,), (day,) = moments(read("on Tuesday"), None), moments(read("on 11 March 2025"), None)
    assert supports(tuesday, tuesday)
    assert supports(day, tuesday)
    assert not supports(tuesday, day)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_full_date_is_the_same_however_it_is_written(day: date, today: date) -> None:
    forms = (f"on {day:%B} {day.day}, {day.year}", f"on {day.day} {day:%B} {day.year}", f"on {day.isoformat()}")
    assert {moments(read(form), today)[0].days for form in forms} == {(day, day)}


@given(st.text(max_size=120))
def test_any_text_can_be_read(text: str) -> None:
    moments(read(text), FRIDAY)
