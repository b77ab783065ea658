"""JSON Feed 1.0 and 1.1: the entries of a parsed document. Source: jsonfeed.org/version/1.1."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from rag.domain.ingest import FailedInput, ReadOutcome
from rag.ingest.clean import clean_line, clean_text
from rag.ingest.decoding import Unreadable
from rag.ingest.fragment import html_fragment_text
from rag.ingest.language import language_code
from rag.ingest.readers.entries import Entry, FeedFacts, broken_off, http_url, read_entries
from rag.ingest.readers.jsonl import parse_json

_ITEMS = re.compile(r"\"items\"\s*:\s*\[")
_BETWEEN = re.compile(r"[\s,]*")
_ITS_OWN = frozenset({"home_page_url", "feed_url"})


def is_json_feed(value: object) -> bool:
    """Whether a parsed JSON value is a JSON Feed: by its version, or by a list of items beside a field of its own."""
    if not isinstance(value, Mapping):
        return False
    version = value.get("version")
    if isinstance(version, str) and "jsonfeed.org/version/" in version.lower():
        return True
    return isinstance(value.get("items"), list) and not _ITS_OWN.isdisjoint(value)


def json_feed(text: str) -> tuple[Mapping[str, object], str]:
    """The feed, and the place where it breaks off ("" where it is whole); of such a one the whole items are kept.

    Raises Unreadable where the text is no JSON Feed.
    """
    try:
        value, cut_after = parse_json(text.encode("utf-8")), ""
    except Unreadable:
        value, cut_after = _whole_items(text)
        if value is None:
            raise
    if not isinstance(value, dict) or not is_json_feed(value):
        raise Unreadable("not a feed: JSON without the version of a JSON Feed")
    return value, cut_after


def _whole_items(text: str) -> tuple[object, str]:
    """What stands before the items, with those that are whole; None where not so much can be read."""
    start = _ITEMS.search(text)
    if start is None:
        return None, ""
    try:
        feed = json.loads(f"{text[: start.end()]}]}}")
    except (ValueError, RecursionError):
        return None, ""
    items, at, decoder = [], start.end(), json.JSONDecoder()
    while at < len(text):
        try:
            item, at = decoder.raw_decode(text, _blank_end(text, at))
        except (ValueError, RecursionError):
            break
        items.append(item)
    return feed | {"items": items}, f"after item {len(items)} (line {text.count(chr(10), 0, at) + 1})"


def _blank_end(text: str, at: int) -> int:
    match = _BETWEEN.match(text, at)
    return match.end() if match else at


def json_feed_facts(feed: Mapping[str, object]) -> FeedFacts:
    """Title, site and number of items; the format has no place for a time between refreshes."""
    items = feed.get("items")
    site = http_url(_string(feed, "home_page_url"), _string(feed, "feed_url"))
    return FeedFacts(clean_line(_string(feed, "title")), site, 0, len(items) if isinstance(items, list) else 0)


def parse_json_feed(
    feed: Mapping[str, object], source: str, *, base_url: str = "", cut_after: str = ""
) -> Iterator[ReadOutcome]:
    """An article for each item that is an object ("item 3") and holds anything; a failure for each other one.

    ``cut_after`` is where the feed breaks off, which is a failure too; a feed without a list of items is one.
    """
    items = feed.get("items")
    if not isinstance(items, list):
        yield FailedInput(source, "", "a JSON Feed without a list of items")
        return
    base = base_url or http_url(_string(feed, "feed_url")) or _string(feed, "home_page_url")
    entries = []
    for number, item in enumerate(items, start=1):
        if isinstance(item, Mapping):
            entries.append(_entry(item, feed, f"item {number}", base))
        else:
            yield FailedInput(source, f"item {number}", "an item of a JSON Feed that is not an object")
    yield from read_entries(entries, source)
    if cut_after:
        yield broken_off(source, cut_after)


def _entry(item: Mapping[str, object], feed: Mapping[str, object], where: str, base: str) -> Entry:
    guid = item.get("id")
    markup, plain = _string(item, "content_html"), clean_text(_string(item, "content_text")).strip()
    return Entry(
        where=where,
        title=clean_line(_string(item, "title")),
        # A link blog's ``external_url`` is the page that is talked about, not the page of the text.
        link=http_url(_string(item, "url"), base) or _permalink(guid) or http_url(_string(item, "external_url"), base),
        guid=clean_line(str(guid)) if isinstance(guid, str | int | float) and not isinstance(guid, bool) else "",
        content=html_fragment_text(markup) or plain,
        summary=clean_text(_string(item, "summary")).strip(),
        dates=(_string(item, "date_published"), _string(item, "date_modified")),
        changed=_string(item, "date_modified"),
        authors=_authors(item) or _authors(feed),
        section=next((tag for tag in _list(item.get("tags")) if isinstance(tag, str)), ""),
        language=language_code(_string(item, "language")) or language_code(_string(feed, "language")),
        source=_string(feed, "title"),
    )


def _permalink(guid: object) -> str:
    return http_url(guid) if isinstance(guid, str) else ""


def _authors(holder: Mapping[str, object]) -> tuple[str, ...]:
    """Names under ``authors`` (1.1) or ``author`` (1.0)."""
    given = [*_list(holder.get("authors")), holder.get("author")]
    return tuple(_string(author, "name") for author in given if isinstance(author, Mapping) and author.get("name"))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _string(holder: Mapping[str, object], name: str) -> str:
    value = holder.get(name)
    return value if isinstance(value, str) else ""
