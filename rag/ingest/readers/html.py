"""HTML: the article of a web page, without what its reader would not see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice, takewhile
from typing import IO, Any

from rag.domain.article import Article
from rag.domain.ingest import ReadArticle, ReadOutcome
from rag.ingest.boilerplate import remove_furniture, without_furniture
from rag.ingest.clean import clean_line, clean_text
from rag.ingest.decoding import Unreadable, decode, read_bounded
from rag.ingest.hidden import remove_hidden
from rag.ingest.language import language_code
from rag.ingest.markup import page_tree
from rag.ingest.near_heading import near_heading
from rag.ingest.page_dates import address_date, line_date, printed_dateline, time_element_date
from rag.ingest.page_facts import Element, PageFacts
from rag.ingest.readers.reader import Reader
from rag.ingest.walls import why_no_article

_BEGINNING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,1000}?-->\s*)*<(?:!doctype\s+html|html|head|body|article)\b",
    re.IGNORECASE | re.DOTALL,
)
_DEK_NAME = re.compile(
    r"(?:^|[\s_-])(?:dek|deck|standfirst|sub-?titles?|sub-?head(?:line|ing)?s?|excerpt|summary|strapline|chapo|untertitel|"
    r"entradilla|bajada|sottotitolo|article-?intro)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LEVELLED = re.compile(r"[\W_]+")
_LONGEST_DEK = 500
_MANY_ELEMENTS = 20_000
_SHORT = 0.6
"""A body with less than this share of the words of what else the page offers is taken for a failure to find it."""


def read_html(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """The one article of the page."""
    yield ReadArticle(parse_html(read_bounded(stream)), source)


def parse_html(data: bytes, *, charset: str = "", url: str = "", now: datetime | None = None) -> Article:
    """The article of a page. Raises Unreadable where no article is found in it.

    ``charset`` is what came with the bytes, ``url`` where they were fetched: relative addresses are resolved
    against it, and it is the article's own where the page names none. With ``now``, lines that count from it
    ("2 hours ago") date.
    """
    tree = page_tree(decode(data, charset))
    if tree is None:
        raise Unreadable("not HTML that can be parsed")
    facts = PageFacts(tree, url=url)
    remove_hidden(tree)
    shown = clean_line(" ".join(tree.itertext()))
    title, authors = clean_line(facts.title(tree)), facts.authors(tree)
    given = facts.published or time_element_date(tree)
    dateline = printed_dateline(tree, given, now)
    dek_element = _dek_element(tree, clean_line(facts.dek), title)
    dek = "" if dek_element is None else _line_of(dek_element)
    apart = {dek} if dek_element is not None and _stands_apart(dek_element, tree) else set()
    body = _body(tree, facts.article_body, shown)
    if reason := why_no_article(tree, title, body, shown):
        raise Unreadable(reason)
    headings = {clean_line(heading.text_content()) for heading in tree.iter("h1")}
    body = _without_head(body, {*headings, *apart, title, dateline} - {""})
    if not body:
        raise Unreadable("no article was found in the page")
    return Article(
        title=title,
        dek="" if dek and dek in body else dek,
        body=body,
        dateline=dateline,
        published=given or line_date(dateline, now) or address_date(facts.url),
        modified=facts.modified,
        source=clean_line(facts.source),
        url=clean_line(facts.url),
        authors=tuple(dict.fromkeys(name for author in authors if (name := clean_line(author)))),
        section=clean_line(facts.section),
        language=language_code(facts.language),
    )


def _body(tree: Element, article_body: str, shown: str) -> str:
    """What trafilatura finds in the page, less the lines that stand in the page's furniture.

    Where that is far less than the text that the page's data gives and the page shows, it is that text. The furniture
    is taken out of ``tree``.
    """
    found = _extracted(tree)
    remove_furniture(tree)
    left = _LEVELLED.sub("", "".join(tree.itertext()))
    lines = [line for line in found.split("\n") if _LEVELLED.sub("", line) in left]
    body = without_furniture("\n".join(lines))
    if len(body.split()) < _SHORT * len(found.split()):
        body = without_furniture(found)
    told = clean_text(article_body).strip()
    if len(body.split()) < _SHORT * len(told.split()) and _is_shown(told, shown):
        return told
    return body


def _extracted(tree: Element) -> str:
    from trafilatura import bare_extraction

    # Its second opinions take many seconds on a page of a hundred thousand elements.
    is_huge = next(islice(tree.iter(), _MANY_ELEMENTS, None), None) is not None
    found: Any = bare_extraction(tree, include_comments=False, with_metadata=False, fast=is_huge)
    return clean_text(found.text or "").strip() if found is not None else ""


def _is_shown(text: str, shown: str) -> bool:
    """Whether nearly every sentence of ``text`` stands in what the page shows."""
    sentences = [clean_line(each) for each in re.split(r"(?<=[.!?])\s+|\n", text) if each.strip()]
    return sum(each in shown for each in sentences) >= 0.95 * len(sentences) > 0


def _dek_element(tree: Element, description: str, title: str) -> Element | None:
    """The line under the title: marked as such, or the page's description where it is shown near the title.

    A description that the page does not show is written for machines: it is no part of the article.
    """
    heading = next(iter(tree.iter("h1")), None)
    region = heading.getparent() if heading is not None and heading.getparent() is not None else tree
    for element in region.iter("p", "h2", "h3", "div", "span"):
        if _is_marked_dek(element) and 20 <= len(text := _line_of(element)) <= _LONGEST_DEK and text != title:
            return element
    if not description or description == title:
        return None
    shown = near_heading(tree, ("p", "h2", "h3", "h4", "div", "span", "strong"))
    return next((element for element in shown if _line_of(element) == description), None)


def _stands_apart(element: Element, tree: Element) -> bool:
    """Whether the line is set apart from the text: by its mark, as a heading, or above the title."""
    if _is_marked_dek(element) or element.tag in ("h2", "h3", "h4"):
        return True
    first = next(iter(tree.iter("h1")), None)
    above = takewhile(lambda each: each is not first, tree.iter("h1", element.tag))
    return first is not None and any(each is element for each in above)


def _is_marked_dek(element: Element) -> bool:
    return _DEK_NAME.search(f"{element.get('class', '')} {element.get('itemprop', '')}") is not None


def _line_of(element: Element) -> str:
    """The text of an element with few parts, "" for one with many."""
    return clean_line(" ".join(element.itertext())) if len(element) < 6 else ""


def _without_head(body: str, head: set[str]) -> str:
    """``body`` without the lines that only repeat the title, the dek or the date line."""
    return "\n".join(line for line in body.split("\n") if clean_line(line) not in head).strip("\n")


def _begins(head: bytes) -> bool:
    return _BEGINNING.match(head) is not None


HTML = Reader("HTML", (".html", ".htm", ".xhtml"), _begins, read_html)
