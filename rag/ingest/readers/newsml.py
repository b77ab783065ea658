"""NewsML-G2 with NITF or XHTML inside it, NITF files, NewsML 1. Source: iptc.org/std/NewsML-G2, version 2.35."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO

from rag.domain.article import Article, Notice
from rag.domain.ingest import FailedInput, ReadArticle, ReadOutcome
from rag.ingest.clean import clean_line, clean_text
from rag.ingest.dates import metadata_date
from rag.ingest.decoding import Unreadable, read_bounded
from rag.ingest.fragment import html_fragment_text
from rag.ingest.language import language_code
from rag.ingest.page_facts import Element
from rag.ingest.readers.entries import http_url
from rag.ingest.readers.newsml1 import parse_newsml1
from rag.ingest.readers.nitf import NitfFacts, flat_text, local_name, nitf_facts, parse_nitf, xml_text_lines
from rag.ingest.readers.reader import Reader
from rag.ingest.xml_text import parsed, root_name, xml_text

_ITEMS = frozenset({"newsitem", "packageitem", "conceptitem", "knowledgeitem", "planningitem", "catalogitem"})
_PARTS = frozenset({"contentmeta", "contentset", "groupset", "itemmeta", "hopset", "conceptset"})
_ROOTS = _ITEMS | _PARTS | {"newsmessage", "newsml", "nitf"}
_WHY_NOT = {
    "packageitem": "a package, which only refers to its items",
    "conceptitem": "a concept, not an article",
    "knowledgeitem": "a set of concepts, not an article",
    "planningitem": "a plan of coverage, not an article",
    "catalogitem": "a catalogue, not an article",
}
_STATUSES: dict[str, Notice] = {"canceled": "withdrawn", "cancelled": "withdrawn", "withheld": "withdrawn"}
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LONGEST_ID = 200


def read_newsml(stream: IO[bytes], source: str, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
    """The news items of a file."""
    yield from parse_newsml(read_bounded(stream), source)


def parse_newsml(data: bytes, source: str, *, charset: str = "") -> Iterator[ReadOutcome]:
    """An article for each news item with a text ("item 2" in a message of several); a failure for each other item.

    What is not well-formed gives the items that can be read and one failure. Raises Unreadable for what is none of
    these formats.
    """
    text = xml_text(data, charset).rstrip()
    if root_name(text).lower() not in _ROOTS:
        raise Unreadable("neither NewsML nor NITF")
    document = parsed(text)
    items = list(_items(document.root))
    if not items:
        raise Unreadable(f"<{local_name(document.root)[:60]}> without an item in it: a part of NewsML, not an article")
    for number, item in enumerate(items, start=1):
        where = f"item {number}" if len(items) > 1 else ""
        try:
            yield _read_item(item, source, where)
        except Unreadable as error:
            yield FailedInput(source, where, str(error))
    if document.fault:
        yield FailedInput(source, document.place, f"not well-formed here ({document.fault}); what can be read was read")


def _items(root: Element) -> Iterator[Element]:
    """The items of a message, or the one that the root is; not those inside other items."""
    name = local_name(root).lower()
    if name in _ITEMS or name == "nitf":
        yield root
    elif name == "newsml":
        yield from root.iter("{*}NewsItem")
    elif name == "newsmessage":
        for item_set in root.iter("{*}itemSet"):
            yield from (child for child in item_set if local_name(child))


def _read_item(item: Element, source: str, where: str) -> ReadArticle:
    name = local_name(item)
    if name == "NewsItem":
        return parse_newsml1(item, source, where)
    if name == "nitf":
        return parse_nitf(item, source, where)
    if name.lower() != "newsitem":
        raise Unreadable(f"{_WHY_NOT.get(name.lower(), 'not an article')} (<{name[:60]}>)")
    return _news_item(item, source, where)


def _news_item(item: Element, source: str, where: str) -> ReadArticle:
    meta, content = _child(item, "itemMeta"), _child(item, "contentMeta")
    status = _qcode(meta, "pubStatus")
    notice = _STATUSES.get(status.lower(), "")
    facts = _content(item)
    if not facts.body and not notice:
        kind = _qcode(meta, "itemClass")
        raise Unreadable(f"a news item{f' of class {kind[:40]!r}' if kind else ''} without a text in it")
    title = _text(content, "headline") or facts.title or _text(meta, "title")
    dates = [_text(meta, "firstCreated"), _text(content, "contentCreated"), _text(meta, "versionCreated")]
    published, printed = next(((d, text) for text in dates if text and (d := metadata_date(text))), (None, ""))
    printed = printed or next(filter(None, dates), "")
    modified = metadata_date(dates[2]) if dates[2] else None
    guid = clean_line(item.get("guid") or "")
    article = Article(
        body=facts.body,
        title=title,
        dek=_summary(content, facts.body) or facts.dek,
        dateline=printed,
        published=published,
        source=_source(item, meta, content),
        url=_address(meta, guid),
        authors=_authors(content) or facts.authors,
        section=next((name for e in _children(content, "subject") if (name := _name(e))), ""),
        language=_language(item, content),
        guid=guid if len(guid) <= _LONGEST_ID else "",
        modified=modified.at if modified and published and modified.at > published.at else None,
        notice=notice,
    )
    return ReadArticle(article, source, where, note=_note(meta, printed if published is None else ""))


def _note(meta: Element | None, unread_date: str) -> str:
    notes = []
    if embargo := _text(meta, "embargoed"):
        notes.append(f"under embargo: {embargo[:80]}")
    if unread_date:
        notes.append(f"its date {unread_date[:60]!r} is of no form that is known")
    return "; ".join(notes)


def _content(item: Element) -> NitfFacts:
    """The longest text that the item carries: NITF, XHTML, or plain or marked-up data."""
    found = [NitfFacts("")]
    for content in item.iter("{*}contentSet"):
        for part in content:
            kind = (part.get("contenttype") or "").lower()
            if local_name(part) == "inlineXML":
                found += [_inline(child, kind) for child in part if local_name(child)]
            elif local_name(part) == "inlineData" and (not kind or kind.startswith("text/") or "html" in kind):
                text = "".join(part.itertext())
                found.append(NitfFacts(html_fragment_text(text) if "html" in kind else clean_text(text).strip()))
    return max(found, key=lambda facts: len(facts.body))


def _inline(root: Element, kind: str) -> NitfFacts:
    name = local_name(root).lower()
    if name == "nitf" or "nitf" in kind:
        return nitf_facts(root)
    if name == "html" or "html" in kind:
        return _xhtml(root)
    return NitfFacts("")


def _xhtml(root: Element) -> NitfFacts:
    from lxml import etree

    body = next(root.iter("{*}body"), root)
    for element in body.iter():
        if name := local_name(element):
            try:
                element.tag = name
            except ValueError:  # a document that had to be mended may hold names that are none
                element.tag = "span"
    title = next((flat_text(e) for e in root.iter("{*}title")), "")
    return NitfFacts(html_fragment_text(etree.tostring(body, encoding="unicode", with_tail=False)), title)


def _source(item: Element, meta: Element | None, content: Element | None) -> str:
    """The provider's name, else the information's source, else who holds the copyright, else the provider's code."""
    rights = _child(item, "rightsInfo")
    named = [(meta, "provider"), (content, "infoSource"), (rights, "copyrightHolder")]
    names = (_name(e) or clean_line(e.get("literal") or "") for parent, tag in named for e in _children(parent, tag))
    return next(filter(None, names), "") or _qcode(meta, "provider")


