"""A format that a reader from outside turns into text: the article is then read as plain text is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO

from rag.domain.errors import SourceUnreadable
from rag.domain.ingest import ReadArticle, ReadOutcome
from rag.ingest.decoding import Unreadable, read_bounded
from rag.ingest.readers.reader import Reader
from rag.ingest.readers.text import parse_text
from rag.ports import DocumentReader


def reader_of(documents: DocumentReader) -> Reader:
    """The reader of these formats. Files of another name are never taken for one of them."""

    def read(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
        try:
            text = documents.text(read_bounded(stream), source)
        except SourceUnreadable as error:
            raise Unreadable(error.reason) from None
        yield ReadArticle(parse_text(text), source)

    return Reader("document", documents.suffixes, lambda _: False, read)
