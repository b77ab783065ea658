"""ninjs of every version: items with a text, items without one, and values of the wrong type."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest
from builders import published
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.domain.ingest import FailedInput, ReadArticle
from rag.ingest.decoding import Unreadable
from rag.ingest.readers.json import read_json
from rag.ingest.readers.ninjs import is_ninjs, read_ninjs

OLD: dict[str, object] = {
    "uri": "http://tavin.example/items/1", "type": "text", "pubstatus": "usable", "language": "en-GB",
    "firstcreated": "2025-03-14T09:30:00Z", "versioncreated": "2025-03-15T10:00:00Z", "headline": "Ferry returns",
    "byline": "By Jane Doe and John Roe", "copyrightholder": "Tavin Holding", "subject": [{"name": "Harbour"}],
    "body_text": "It is back. It left.", "body_xhtml": "<p>It is back.</p><p>It left.</p>",
    "associations": {"photo": {"uri": "http://tavin.example/items/2", "body_text": "A photo"}},
}  # fmt: skip
NEW: dict[str, object] = {
    "uri": "http://tavin.example/items/1", "type": "text", "pubStatus": "usable", "language": "en-GB",
    "firstCreated": "2025-03-14T09:30:00Z", "versionCreated": "2025-03-15T10:00:00Z",
    "headlines": [{"role": "short", "value": "Ferry"}, {"role": "main", "value": "Ferry returns"}],
    "by": "Jane Doe and John Roe", "infoSources": [{"name": "Tavin Holding"}], "subjects": [{"name": "Harbour"}],
    "bodies": [
        {"role": "main", "contentType": "text/plain", "value": "It is back. It left."},
        {"role": "richtext", "contentType": "application/xhtml+xml", "value": "<p>It is back.</p><p>It left.</p>"},
    ],
    "standard": {"name": "ninjs", "version": "3.1"},
}  # fmt: skip


@pytest.mark.parametrize("item", [OLD, NEW])
def test_everything_that_an_item_says_is_read(item: dict[str, object]) -> None:
    article = read_ninjs(item, "a.json").article
    assert (article.title, article.body) == ("Ferry returns", "It is back.\nIt left.")
    assert (article.guid, article.url) == ("http://tavin.example/items/1", "http://tavin.example/items/1")
    assert (article.authors, article.source) == (("Jane Doe", "John Roe"), "Tavin Holding")
    assert (article.section, article.language) == ("Harbour", "en")
    assert article.published == published("2025-03-14T09:30")
    assert article.modified == datetime(2025, 3, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_what_its_publisher_took_back_is_withdrawn(status: str) -> None:
    assert read_ninjs(OLD | {"pubstatus": status}, "").article.notice == "withdrawn"
    assert read_ninjs({"uri": "urn:1", "pubstatus": status}, "").article.body == ""


def test_an_embargo_is_noted() -> None:
    assert read_ninjs(OLD | {"embargoed": "2025-03-16T06:00:00Z"}, "").note == "under embargo: 2025-03-16T06:00:00Z"


@pytest.mark.parametrize("kind", ["picture", "video", "event", "planning"])
def test_an_item_without_a_text_is_refused_by_its_type(kind: str) -> None:
    with pytest.raises(Unreadable, match=f"of type '{kind}' without a text"):
        read_ninjs({"uri": "urn:1", "type": kind}, "")


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"headline": 42}, "headline must be text"),
        ({"versioncreated": 5}, "versioncreated must be text"),
        ({"byline": ["Jane"]}, "byline must be text"),
        ({"bodies": "x"}, "bodies must be a list of objects"),
        ({"bodies": [{"value": 5}]}, "bodies.value must be text"),
        ({"subject": [5]}, "subject must be a list of objects"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_by_its_name(wrong: dict[str, object], name: str) -> None:
    with pytest.raises(Unreadable, match=name):
        read_ninjs(OLD | wrong, "")


def test_a_list_of_items_is_read_and_the_bad_one_named() -> None:
    data = json.dumps([OLD, {"uri": "urn:2", "type": "picture"}, NEW]).encode()
    one, bad, two = read_json(io.BytesIO(data), "a.json", {})
    assert isinstance(one, ReadArticle)
    assert isinstance(two, ReadArticle)
    assert isinstance(bad, FailedInput)
    assert bad.where == "item 2"


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (OLD, True),
        (NEW, True),
        ({"uri": "a1", "body": "x", "date": "2025-03-14"}, False),
        ({"title": "x"}, False),
        ([], False),
    ],
)
def test_an_item_is_known_by_its_standard_or_its_own_properties(value: object, answer: bool) -> None:
    assert is_ninjs(value) is answer


VALUES = st.recursive(
    st.none() | st.integers() | st.text(max_size=6),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.sampled_from(["role", "value", "name"]), v, max_size=3),
    max_leaves=5,
)


@settings(max_examples=150)
@given(st.dictionaries(st.sampled_from([*OLD, *NEW]), VALUES, max_size=6))
def test_values_of_any_type_give_an_article_or_a_reason(changed: dict[str, object]) -> None:
    (outcome,) = read_json(io.BytesIO(json.dumps([OLD | changed]).encode()), "", {})
    assert isinstance(outcome, ReadArticle | FailedInput)
