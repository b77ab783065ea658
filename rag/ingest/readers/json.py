"""JSON: one article, or a list of articles, in a file."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from typing import IO

from rag.domain.ingest import FailedInput, ReadArticle, ReadOutcome
from rag.ingest.decoding import Unreadable, read_bounded, refuse_binary
from rag.ingest.readers.jsonl import article_in, parse_json
from rag.ingest.readers.reader import Reader

_LISTS = ("articles", "items", "documents", "results")


def read_json(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """The articles of a list ("item 3"), also of one under a key such as "articles", or the one article."""
    data = read_bounded(stream).removeprefix(codecs.BOM_UTF8)
    refuse_binary(data)
    value = parse_json(data)
    items = next((v for k in _LISTS if isinstance(v := value.get(k), list)), None) if isinstance(value, dict) else value
    if items is None:
        items = [value]
    if not isinstance(items, list) or not items:
        raise Unreadable("neither an article nor a list of articles")
    for number, item in enumerate(items, start=1):
        where = f"item {number}" if len(items) > 1 else ""
        try:
            yield ReadArticle(article_in(item, names), source, where)
        except Unreadable as error:
            yield FailedInput(source, where, str(error))


JSON = Reader("JSON", (".json",), lambda head: head.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"[", read_json)
