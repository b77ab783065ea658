"""JSON Feed 1.0 and 1.1: items as articles, and feeds that are cut off or of the wrong types."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from builders import published
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.domain.ingest import FailedInput, ReadArticle
from rag.ingest.readers.entries import FeedFacts
from rag.ingest.readers.json import read_json
from rag.ingest.readers.json_feed import is_json_feed, json_feed_facts, parse_json_feed

VERSION = "https://jsonfeed.org/version/1.1"


def feed(*items: object, **known: object) -> dict[str, Any]:
    return {"version": VERSION, "title": "Tavin Post", "items": list(items)} | known


def test_everything_that_an_item_says_is_read() -> None:
    item = {
        "id": 17, "url": "/news/17", "title": "Ferry returns",
        "content_html": "<p>It is back.</p><p>It left.</p>",
        "summary": "After a year.", "date_published": "2025-03-14T09:30:00+01:00",
        "date_modified": "2025-03-15T08:00:00Z",
        "authors": [{"name": "Jane Doe"}, {"url": "x"}], "tags": ["Harbour"], "language": "en-GB",
    }  # fmt: skip
    (read,) = parse_json_feed(feed(item), "feed.json", base_url="https://tavin.example/feed.json")
    assert isinstance(read, ReadArticle)
    article = read.article
    assert (article.title, article.body, article.dek) == (
        "Ferry returns",
        "It is back.\nIt left.",
        "After a year.",
    )
    assert (article.url, article.guid) == ("https://tavin.example/news/17", "17")
    assert article.published == published("2025-03-14T08:30")
    assert article.modified is not None
    assert (article.authors, article.section, article.language) == (("Jane Doe",), "Harbour", "en")
    assert (article.source, read.full_text_at, read.where) == ("Tavin Post", "", "item 1")


def test_an_item_with_a_title_and_a_summary_is_a_teaser() -> None:
    item = {"id": "1", "url": "https://tavin.example/1", "title": "Ferry", "summary": "It is back."}
    (read,) = parse_json_feed(feed(item), "")
    assert isinstance(read, ReadArticle)
    assert (read.article.body, read.full_text_at) == ("It is back.", "https://tavin.example/1")


def test_the_author_of_version_1_0_and_of_the_feed_counts() -> None:
    (read,) = parse_json_feed(feed({"id": "1", "content_text": "x"}, author={"name": "Jane Doe"}), "")
    assert isinstance(read, ReadArticle)
    assert read.article.authors == ("Jane Doe",)


def test_items_that_are_no_objects_are_named_and_the_rest_is_read() -> None:
    bad, good = parse_json_feed(feed(5, {"id": "2", "content_text": "x"}), "feed.json")
    assert bad == FailedInput("feed.json", "item 1", "an item of a JSON Feed that is not an object")
    assert isinstance(good, ReadArticle)
    assert good.where == "item 2"


def test_a_feed_without_items_is_a_failure_and_an_empty_one_is_not() -> None:
    (failure,) = parse_json_feed({"version": VERSION}, "feed.json")
    assert isinstance(failure, FailedInput)
    assert list(parse_json_feed(feed(), "feed.json")) == []


def test_a_feed_that_breaks_off_gives_its_whole_items_and_one_failure() -> None:
    whole = json.dumps(feed({"id": "1", "content_text": "one"}, {"id": "2", "content_text": "two"}), indent=1)
    one, failure = read_json(io.BytesIO(whole[: whole.index("two")].encode()), "feed.json", {})
    assert isinstance(one, ReadArticle)
    assert isinstance(failure, FailedInput)
    assert (one.article.body, failure.where) == ("one", "after item 1 (line 8)")


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ({"version": VERSION}, True),
        ({"version": "1.0", "items": [], "home_page_url": "https://a.example"}, True),
        ({"items": [{"body": "x"}]}, False),
        ([], False),
        (None, False),
    ],
)
def test_a_json_feed_is_known_by_its_version_or_its_own_fields(value: object, answer: bool) -> None:
    assert is_json_feed(value) is answer


def test_a_feed_tells_of_itself() -> None:
    facts = json_feed_facts(feed({}, home_page_url="https://tavin.example/"))
    assert facts == FeedFacts("Tavin Post", "https://tavin.example/", 0, 1)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
VALUES = st.recursive(
    SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=5), v, max_size=3), max_leaves=6
)
FIELDS = (
    "id url title content_html content_text summary date_published date_modified authors author tags language".split()
)


@settings(max_examples=150)
@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6), max_size=4), VALUES)
def test_values_of_any_type_give_articles_or_failures(items: list[dict[str, object]], title: object) -> None:
    outcomes = list(parse_json_feed(feed(*items, title=title), ""))
    assert len(outcomes) == len(items)
    assert all(isinstance(outcome, ReadArticle | FailedInput) for outcome in outcomes)
