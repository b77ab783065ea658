"""RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, and JSON Feed: the entries of a feed as articles."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from rag.domain.ingest import FailedInput, ReadOutcome
from rag.ingest.clean import clean_line, clean_text
from rag.ingest.decoding import Unreadable, read_bounded
from rag.ingest.fragment import html_fragment_text
from rag.ingest.language import language_code
from rag.ingest.readers.entries import Entry, FeedFacts, broken_off, http_url, read_entries
from rag.ingest.readers.feed_text import (
    entries_begun,
    well_formed,
    whole_entries,
    without_side_titles,
    without_tombstones,
)
from rag.ingest.readers.json_feed import json_feed, json_feed_facts, parse_json_feed
from rag.ingest.readers.reader import Reader
from rag.ingest.xml_text import Xml, is_html, root_name, xml_text

_ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
_ROOT_LATER = re.compile(r"<(?:rss|feed|(?:[\w-]+:)?RDF)[\s>]")
_JUNK_ALLOWED = 4_000
"""How much of something else (a warning that a server printed) may stand before a feed."""

_MINUTES = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_LONGEST_REFRESH = 525_600
_MOST_ENTRIES = 50_000
_HTML_TYPES = ("text/html", "application/xhtml+xml", "html", "xhtml")


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A feed as feedparser read it; ``fault`` is a failure of the whole, None where every entry was read."""

    feed: Mapping[str, Any]
    entries: list[Mapping[str, Any]]
    version: str
    fault: FailedInput | None


