"""OPML 1 and 2: the feeds that a list of them names."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import IO

from rag.domain.ingest import FailedInput, LinkedFeed, ReadOutcome
from rag.ingest.clean import clean_line
from rag.ingest.decoding import Unreadable, read_bounded
from rag.ingest.page_facts import Element
from rag.ingest.readers.entries import http_url
from rag.ingest.readers.reader import Reader
from rag.ingest.xml_text import is_html, parsed, root_name, xml_text

_LISTS = frozenset({"include", "link"})


def read_opml(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """The feeds of a list that lies in a file."""
    yield from parse_opml(read_bounded(stream), source)


def parse_opml(data: bytes, source: str, *, base_url: str = "", charset: str = "") -> Iterator[ReadOutcome]:
    """Each feed once ("line 12"), whatever folders it is in; a failure for an outline that means a feed and names none.

    ``base_url`` is the list's own address, against which relative ones are resolved. A list without outlines gives
    nothing; one that is not well-formed gives what can be read and one failure. Raises Unreadable for what is no list.
    """
    text = xml_text(data, charset).rstrip()
    if root_name(text).lower() != "opml":
        raise Unreadable("not a list of feeds: an HTML page" if is_html(text) else "not a list of feeds: no OPML")
    document = parsed(text)
    seen: set[str] = set()
    for element in document.root.iter("{*}outline"):
        outcome = _outline(element, source, base_url)
        if isinstance(outcome, FailedInput):
            yield outcome
        elif outcome is not None and outcome.url not in seen:
            seen.add(outcome.url)
            yield outcome
    if document.fault:
        yield FailedInput(
            source, document.place, f"the list is not well-formed here ({document.fault}); what can be read was read"
        )


def _outline(element: Element, source: str, base_url: str) -> LinkedFeed | FailedInput | None:
    """A feed, a failure, or None for a folder or a mere link."""
    given = {name.lower(): clean_line(value) for name, value in element.attrib.items()}
    where = f"line {element.sourceline}" if element.sourceline else ""
    title = html.unescape(given.get("title") or given.get("text") or "")
    kind, url = given.get("type", "").lower(), given.get("xmlurl", "")
    if not url:
        if kind in ("rss", "atom", "feed") or "htmlurl" in given:
            return FailedInput(source, where, f"an outline of a feed without its address (xmlUrl): {title[:80]!r}")
        if kind in _LISTS and given.get("url", "").lower().endswith(".opml"):
            return FailedInput(source, where, f"a link to another list is not followed: {given['url'][:200]}")
        return None
    address = http_url(_as_http(url), base_url)
    if not address:
        return FailedInput(source, where, f"not an http address of a feed: {url[:200]!r}")
    return LinkedFeed(address, source, where, clean_line(title))


def _as_http(url: str) -> str:
    """``feed:`` before an address, or in the place of its scheme, is how some programs mark a feed."""
    if url.lower().startswith("feed://"):
        return f"http://{url[7:]}"
    return url[5:] if url.lower().startswith("feed:") else url


def _begins(head: bytes) -> bool:
    try:
        return root_name(xml_text(head)).lower() == "opml"
    except Unreadable:
        return False


OPML = Reader("OPML", (".opml", ".xml"), _begins, read_opml)
