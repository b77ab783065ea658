"""A fetched body, in whatever format it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rag.domain.fetch import Fetched
from rag.domain.ingest import ReadArticle
from rag.ingest.decoding import Unreadable
from rag.ingest.fetched import own_address, read_fetched

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
URL = "https://post.example/a"
WORDS = " ".join(f"The harbour office wrote on page {n} what it thinks of the ferry." for n in range(12))
HTML = f"<html><title>Ferry</title><body><article><h1>Ferry</h1><p>{WORDS}</p></article></body></html>".encode()


def article(body: bytes, media_type: str = "", url: str = URL) -> ReadArticle:
    (outcome,) = read_fetched(Fetched(url, body, media_type), URL, {}, now=NOW)
    assert isinstance(outcome, ReadArticle)
    return outcome


@pytest.mark.parametrize(
    ("body", "media_type", "url"),
    [
        (HTML, "text/html", URL),
        (HTML, "", URL),
        (HTML, "text/html", f"{URL}.pdf"),
        (WORDS.encode(), "text/plain", URL),
        (f"# Ferry\n\n{WORDS}".encode(), "", f"{URL}.md"),
    ],
)
def test_the_format_is_told_by_media_type_name_and_content(body: bytes, media_type: str, url: str) -> None:
    found = article(body, media_type, url)
    assert found.article.body.strip() == WORDS
    assert (found.article.url, found.source) == (url, URL)


def test_data_with_addresses_of_its_own_keeps_them() -> None:
    data = b'{"body": "One.", "url": "https://other.example/b"}'
    assert article(data, "application/json").article.url == "https://other.example/b"


@pytest.mark.parametrize("body", [b"", b"\x00\x01\x02" * 100, b"<html><body></body></html>"])
def test_what_holds_no_article_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        list(read_fetched(Fetched(URL, body), URL, {}, now=NOW))


@pytest.mark.parametrize(
    ("named", "own"),
    [("", URL), ("https://www.post.example/b", "https://www.post.example/b"), ("https://evil.example/a", URL)],
)
def test_a_page_names_an_address_of_its_own_site_only(named: str, own: str) -> None:
    assert own_address(named, URL) == own