def read_feed(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """The entries of a feed that lies in a file."""
    yield from parse_feed(read_bounded(stream), source)


def parse_feed(data: bytes, source: str, *, base_url: str = "", charset: str = "") -> Iterator[ReadOutcome]:
    """An article for each entry ("entry 3"), with ``full_text_at`` where the feed holds only a teaser of it.

    ``base_url`` is the feed's own address, ``charset`` that of its Content-Type, both "" where they are not known.
    What the feed declares as deleted is an article without a body whose notice is "withdrawn". A feed that breaks off
    gives its whole entries and one failure; an empty one gives nothing. Raises Unreadable for what is no feed.
    """
    text = _feed_text(data, charset)
    if text.startswith("{"):
        feed, cut_after = json_feed(text)
        yield from parse_json_feed(feed, source, base_url=base_url, cut_after=cut_after)
        return
    text, deleted = without_tombstones(text, source)
    found = _parse(text, source)
    if found.fault and not found.entries and not deleted:
        raise Unreadable(f"a feed of which no entry can be read: {found.fault.reason} ({found.fault.where})")
    base = base_url or _own_address(found.feed)
    yield from read_entries([_entry(e, n, found, base) for n, e in enumerate(found.entries, start=1)], source)
    yield from deleted
    if found.fault:
        yield found.fault


def feed_facts(data: bytes) -> FeedFacts | None:
    """What the feed says of itself; None where the bytes are no feed."""
    try:
        text = _feed_text(data, "")
        if text.startswith("{"):
            return json_feed_facts(json_feed(text)[0])
        found = _parse(without_tombstones(text, "")[0], "")
    except Unreadable:
        return None
    site = http_url(_string(found.feed, "link"), _own_address(found.feed))
    return FeedFacts(_line(found.feed, "title"), site, _refresh_minutes(found.feed), len(found.entries))


def _feed_text(data: bytes, charset: str) -> str:
    """The feed as text, one of JSON from its brace on. Raises Unreadable, saying what it is instead."""
    if not data.strip():
        raise Unreadable("the file is empty")
    text = xml_text(data, charset).rstrip()
    root = root_name(text).lower()
    if text.lstrip().startswith("{"):
        return text.lstrip()
    if root in _ROOTS:
        return text
    if is_html(text):
        raise Unreadable("not a feed: an HTML page")
    later = _ROOT_LATER.search(text, 0, _JUNK_ALLOWED)
    if later is None:
        raise Unreadable(f"not a feed: XML with the root <{root[:60]}>" if root else "not a feed: no XML or JSON")
    return xml_text(text[later.start() :].encode("utf-8"), "utf-8")


def _parse(text: str, source: str) -> _Parsed:
    import feedparser

    if entries_begun(text) > _MOST_ENTRIES:
        raise Unreadable(f"a feed of more than {_MOST_ENTRIES:,} entries")
    text, cut_after = whole_entries(text)
    text, fault = well_formed(without_side_titles(text))
    try:
        found = feedparser.parse(
            BytesIO(text.encode("utf-8")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    except Exception as error:  # noqa: BLE001 - its loose parser raises whatever hostile bytes lead it to
        raise Unreadable(f"a feed that cannot be parsed ({clean_line(str(error)) or type(error).__name__})") from None
    failure = broken_off(source, cut_after) if cut_after else None
    if fault and not failure:
        failure = _entries_lost(text, len(found.entries), source, fault)
    return _Parsed(found.feed, found.entries, found.version or "", failure)


def _entries_lost(text: str, read: int, source: str, document: Xml) -> FailedInput | None:
    """A failure where fewer entries were read than the text begins, or none at all."""
    begun = entries_begun(text)
    if read and read >= begun:
        return None
    return FailedInput(
        source, document.place, f"not well-formed here ({document.fault}); {read} of {begun} entries were read"
    )


def _entry(entry: Mapping[str, Any], number: int, found: _Parsed, base: str) -> Entry:
    origin = entry.get("source") or {}
    content = [c for c in entry.get("content") or [] if _is_text(c)]
    content = [c for c in content if c.get("type") in _HTML_TYPES] or content
    guid = clean_line(_string(entry, "id"))
    authors = _names(entry.get("authors"))
    if not authors and found.version.startswith("atom"):
        authors = _names(origin.get("authors")) or _names(found.feed.get("authors"))
    updated = _string(entry, "updated") if "updated" in entry else ""
    return Entry(
        where=f"entry {number}",
        title=_line(entry, "title") or _line(entry, "media_side-title"),
        link=_link(entry, guid, base),
        guid=guid,
        content=max(map(_text, content), key=len, default=""),
        # Without a detail it is feedparser's copy of the content.
        summary=_text(entry.get("summary_detail") or {})
        or html_fragment_text(_string(entry, "media_side-description") or _string(entry, "itunes_side-summary")),
        dates=(_string(entry, "published"), _string(entry, "created"), updated),
        changed=updated,
        authors=authors,
        section=_section(entry),
        language=_language(entry) or language_code(_string(found.feed, "language")),
        source=_line(origin, "title") or _string(entry, "publisher") or _line(found.feed, "title"),
    )


def _is_text(content: Mapping[str, Any]) -> bool:
    kind = content.get("type") or ""
    return kind in _HTML_TYPES or kind.startswith("text/")


def _text(detail: Mapping[str, Any]) -> str:
    """A content or summary as plain text, by the type that it has or looks like."""
    value = _string(detail, "value")
    if detail.get("type") == "text/plain":
        return clean_text(value).strip()
    return html_fragment_text(value)


def _line(holder: Mapping[str, Any], name: str) -> str:
    """A title on one line; tags and entities only where its type says that it is HTML."""
    detail = holder.get(f"{name}_detail") or {}
    if detail.get("type") in _HTML_TYPES:
        return clean_line(html_fragment_text(_string(detail, "value")))
    return clean_line(_string(holder, name))


def _link(entry: Mapping[str, Any], guid: str, base: str) -> str:
    """The address of the entry's page: of its original before that of a counter of clicks."""
    links = [link for link in entry.get("links") or [] if link.get("rel", "alternate") == "alternate"]
    given = [_string(entry, "feedburner_origlink"), *(_string(link, "href") for link in links)]
    # A guid counts as an address by default, and often is none: "17", "post-17".
    is_address = guid.startswith(("http://", "https://", "/"))
    if not (guid == _string(entry, "link") and not is_address):
        given.insert(1, _string(entry, "link"))
    return next((url for link in given if (url := http_url(link, base))), "")


def _own_address(feed: Mapping[str, Any]) -> str:
    """The address that a feed gives for itself, else that of its site; "" where it names none in full."""
    links = [_string(link, "href") for link in feed.get("links") or [] if link.get("rel") == "self"]
    return next((url for link in [*links, _string(feed, "link")] if (url := http_url(link))), "")


def _names(authors: object) -> tuple[str, ...]:
    """Authors' names, without "By"; a mere address of mail is no name."""
    found = [clean_line(_string(a, "name")) for a in authors if a] if isinstance(authors, list) else []
    names = (re.sub(r"^[Bb]y\s+", "", html.unescape(name)) for name in found)
    return tuple(name for name in names if name and not re.fullmatch(r"\S+@\S+", name))


def _section(entry: Mapping[str, Any]) -> str:
    tags = entry.get("tags") or []
    return next((html.unescape(t) for tag in tags if (t := _string(tag, "label") or _string(tag, "term"))), "")


def _language(entry: Mapping[str, Any]) -> str:
    """Of the content, else of the title; feedparser hands it down from the elements around them."""
    details = [*(entry.get("content") or []), entry.get("summary_detail") or {}, entry.get("title_detail") or {}]
    given = [_string(entry, "language"), *(_string(detail, "language") for detail in details)]
    return next((code for language in given if (code := language_code(language))), "")


def _refresh_minutes(feed: Mapping[str, Any]) -> int:
    """From ``ttl``, else from the syndication module (updatePeriod, updateFrequency times in it); at most a year."""
    ttl = re.match(r"\s*(\d{1,6})", _string(feed, "ttl"))
    if ttl:
        return min(int(ttl[1]), _LONGEST_REFRESH)
    period = _MINUTES.get(_string(feed, "sy_updateperiod").strip().lower(), 0)
    frequency = re.match(r"\s*(\d{1,4})", _string(feed, "sy_updatefrequency"))
    return period // max(1, int(frequency[1])) if frequency else period


def _string(holder: Mapping[str, Any], name: str) -> str:
    value = holder.get(name)
    return value if isinstance(value, str) else ""


def _begins(head: bytes) -> bool:
    try:
        return root_name(xml_text(head)).lower() in _ROOTS
    except Unreadable:
        return False


FEED = Reader("feed", (".rss", ".atom", ".rdf", ".xml"), _begins, read_feed)

__all__ = ["FEED", "FeedFacts", "feed_facts", "parse_feed", "read_feed"]
