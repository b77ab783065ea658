"""EPUB: a magazine or a book, each of its documents an article of its own.

Not the book as one article: a periodical's EPUB holds one story a document, each with its own title, and a citation
should name the story, not the issue.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import IO
from urllib.parse import unquote

from rag.domain.article import Article
from rag.domain.ingest import FailedInput, ReadArticle, ReadOutcome
from rag.ingest.boilerplate import without_furniture
from rag.ingest.clean import clean_line
from rag.ingest.containers import Budget, open_container, part_bytes
from rag.ingest.dates import metadata_date
from rag.ingest.decoding import LARGEST_FILE, Unreadable, decode
from rag.ingest.fragment import element_text, element_tree
from rag.ingest.hidden import remove_hidden
from rag.ingest.language import language_code
from rag.ingest.page_facts import Element
from rag.ingest.readers.reader import Reader
from rag.ingest.readers.text import parse_text
from rag.ingest.xml_events import NamedTexts, walk_xml

_LARGEST_UNPACKED = 8 * LARGEST_FILE
_LARGEST_DOCUMENT = 3 * 1024 * 1024
"""A tree of nothing but small elements takes fifty times its bytes of memory; chapters are a tenth of this at most."""
_MOST_DOCUMENTS = 10_000
_FEWEST_WORDS = 20
_DOCUMENTS = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
# Covers, tables of contents and imprints hold no story; the books' makers name these files in few ways.
_NO_STORY = re.compile(
    r"(?:cover|titlepage|title|toc|nav|contents|copyright|colophon|imprint|index|masthead|advert\w*)[-_]?\d*", re.I
)


_PROLOG = re.compile(r"\s*(?:<\?[^>]*>\s*|<!DOCTYPE[^>\[]*>\s*)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Book:
    """What the package document says: where each document lies, in reading order, and of the whole."""

    documents: tuple[str, ...]
    facts: NamedTexts


def read_epub(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """An article for each document of the reading order that has a title and at least twenty words of prose."""
    with open_container(stream) as archive:
        budget = Budget(_LARGEST_UNPACKED)
        if part_bytes(archive, "META-INF/encryption.xml", budget) and part_bytes(
            archive, "META-INF/rights.xml", budget
        ):
            raise Unreadable("a protected e-book (it cannot be read without its shop's key)")
        book = _book(lambda name: part_bytes(archive, name, budget))
        found = False
        for path in book.documents:
            place = f"document {clean_line(posixpath.basename(path))}"
            try:
                data = part_bytes(archive, path, budget, at_most=_LARGEST_DOCUMENT)
                article = _chapter(data, book) if data else None
            except Unreadable as error:
                found = True
                yield FailedInput(source, place, str(error))
                continue
            if article:
                found = True
                yield ReadArticle(article, source, place)
    if not found:
        raise Unreadable("the e-book holds no document with a title and prose")


def _book(part: Callable[[str], bytes]) -> _Book:
    container = _Container()
    if data := part("META-INF/container.xml"):
        walk_xml(data, container, part="META-INF/container.xml")
    package = part(container.package) if container.package else b""
    if not package:
        raise Unreadable("no e-book: its package document is missing")
    spine = _Spine(posixpath.dirname(container.package))
    walk_xml(package, spine, part=container.package)
    facts = NamedTexts("title", "publisher", "creator", "date", "language")
    walk_xml(package, facts, part=container.package)
    return _Book(spine.documents(), facts)


class _Container:
    """Events of META-INF/container.xml: the first package document that it names."""

    def __init__(self) -> None:
        self.package = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "rootfile" and not self.package:
            self.package = attributes.get("full-path", "")

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


class _Spine:
    """Events of the package document: the manifest's documents in the order of the spine."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._paths: dict[str, str] = {}
        self._order: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        is_document = attributes.get("media-type") in _DOCUMENTS
        if name == "item" and is_document and "nav" not in attributes.get("properties", "").split():
            path = posixpath.normpath(posixpath.join(self._folder, unquote(attributes.get("href", ""))))
            self._paths[attributes.get("id", "")] = path
        elif name == "itemref" and attributes.get("linear") != "no" and len(self._order) < _MOST_DOCUMENTS:
            self._order.append(attributes.get("idref", ""))

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass

    def documents(self) -> tuple[str, ...]:
        """Each path once; without a usable spine, the manifest's order."""
        order = [self._paths[item] for item in self._order if item in self._paths] or list(self._paths.values())
        named = (posixpath.splitext(posixpath.basename(path))[0] for path in order)
        return tuple(
            dict.fromkeys(path for path, name in zip(order, named, strict=True) if not _NO_STORY.fullmatch(name))
        )


def _chapter(data: bytes, book: _Book) -> Article | None:
    """The article of one document, None where it has no title or hardly any text (a part's title, a picture)."""
    tree = element_tree(_PROLOG.sub("", decode(data), count=1))
    if tree is None:
        return None
    remove_hidden(tree)
    heading = next((e for e in tree.iter("h1", "h2", "h3", "h4") if _line(e)), None)
    title = _line(heading) if heading is not None else next((t for e in tree.iter("title") if (t := _line(e))), "")
    if heading is not None:
        heading.drop_tree()
    text = without_furniture(element_text(tree))
    if (
        not title
        or (title == clean_line(book.facts.first("title")) and heading is None)
        or _words(text) < _FEWEST_WORDS
    ):
        return None
    article = parse_text(text, title=title)
    published = metadata_date(clean_line(book.facts.first("date")))
    return replace(
        article,
        published=article.published or published,
        dateline=article.dateline or (clean_line(book.facts.first("date")) if published else ""),
        source=article.source or clean_line(book.facts.first("publisher") or book.facts.first("title")),
        authors=article.authors,
        language=language_code(clean_line(book.facts.first("language"))),
    )


def _line(element: Element) -> str:
    return clean_line(" ".join(element.itertext()))


def _words(text: str) -> int:
    return len(text.split())


def _begins(head: bytes) -> bool:
    return head[30:58] == b"mimetypeapplication/epub+zip"


EPUB = Reader("EPUB", (".epub",), _begins, read_epub)