def _authors(content: Element | None) -> tuple[str, ...]:
    byline = _text(content, "by")
    names = [byline[3:] if byline[:3].lower() == "by " else byline]
    names = names if byline else [_name(e) for e in _children(content, "creator")]
    return tuple(dict.fromkeys(name for n in names if (name := clean_line(n))))


def _summary(content: Element | None, body: str) -> str:
    """The description with the role of a summary, unless it repeats the text."""
    for element in _children(content, "description"):
        text = xml_text_lines(element).replace("\n", " ")
        if "caption" not in (element.get("role") or "") and text and text not in clean_line(body):
            return text
    return ""


def _address(meta: Element | None, guid: str) -> str:
    """The page of the text where the item links to a rendition of itself on the web; else a guid that is an address."""
    pages = [e.get("href") or "" for e in _children(meta, "link") if (e.get("rel") or "").endswith("canonical")]
    return next((url for link in [*pages, guid] if (url := http_url(link))), "")


def _language(item: Element, content: Element | None) -> str:
    tags = [e.get("tag") or "" for e in _children(content, "language")]
    return next((code for tag in [*tags, item.get(_XML_LANG) or ""] if (code := language_code(tag))), "")


def _children(parent: Element | None, name: str) -> list[Element]:
    return list(parent.iterchildren(f"{{*}}{name}")) if parent is not None else []


def _child(parent: Element | None, name: str) -> Element | None:
    return next(iter(_children(parent, name)), None)


def _text(parent: Element | None, name: str) -> str:
    return next((text for e in _children(parent, name) if (text := flat_text(e))), "")


def _name(element: Element) -> str:
    return _text(element, "name")


def _qcode(parent: Element | None, name: str) -> str:
    """The code of a property without its scheme: "canceled" for "stat:canceled"."""
    code = next((e.get("qcode") or e.get("uri") or "" for e in _children(parent, name)), "")
    return clean_line(code.rpartition("/")[2] if "://" in code else code.partition(":")[2] or code)


def _begins(head: bytes) -> bool:
    try:
        return root_name(xml_text(head)).lower() in _ROOTS
    except Unreadable:
        return False


NEWSML = Reader("NewsML", (".newsml", ".nitf", ".xml"), _begins, read_newsml)
