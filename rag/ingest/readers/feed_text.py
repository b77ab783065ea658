"""The text of a feed made ready for its parser: cut behind its last whole entry, mended, freed of tombstones."""

from __future__ import annotations

import html
import re

from rag.domain.article import Article
from rag.domain.ingest import ReadArticle
from rag.ingest.clean import clean_line
from rag.ingest.dates import metadata_date
from rag.ingest.xml_text import Xml, parsed

_CLOSED = re.compile(r"</(?:[\w.-]+:)?(?:rss|rdf|feed|channel)\s*>\s*(?:<!--.*?-->\s*)*$", re.IGNORECASE | re.DOTALL)
_ENTRY = re.compile(r"<(/?)((?:[\w.-]+:)?(?:item|entry))(?=[\s>/])", re.IGNORECASE)
_TOMBSTONE = re.compile(r"<(/?)(?:[\w.-]{1,40}:)?deleted-entry\b([^<>]*)>")
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_LONGEST_LOOSE = 500_000
# feedparser takes a picture's caption or a podcast's blurb for a second description, and that for the full text.
_SIDE = re.compile(r"<(/?)(media|itunes):(title|description|summary|subtitle)\b[^<>]{0,2000}>", re.IGNORECASE)


def whole_entries(text: str) -> tuple[str, str]:
    """Of a feed that breaks off what comes before its first unfinished entry, and the place; else the text itself."""
    if _CLOSED.search(text, max(0, len(text) - 4_000)):
        return text, ""
    end = whole = 0
    for match in _ENTRY.finditer(text):
        if match[1]:
            end, whole = text.find(">", match.end()) + 1, whole + 1
        elif not end:
            end = match.start()
    text = text[:end] if end else text
    place = f"after entry {whole} (line {text.count(chr(10)) + 1})" if whole else f"line {text.count(chr(10)) + 1}"
    return text + _closing(text), place


def _closing(text: str) -> str:
    """The end tags that a feed lacks, so that what is left of it is well-formed."""
    match = re.match(r"\s*(?:<!--.*?-->\s*)*<([\w.:-]+)", text, re.DOTALL)
    root = match[1] if match else "rss"
    is_open = "<channel" in text and "</channel" not in text
    return ("</channel>" if is_open else "") + f"</{root}>"


def well_formed(text: str) -> tuple[str, Xml | None]:
    """The text and where it is not well-formed. A long one that is not is mended here, since feedparser's own parser
    for such takes 150 times the memory of the feed and minutes for ten megabytes."""
    from lxml import etree

    document = parsed(text)
    if not document.fault:
        return text, None
    if len(text) > _LONGEST_LOOSE:
        text = etree.tostring(document.root, encoding="unicode")
    return text, document


def without_tombstones(text: str, source: str) -> tuple[str, list[ReadArticle]]:
    """The text without deleted-entry elements (RFC 6721), and what they say."""
    kept: list[str] = []
    deleted: list[ReadArticle] = []
    at, is_open = 0, False
    for match in _TOMBSTONE.finditer(text):
        if not is_open:
            kept.append(text[at : match.start()])
        at, is_open = match.end(), not match[1] and not match[2].endswith("/")
        if not match[1] and (article := _deleted(match[2])):
            deleted.append(ReadArticle(article, source, f"deleted entry {len(deleted) + 1}"))
    return "".join(kept) + text[at:], deleted


def _deleted(attributes: str) -> Article | None:
    given = {m[1]: clean_line(html.unescape(m[2] or m[3] or "")) for m in _ATTRIBUTE.finditer(attributes)}
    when = metadata_date(given.get("when", ""))
    if not given.get("ref"):
        return None
    return Article(body="", guid=given["ref"], notice="withdrawn", modified=when.at if when else None)


def entries_begun(text: str) -> int:
    """How many entries the text begins, as far as its tags show."""
    return sum(1 for match in _ENTRY.finditer(text) if not match[1])


def without_side_titles(text: str) -> str:
    """The text with titles and descriptions of pictures and sounds under names that pass for no others."""
    return _SIDE.sub(r"<\1\2:side-\3>", text)
