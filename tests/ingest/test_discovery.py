"""The feeds that a page names."""

from __future__ import annotations

import pytest

from rag.ingest.discovery import feeds_named_in

BASE = "https://post.example/news/"


def link(href: str, kind: str = "application/rss+xml", rel: str = "alternate", title: str = "") -> str:
    return f'<link rel="{rel}" type="{kind}" href="{href}" title="{title}">'


def named(*links: str) -> tuple[str, ...]:
    return feeds_named_in(f"<html><head>{''.join(links)}</head><body>News</body></html>".encode(), BASE)


@pytest.mark.parametrize(
    "kind", ["application/rss+xml", "application/atom+xml", "application/feed+json", "Application/RSS+XML"]
)
def test_feeds_of_every_format_are_found(kind: str) -> None:
    assert named(link("/feed", kind)) == ("https://post.example/feed",)


def test_addresses_are_made_whole_and_each_is_named_once() -> None:
    assert named(link("feed"), link("/news/feed"), link("//other.example/f")) == (
        "https://post.example/news/feed",
        "https://other.example/f",
    )


@pytest.mark.parametrize(
    "other",
    [
        link("/feed", rel="stylesheet"),
        link("/feed", "text/html"),
        link("/comments/feed"),
        link("/feed", title="Post: Comments"),
        link("javascript:alert(1)"),
        link("file:///etc/passwd"),
        link(""),
    ],
)
def test_other_links_are_passed_over(other: str) -> None:
    found = named(other)
    assert found == () or found == (BASE,)
    assert named(other, link("/feed"))[-1:] == ("https://post.example/feed",)


@pytest.mark.parametrize("data", [b"", b"<link", b"\x00<link>\xff", b"<link " * 1_000, b'{"a": "<link"}'])
def test_what_is_no_page_names_none(data: bytes) -> None:
    assert feeds_named_in(data, BASE) == ()
