"""Which of the dates that a page shows is the article's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from builders import published

from rag.ingest.markup import page_tree
from rag.ingest.page_dates import address_date, printed_dateline, time_element_date

NOW = datetime(2025, 3, 14, 9, 30, tzinfo=UTC)


def page(article: str, around: str = "") -> object:
    return page_tree(f"<html><body>{around}<article><h1>Port reopens</h1>{article}</article></body></html>")


def test_the_line_near_the_heading_goes_before_one_that_stands_earlier() -> None:
    tree = page("<p>14 March 2025</p>", around="<div>Today's paper: <span>16 March 2025</span></div>")
    assert printed_dateline(tree, None) == "14 March 2025"


def test_a_line_of_another_day_than_the_data_gives_is_no_date_line() -> None:
    assert printed_dateline(page("<p>21 September 2024</p>"), published("2025-03-14")) == ""
    assert printed_dateline(page("<p>14 March 2025</p>"), published("2025-03-14T23:30")) == "14 March 2025"


@pytest.mark.parametrize("name", ["related-posts", "comment-list", "sidebar", "event-box"])
def test_dates_of_other_articles_comments_and_events_are_passed_over(name: str) -> None:
    assert printed_dateline(page("", around=f'<div class="{name}"><span>14 March 2025</span></div>'), None) == ""


def test_a_line_that_counts_from_now_is_taken_only_where_now_is_known() -> None:
    tree = page("<span>2 hours ago</span>")
    assert printed_dateline(tree, None) == ""
    assert printed_dateline(tree, None, NOW) == "2 hours ago"


@pytest.mark.parametrize(
    "element",
    [
        '<time datetime="2025-03-14T09:30:00Z">Friday</time>',
        '<p class="meta">By Jane Doe <time datetime="2025-03-14T09:30Z">14 March</time></p>',
        '<time class="updated" datetime="2025-03-15T09:30Z">x</time>'
        '<time class="published" datetime="2025-03-14T09:30Z">y</time>',
        '<div>Updated <time datetime="2025-03-16T09:30Z">x</time></div>'
        '<div>Published <time datetime="2025-03-14T09:30Z">y</time></div>',
    ],
)
def test_a_time_element_dates_the_article(element: str) -> None:
    assert time_element_date(page(element)) == published("2025-03-14T09:30")


def test_a_time_element_in_a_sentence_dates_an_event() -> None:
    assert time_element_date(page('<p>The talks open on <time datetime="2025-04-01">1 April</time>.</p>')) is None


def test_a_permanent_link_names_its_day() -> None:
    assert address_date("https://wire.example/ports/2025/03/14/port-reopens") == published("2025-03-14")


@pytest.mark.parametrize(
    "url",
    ["", "https://wire.example/2025/03/", "https://wire.example/2025/13/14/x", "https://wire.example/?d=/2025/03/14/x"],
)
def test_another_address_names_none(url: str) -> None:
    assert address_date(url) is None
