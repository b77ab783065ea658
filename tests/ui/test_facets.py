"""Filters of the Archive page: counting, clicking, and the histogram."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from ui.fake_dateline import the_bridge

from rag.domain.facets import Facets
from rag.domain.question import Filters
from rag.ui.facets import Bar, changed, facets_of, facets_view, histogram, period
from rag.ui.formats import IN_ENGLISH, formats_for

MARCH_3, MARCH_5 = date(2025, 3, 3), date(2025, 3, 5)


def test_days_without_articles_have_a_bar_too() -> None:
    assert histogram([(MARCH_3, 2), (MARCH_5, 1)]) == [
        Bar(MARCH_3, MARCH_3, 2),
        Bar(date(2025, 3, 4), date(2025, 3, 4), 0),
        Bar(MARCH_5, MARCH_5, 1),
    ]


def test_many_days_become_months_and_many_months_become_years() -> None:
    months = histogram([(date(2025, 1, 31), 2), (date(2025, 12, 24), 1)])
    assert (len(months), months[0], months[-1].until) == (
        12,
        Bar(date(2025, 1, 1), date(2025, 1, 31), 2),
        date(2025, 12, 31),
    )
    years = histogram([(date(1990, 5, 1), 1), (date(2025, 3, 3), 4)])
    assert (len(years), years[-1]) == (36, Bar(date(2025, 1, 1), date(2025, 12, 31), 4))


def test_nothing_makes_no_histogram() -> None:
    assert histogram([]) == []


def test_a_name_that_is_clicked_twice_is_no_filter() -> None:
    once = changed(Filters(), {"kind": "sources", "value": "Valley Echo"})
    assert once == Filters(sources=("Valley Echo",))
    assert changed(once, {"kind": "sources", "value": "Valley Echo"}) == Filters()


def test_a_day_that_is_clicked_twice_is_no_filter() -> None:
    click = {"kind": "days", "since": "2025-03-03", "until": "2025-03-05"}
    once = changed(Filters(sections=("Local",)), click)
    assert once == Filters(sections=("Local",), since=MARCH_3, until=MARCH_5)
    assert changed(once, click) == Filters(sections=("Local",))


@pytest.mark.parametrize(
    "click",
    [
        {},
        {"kind": "sources"},
        {"kind": "sources", "value": 7},
        {"kind": "as_of", "value": "x"},
        {"kind": "sources", "value": "x" * 501},
    ],
)
def test_a_click_that_means_nothing_changes_nothing(click: dict[str, Any]) -> None:
    filters = Filters(sources=("Valley Echo",))
    assert changed(filters, click) == filters


def test_what_a_search_found_is_counted() -> None:
    found = facets_of([the_bridge(), the_bridge(id="b", section="National"), the_bridge(id="c", published=None)])
    assert found.articles == 3
    assert found.sources == (("Harrow Gazette", 3),)
    assert found.sections == (("Local", 2), ("National", 1))
    assert found.days == ((MARCH_3, 2),)


def test_a_facet_with_a_single_name_offers_no_choice() -> None:
    facets = Facets(2, sources=(("Harrow Gazette", 2),), sections=(("Local", 1), ("National", 1)))
    view: Any = facets_view(facets, facets, Filters(), IN_ENGLISH)
    assert [each["title"] for each in view["lists"]] == ["Section"]


def test_a_name_that_is_picked_stays_although_it_found_nothing() -> None:
    view: Any = facets_view(Facets(), Facets(), Filters(sources=("Valley Echo",)), IN_ENGLISH)
    assert view["lists"][0]["names"] == [{"name": "Valley Echo", "articles": "0", "picked": True}]


def test_bars_of_the_days_that_are_picked_are_marked() -> None:
    facets = Facets(3, days=((MARCH_3, 2), (MARCH_5, 1)))
    view: Any = facets_view(facets, facets, Filters(since=MARCH_5, until=MARCH_5), IN_ENGLISH)
    assert [bar["picked"] for bar in view["bars"]] == [False, False, True]


def test_a_period_is_told_as_the_reader_writes_days() -> None:
    german = formats_for("de", "")
    assert period(MARCH_3, MARCH_5, german) == "3. März 2025 to 5. März 2025"
    assert (period(MARCH_3, None, german), period(None, MARCH_3, german)) == (
        "since 3. März 2025",
        "until 3. März 2025",
    )
