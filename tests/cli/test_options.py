"""Days and filters as they are typed."""

from __future__ import annotations

from datetime import date

import pytest

from rag.cli.options import day, filters_from, span_of_days, typed
from rag.domain.errors import UsageError
from rag.domain.question import Filters


def test_a_day_is_read_in_iso_form() -> None:
    assert day("2025-03-14", option="--date") == date(2025, 3, 14)


@pytest.mark.parametrize("text", ["", "yesterday", "2025-13-01", "2025-02-30", "14.03.2025", "2025-03-14T10:00"])
def test_what_is_no_day_is_refused_by_the_option_s_name(text: str) -> None:
    with pytest.raises(UsageError, match=r"--since .* is not a day; write it as YYYY-MM-DD"):
        day(text, option="--since")


def test_days_that_run_backwards_are_refused() -> None:
    with pytest.raises(UsageError, match="--since 2025-03-15 lies after --until 2025-03-14"):
        span_of_days("2025-03-15", "2025-03-14")


def test_one_day_is_a_span() -> None:
    assert span_of_days("2025-03-14", "2025-03-14") == (date(2025, 3, 14), date(2025, 3, 14))


def test_nothing_typed_filters_nothing() -> None:
    assert filters_from(None, None, None, None, None, None) == Filters()


def test_repeated_options_are_all_kept() -> None:
    filters = filters_from("2025-03-01", None, "2025-03-20", ["A", "B"], ["Politics"], ["EN", "de"])
    assert filters == Filters(
        since=date(2025, 3, 1),
        as_of=date(2025, 3, 20),
        sources=("A", "B"),
        sections=("Politics",),
        languages=("en", "de"),
    )


def test_bytes_that_are_no_text_are_replaced() -> None:
    as_the_system_hands_them_over = b"What \xff happened, caf\xc3\xa9?".decode("utf-8", "surrogateescape")
    assert typed(as_the_system_hands_them_over) == "What \ufffd happened, café?"
    assert typed(None) is None
