"""NITF, the XML of news texts: whole files, and bodies inside NewsML. Source: iptc.org/standards/nitf, version 3.6."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.domain.article import Article, Notice
from rag.domain.ingest import ReadArticle
from rag.ingest.clean import clean_line
from rag.ingest.dates import metadata_date
from rag.ingest.decoding import Unreadable
from rag.ingest.language import language_code
from rag.ingest.page_facts import Element

_BLOCKS = frozenset("p hl1 hl2 li dt dd tr block body.content bq note pre media table ul ol dl hr br fn".split())
_NO_TEXT = frozenset({"media", "media-reference", "media-caption", "media-producer", "tagline", "body.end"})
_STATUSES: dict[str, Notice] = {"canceled": "withdrawn", "cancelled": "withdrawn", "withheld": "withdrawn"}


@dataclass(frozen=True, slots=True)
class NitfFacts:
    """What a NITF document says in its body: "" and () where it is silent."""

    body: str
    title: str = ""
    dek: str = ""
    authors: tuple[str, ...] = ()
    place_line: str = ""


def nitf_facts(root: Element) -> NitfFacts:
    """From the first ``body`` below ``root``; paragraphs one a line, headings and list items too."""
    body = next(root.iter("{*}body"), root)
    content = next(body.iter("{*}body.content"), None)
    head = next(body.iter("{*}body.head"), None)
    title = dek = place = ""
    authors: tuple[str, ...] = ()
    if head is not None:
        title, dek = _first(head, "hl1") or _first(head, "hedline"), _first(head, "abstract") or _first(head, "hl2")
        authors = tuple(dict.fromkeys(filter(None, (_byline(e) for e in head.iter("{*}byline")))))
        place = _first(head, "dateline")
    text = xml_text_lines(content) if content is not None else ""
    return NitfFacts(text, title, "" if dek and dek in clean_line(text) else dek, authors, place)


def parse_nitf(root: Element, source: str, where: str = "") -> ReadArticle:
    """The article of a whole document. Raises Unreadable where it has no text."""
    facts = nitf_facts(root)
    data = next(root.iter("{*}docdata"), None)
    status = (data.get("management-status", "") if data is not None else "").lower()
    notice = _STATUSES.get(status, "")
    if not facts.body and not notice:
        raise Unreadable("a NITF document without a text (body.content)")
    printed = _attribute(root, "date.release", "norm") or _attribute(root, "date.issue", "norm")
    printed = printed or _attribute(root, "pubdata", "date.publication") or _attribute(root, "story.date", "norm")
    article = Article(
        body=facts.body,
        title=facts.title or _first(root, "title"),
        dek=facts.dek,
        dateline=printed,
        published=metadata_date(printed) if printed else None,
        source=_attribute(root, "pubdata", "name")
        or _first(root, "distributor")
        or _attribute(root, "doc.copyright", "holder"),
        authors=facts.authors,
        section=_attribute(root, "pubdata", "position.section")
        or _attribute(root, "tobject.subject", "tobject.subject.type"),
        language=language_code(root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""),
        guid=_attribute(root, "doc-id", "id-string")[:200],
        notice=notice,
    )
    return ReadArticle(article, source, where)


def xml_text_lines(element: Element) -> str:
    """The text below ``element``, a line for each block; pictures and their captions left out."""
    lines = (clean_line(line) for line in "".join(_pieces(element)).split("\n"))
    return "\n".join(line for line in lines if line)


def _pieces(top: Element) -> Iterator[str]:
    from lxml import etree

    walk = etree.iterwalk(top, events=("start", "end"))
    for event, element in walk:
        name = local_name(element)
        if event == "start":
            yield "\n" if name in _BLOCKS else ""
            if name in _NO_TEXT or not name:
                walk.skip_subtree()
            else:
                yield _flat(element.text)
        else:
            yield "\n" if name in _BLOCKS else ""
            yield _flat(element.tail) if element is not top else ""


def local_name(element: Element) -> str:
    """Of an element without its namespace, "" of a comment or entity."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def flat_text(element: Element) -> str:
    """All text below an element, on one line."""
    return clean_line(" ".join(element.itertext()))


def _flat(text: str | None) -> str:
    return (text or "").replace("\n", " ")


def _first(root: Element, name: str) -> str:
    found = next(root.iter(f"{{*}}{name}"), None)
    return clean_line(xml_text_lines(found)) if found is not None else ""


def _attribute(root: Element, name: str, attribute: str) -> str:
    return next((value for e in root.iter(f"{{*}}{name}") if (value := clean_line(e.get(attribute) or ""))), "")


def _byline(element: Element) -> str:
    """The persons of a byline, else its own text, without "By" and without a title of office."""
    people = [flat_text(person) for person in element.iter("{*}person")]
    own = " ".join(filter(None, people)) or clean_line(element.text or "")
    return own[3:].strip() if own[:3].lower() == "by " else own
