"""JSON: a feed, news agencies' items, one article, or a list of articles, in a file."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from typing import IO

from rag.domain.ingest import FailedInput, ReadArticle, ReadOutcome
from rag.ingest.decoding import Unreadable, decode, read_bounded, refuse_binary
from rag.ingest.readers.json_feed import is_json_feed, json_feed, parse_json_feed
from rag.ingest.readers.jsonl import article_in, parse_json
from rag.ingest.readers.ninjs import is_ninjs, read_ninjs
from rag.ingest.readers.reader import Reader

_LISTS = ("articles", "items", "documents", "results")
_FEED_HEAD = 4_000
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_json(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """The articles of a feed, of a list ("item 3"), also of one under a key such as "articles", or the one article.

    Each may be a ninjs item. A JSON Feed that breaks off gives its whole items.
    """
    data = read_bounded(stream).removeprefix(codecs.BOM_UTF8)
    if data.startswith(_UTF_16):
        data = decode(data).encode("utf-8")
    refuse_binary(data)
    if b"jsonfeed.org/version" in data[:_FEED_HEAD]:
        feed, cut_after = json_feed(data.decode("utf-8", errors="replace"))
        yield from parse_json_feed(feed, source, cut_after=cut_after)
        return
    value = parse_json(data)
    if isinstance(value, dict) and is_json_feed(value) and not names:
        yield from parse_json_feed(value, source)
        return
    items = _items(value)
    for number, item in enumerate(items, start=1):
        where = f"item {number}" if len(items) > 1 else ""
        try:
            yield read_item(item, source, where, names)
        except Unreadable as error:
            yield FailedInput(source, where, str(error))


def read_item(item: object, source: str, where: str, names: Mapping[str, str]) -> ReadArticle:
    """The article that one object is, by the names of ninjs or by those that people use. Raises Unreadable."""
    if isinstance(item, Mapping) and not names and is_ninjs(item):
        return read_ninjs(item, source, where)
    return ReadArticle(article_in(item, names), source, where)


def _items(value: object) -> list[object]:
    """The list, that under a known key, or the value alone. Raises Unreadable where there is nothing in it."""
    lists = [value.get(key) for key in _LISTS] if isinstance(value, dict) and not is_ninjs(value) else [value]
    items = next((found for found in lists if isinstance(found, list)), None)
    if items is None:
        items = [value] if isinstance(value, dict) else []
    if not items:
        raise Unreadable("neither an article nor a list of articles")
    return items


def _begins(head: bytes) -> bool:
    return head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"[", b"{")


JSON = Reader("JSON", (".json",), _begins, read_json)
