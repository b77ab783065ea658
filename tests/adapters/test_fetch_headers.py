"""What the headers of a request and of an answer say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.adapters.fetch_headers import (
    LONGEST_WAIT_S,
    ContentType,
    content_type,
    header,
    header_list,
    request_headers,
    retry_after_s,
)
from rag.domain.fetch import Validators

NOW = datetime(2025, 3, 14, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "media_type", "charset"),
    [
        ("text/html; charset=utf-8", "text/html", "utf-8"),
        ("Text/HTML;Charset=ISO-8859-1", "text/html", "iso-8859-1"),
        ('application/rss+xml; version=2; charset="windows-1251"', "application/rss+xml", "windows-1251"),
        ("text/html; charset='utf-8'", "text/html", "utf-8"),
        ("application/xml", "application/xml", ""),
        ("text/html; charset=", "text/html", ""),
        ("; charset=utf-8", "", "utf-8"),
        ("nonsense", "", ""),
        ("", "", ""),
    ],
)
def test_media_type_and_charset_are_read_from_the_content_type(value: str, media_type: str, charset: str) -> None:
    assert content_type(value) == ContentType(media_type, charset)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("86401", LONGEST_WAIT_S),
        ("9" * 5000, LONGEST_WAIT_S),
        ("0" * 5000 + "7", 7.0),
        ("Fri, 14 Mar 2025 12:05:00 GMT", 300.0),
        ("Friday, 14-Mar-25 12:05:00 GMT", 300.0),
        ("Fri, 14 Mar 2025 14:05:00 +0200", 300.0),
        ("Fri, 14 Mar 2025 11:00:00 GMT", 0.0),
        ("Fri, 14 Mar 2031 12:05:00 GMT", LONGEST_WAIT_S),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("Fri, 99 Mar 2025 12:05:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_at_most_a_day(value: str, seconds: float | None) -> None:
    assert retry_after_s(value, NOW) == seconds


@given(st.text(st.characters(max_codepoint=255)))
def test_whatever_retry_after_says_the_wait_is_bounded(value: str) -> None:
    wait_s = retry_after_s(value, NOW)
    assert wait_s is None or 0 <= wait_s <= LONGEST_WAIT_S


def test_validators_go_back_exactly_as_they_were_given() -> None:
    given_before = Validators('W/"caf\xe9-1"', "Fri, 14 Mar 2025 12:00:00 GMT")
    sent = dict(request_headers(b"news.example", "Dateline", given_before))
    assert sent[b"If-None-Match"] == b'W/"caf\xe9-1"'
    assert sent[b"If-Modified-Since"] == b"Fri, 14 Mar 2025 12:00:00 GMT"


@pytest.mark.parametrize("bad", ["", "a\r\nX-Injected: 1", "\u201cquoted\u201d", " spaced ", "\0"])
def test_a_validator_that_no_header_can_hold_is_not_sent(bad: str) -> None:
    names = {name for name, _ in request_headers(b"news.example", "Dateline", Validators(bad, bad))}
    assert names == {b"Host", b"User-Agent", b"Accept", b"Accept-Encoding", b"Connection"}


def test_the_first_of_several_headers_counts_whatever_its_case() -> None:
    headers = [(b"etag", b' "a" '), (b"ETag", b'"b"')]
    assert header(headers, "ETag") == '"a"'
    assert header(headers, "Last-Modified") == ""


def test_a_list_in_several_headers_is_one_list() -> None:
    assert header_list([(b"Content-Encoding", b"gzip"), (b"content-encoding", b"br")], "Content-Encoding") == "gzip,br"
