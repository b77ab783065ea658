"""The feeds that a web page names in its head."""

from __future__ import annotations

import re
from urllib.parse import urljoin

_FEED_TYPE = re.compile(r"application/(?:rss|atom|rdf)\+xml|application/(?:feed\+)?json", re.IGNORECASE)
_MOST_NAMED = 10


def feeds_named_in(page: bytes, base_url: str) -> tuple[str, ...]:
    """Addresses of the ``<link rel="alternate">`` feeds of a page, those of comments left out; () where there are none
    or the bytes are no page.

    Source: RSS Advisory Board, "RSS Autodiscovery" (2006); RFC 4287 has the same for Atom.
    """
    from lxml import html
    from lxml.etree import ParserError

    if b"<link" not in page.lower():
        return ()
    try:
        tree = html.fromstring(page)
    except (ParserError, ValueError):
        return ()
    found = []
    for link in tree.iter("link"):
        is_alternate = "alternate" in (link.get("rel") or "").lower().split()
        is_feed = is_alternate and _FEED_TYPE.fullmatch(link.get("type") or "")
        url = _absolute(link.get("href") or "", base_url)
        is_of_comments = re.search(r"\bcomments?\b", f"{link.get('title') or ''} {url}", re.IGNORECASE)
        if is_feed and url and not is_of_comments:
            found.append(url)
    return tuple(dict.fromkeys(found))[:_MOST_NAMED]


def _absolute(href: str, base_url: str) -> str:
    try:
        url = urljoin(base_url, href.strip())
    except ValueError:
        return ""
    return url if url.startswith(("http://", "https://")) else ""
