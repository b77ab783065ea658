"""NewsML 1: one NewsItem with NITF, XHTML or plain text in its components. Source: iptc.org/std/NewsML, version 1.2."""

from __future__ import annotations

from rag.domain.article import Article, Notice
from rag.domain.ingest import ReadArticle
from rag.ingest.clean import clean_line
from rag.ingest.dates import metadata_date
from rag.ingest.decoding import Unreadable
from rag.ingest.language import language_code
from rag.ingest.page_facts import Element
from rag.ingest.readers.nitf import NitfFacts, flat_text, local_name, nitf_facts, xml_text_lines

_STATUSES: dict[str, Notice] = {"canceled": "withdrawn", "cancelled": "withdrawn", "withheld": "withdrawn"}


def parse_newsml1(item: Element, source: str, where: str = "") -> ReadArticle:
    """The article of one item. Raises Unreadable where it has no text."""
    facts = max(map(_data_facts, item.iter("{*}DataContent")), key=lambda f: len(f.body), default=NitfFacts(""))
    notice = _STATUSES.get(_formal_name(item, "Status").lower(), "")
    if not facts.body and not notice:
        raise Unreadable("a NewsML 1 item without a text in it")
    printed = _text(item, "FirstCreated") or _text(item, "ThisRevisionCreated") or _text(item, "DateId")
    published = metadata_date(printed) if printed else None
    changed = _text(item, "ThisRevisionCreated")
    modified = metadata_date(changed) if changed else None
    byline = _text(item, "ByLine")
    article = Article(
        body=facts.body,
        title=_text(item, "HeadLine") or facts.title,
        dek=_text(item, "SubHeadLine") or facts.dek,
        dateline=printed,
        published=published,
        source=_formal_name(item, "Provider", "Party") or _text(item, "ProviderId"),
        authors=(byline[3:] if byline[:3].lower() == "by " else byline,) if byline else facts.authors,
        language=language_code(_formal_name(item, "Language")),
        guid=_guid(item),
        modified=modified.at if modified and published and modified.at > published.at else None,
        notice=notice,
    )
    note = f"its date {printed[:60]!r} is of no form that is known" if printed and published is None else ""
    return ReadArticle(article, source, where, note=note)


def _data_facts(data: Element) -> NitfFacts:
    children = [child for child in data if local_name(child)]
    if (
        any(local_name(child).lower() == "nitf" for child in children)
        or next(data.iter("{*}body.content"), None) is not None
    ):
        return nitf_facts(data)
    return NitfFacts(xml_text_lines(next(data.iter("{*}body"), data)))


def _guid(item: Element) -> str:
    """Provider, date and name of the item, without the number of its revision, which every new version changes."""
    parts = [_text(item, name) for name in ("ProviderId", "DateId", "NewsItemId")]
    return ":".join(["urn:newsml", *parts])[:200] if all(parts) else _text(item, "PublicIdentifier")[:200]


def _text(item: Element, name: str) -> str:
    return next((text for e in item.iter(f"{{*}}{name}") if (text := flat_text(e))), "")


def _formal_name(item: Element, name: str, inner: str = "") -> str:
    found = next(item.iter(f"{{*}}{name}"), None)
    if found is not None and inner:
        found = next(found.iter(f"{{*}}{inner}"), None)
    return clean_line(found.get("FormalName") or "") if found is not None else ""
