"""JSONL: one article a line, read line by line."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from typing import IO

from rag.domain.article import Article
from rag.domain.ingest import FailedInput, ReadArticle, ReadOutcome
from rag.ingest.decoding import LARGEST_FILE, Unreadable, refuse_binary
from rag.ingest.fields import article_from
from rag.ingest.readers.reader import Reader


def read_jsonl(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """An article or a failure ("line 3") for each line that is not blank; memory holds one line, of at most 16 MiB."""
    found = False
    for number, line in _lines(stream):
        if number == 1:
            line = line and line.removeprefix(codecs.BOM_UTF8)
            refuse_binary(line or b"")
        if line is None or line.strip():
            found = True
            yield _read_line(line, source, f"line {number}", names)
    if not found:
        raise Unreadable("the file is empty")


def parse_json(data: bytes) -> object:
    """The value. Raises Unreadable with the place of the fault."""
    try:
        return json.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Unreadable(f"not UTF-8 (byte {error.start + 1})") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise Unreadable(f"not JSON: {error.msg} at {place}character {error.colno}") from None
    except RecursionError:
        raise Unreadable("not an article: JSON nested too deeply") from None
    except ValueError as error:
        raise Unreadable(f"not JSON: {error}") from None


def article_in(value: object, names: Mapping[str, str]) -> Article:
    """The article that a JSON object describes. Raises Unreadable."""
    if not isinstance(value, dict):
        raise Unreadable("not a JSON object with the fields of an article")
    return article_from(value, names)


def _read_line(line: bytes | None, source: str, where: str, names: Mapping[str, str]) -> ReadOutcome:
    try:
        if line is None:
            raise Unreadable(f"the line is longer than {LARGEST_FILE // 2**20} MiB")
        return ReadArticle(article_in(parse_json(line), names), source, where)
    except Unreadable as error:
        return FailedInput(source, where, str(error))


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines; None for one that is too long, whose rest is skipped without keeping it."""
    number = 0
    while line := stream.readline(LARGEST_FILE + 1):
        number += 1
        if len(line) <= LARGEST_FILE:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(LARGEST_FILE)
        yield number, None


def _begins(head: bytes) -> bool:
    """An object that ends with its line, or has not ended yet; one laid out over several lines is plain JSON."""
    first, line_end, _ = head.removeprefix(codecs.BOM_UTF8).lstrip().partition(b"\n")
    return first[:1] == b"{" and (not line_end or first.rstrip().endswith(b"}"))


JSONL = Reader("JSONL", (".jsonl", ".ndjson"), _begins, read_jsonl)
