"""HTML: the article of a web page, without what its reader would not see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

from rag.domain.article import Article
from rag.domain.ingest import ReadArticle, ReadOutcome
from rag.ingest.boilerplate import without_furniture
from rag.ingest.clean import clean_line, clean_text
from rag.ingest.dates import printed_date
from rag.ingest.decoding import Unreadable, read_bounded, refuse_binary
from rag.ingest.hidden import remove_hidden
from rag.ingest.language import language_code
from rag.ingest.page_facts import Element, PageFacts
from rag.ingest.readers.reader import Reader

_BEGINNING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|article)\b", re.IGNORECASE
)


def read_html(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """The one article of the page."""
    data = read_bounded(stream)
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        refuse_binary(data)
    yield ReadArticle(parse_html(data), source)


def parse_html(data: bytes) -> Article:
    """The article of a page. Raises Unreadable where no article is found in it."""
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    tree = load_html(data)
    if tree is None:
        raise Unreadable("not HTML that can be parsed")
    facts = PageFacts(tree)
    remove_hidden(tree)
    seen = clean_line(" ".join(tree.itertext()))
    found: Any = bare_extraction(tree, include_comments=False, with_metadata=False)
    body = without_furniture(clean_text(found.text or "").strip()) if found is not None else ""
    title = clean_line(facts.title(tree))
    dek = _shown_dek(clean_line(facts.dek), title, seen)
    body = _without_repeated(body, {title, dek} - {""})
    if not body:
        raise Unreadable("no article was found in the page")
    published, dateline = facts.published, printed_dateline(tree)
    return Article(
        title=title,
        dek="" if dek and dek in body else dek,
        body=body,
        dateline=dateline,
        published=published or printed_date(dateline),
        source=clean_line(facts.source),
        url=clean_line(facts.url),
        authors=tuple(dict.fromkeys(a for author in facts.authors if (a := clean_line(author)))),
        section=clean_line(facts.section),
        language=language_code(tree.get("lang") or ""),
    )


def _shown_dek(description: str, title: str, seen: str) -> str:
    """A description that the page does not show is written for machines: it is no part of the article."""
    return description if description in seen and description != title else ""


def _without_repeated(body: str, head: set[str]) -> str:
    """``body`` without the lines that only repeat the title or the dek."""
    return "\n".join(line for line in body.split("\n") if clean_line(line) not in head).strip("\n")


def printed_dateline(tree: Element) -> str:
    """The text of the first element that prints a date and nothing else, "" if none does."""
    for element in tree.iter("time", "span", "p", "div", "li"):
        if len(element) == 0 and (text := clean_line(element.text or "")) and printed_date(text):
            return text
    return ""


def _begins(head: bytes) -> bool:
    return _BEGINNING.match(head) is not None


HTML = Reader("HTML", (".html", ".htm", ".xhtml"), _begins, read_html)
