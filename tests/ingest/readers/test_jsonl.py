"""JSONL: the fields, their other names, and lines that cannot be read."""

from __future__ import annotations

import io
import json

import pytest
from builders import published

from rag.domain.article import Article
from rag.domain.ingest import FailedInput, ReadArticle, ReadOutcome
from rag.ingest.decoding import LARGEST_FILE, Unreadable
from rag.ingest.readers import reader_for
from rag.ingest.readers.jsonl import read_jsonl


def read(*lines: object, **names: str) -> list[ReadOutcome]:
    data = b"\n".join(x if isinstance(x, bytes) else json.dumps(x).encode() for x in lines)
    return list(read_jsonl(io.BytesIO(data), "in.jsonl", names))


def article(row: object, **names: str) -> Article:
    (outcome,) = read(row, **names)
    assert isinstance(outcome, ReadArticle), outcome
    return outcome.article


def reason(line: object) -> str:
    (outcome,) = read(line)
    assert isinstance(outcome, FailedInput), outcome
    return outcome.reason


def test_every_field_is_read() -> None:
    row = {
        "id": "w-17", "title": "Port reopens", "dek": "At last.", "body": "Ships left.\n\nCranes moved.",
        "published": "2025-03-14T23:30:00-05:00", "source": "Example Wire", "url": "https://wire.example/17",
        "authors": ["Jane Doe", "Ann Lee"], "section": "Ports", "language": "en-GB",
    }  # fmt: skip
    assert article(row) == Article(
        id="w-17", title="Port reopens", dek="At last.", body="Ships left.\n\nCranes moved.",
        published=published("2025-03-15T04:30"), dateline="2025-03-14T23:30:00-05:00", source="Example Wire",
        url="https://wire.example/17", authors=("Jane Doe", "Ann Lee"), section="Ports", language="en",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "theirs", "value"),
    [
        ("title", "headline", "T"), ("body", "content", "T"), ("body", "text", "T"), ("source", "publisher", "T"),
        ("section", "category", "T"), ("dek", "summary", "T"), ("dek", "description", "T"), ("dek", "subtitle", "T"),
        ("url", "link", "T"),
    ],
)  # fmt: skip
def test_common_other_names_are_understood(ours: str, theirs: str, value: str) -> None:
    row = {"body": "B", theirs: value} if ours != "body" else {theirs: value}
    assert getattr(article(row), ours) == value


@pytest.mark.parametrize("name", ["published_at", "date", "publishedAt", "datePublished"])
def test_a_date_alone_has_the_precision_of_a_day(name: str) -> None:
    assert article({"body": "B", name: "2025-03-14"}).published == published("2025-03-14")


def test_seconds_since_1970_are_a_time_and_are_cited_as_they_were_given() -> None:
    read_article = article({"body": "B", "published": 1741944600})
    assert (read_article.published, read_article.dateline) == (published("2025-03-14T09:30"), "1741944600")


def test_a_date_that_cannot_be_read_is_kept_as_it_was_printed() -> None:
    read_article = article({"body": "B", "published": "last Tuesday"})
    assert (read_article.published, read_article.dateline) == (None, "last Tuesday")


def test_names_go_before_the_common_ones_and_may_reach_into_objects() -> None:
    row = {"text": "short", "fields": {"bodyText": "the whole text"}}
    assert article(row, body="fields.bodyText").body == "the whole text"


def test_one_author_and_a_publisher_with_a_name_are_read() -> None:
    read_article = article({"body": "B", "author": "Jane Doe", "source": {"id": None, "name": "Example Wire"}})
    assert (read_article.authors, read_article.source) == (("Jane Doe",), "Example Wire")


def test_a_number_as_id_is_its_digits() -> None:
    assert article({"body": "B", "id": 17}).id == "17"


def test_hidden_characters_do_not_come_in() -> None:
    assert article({"body": "pay\u202ement\x00\r\nnow \ud800"}).body == "payment\nnow \ufffd"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (b"{broken", "not JSON"),
        (b"[1, 2]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"body": ' + b"9" * 5000 + b"}", "not JSON"),
        ({"title": "T"}, "no text"),
        ({"body": " \u200b "}, "no text"),
        ({"body": 5}, "body must be text, not a number"),
        ({"body": ["a"]}, "body must be text, not a list"),
        ({"body": "B", "title": {"a": 1}}, "title must be text, not an object"),
        ({"body": "B", "authors": [1]}, "authors must be text"),
        ({"body": "B", "published": True}, "published must be a date"),
        ({"body": "B", "published": ["2025"]}, "published must be a date"),
        ({"body": "B", "id": "x" * 201}, "id is longer"),
        ({"body": "B", "id": False}, "id must be text"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(row: object, why: str) -> None:
    assert why in reason(row)


def test_a_bad_line_in_the_middle_is_named_and_the_rest_is_read() -> None:
    outcomes = read({"body": "one"}, b"", b"{bad", {"body": "two"})
    assert [type(o).__name__ for o in outcomes] == ["ReadArticle", "FailedInput", "ReadArticle"]
    assert [o.where for o in outcomes] == ["line 1", "line 3", "line 4"]


def test_a_line_that_is_too_long_is_passed_over_without_keeping_it() -> None:
    huge = b'{"body": "' + b"x" * LARGEST_FILE + b'"}'
    failed, after = read(huge, {"body": "two"})
    assert isinstance(failed, FailedInput)
    assert "longer than 16 MiB" in failed.reason
    assert isinstance(after, ReadArticle)
    assert after.where == "line 2"


def test_articles_are_read_one_by_one() -> None:
    stream = io.BytesIO(b'{"body": "one"}\n' * 100_000)
    outcomes = read_jsonl(stream, "in.jsonl", {})
    next(outcomes)
    assert stream.tell() < 1_000


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    assert article(b'\xef\xbb\xbf{"body": "one"}').body == "one"


@pytest.mark.parametrize("data", [b"", b"\n \n"])
def test_a_stream_without_lines_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="empty"):
        list(read_jsonl(io.BytesIO(data), "in.jsonl", {}))


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b'{"body": "One."}\n{"body": "Two."}\n', "JSONL"),
        (b'{"body": "One line that has not ended yet', "JSONL"),
        (b'{\n  "body": "One object over several lines."\n}\n', "JSON"),
        (b'[{"body": "One."}]', "JSON"),
    ],
)
def test_json_without_an_ending_is_read_by_how_it_is_laid_out(head: bytes, name: str) -> None:
    assert reader_for("export", head).name == name
