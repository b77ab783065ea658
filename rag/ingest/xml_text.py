"""XML of any make as text that a parser takes: without what XML forbids and without a DTD."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.entities import html5

from rag.ingest.clean import clean_line
from rag.ingest.decoding import Unreadable, decode
from rag.ingest.page_facts import Element

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,300}\?>")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:0*([0-9]{1,7})|[xX]0*([0-9a-fA-F]{1,6}))(?![0-9a-fA-F]);?|&#[xX]?[0-9a-fA-F]{6,};?")
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE\b(?:[^\[<>\"']|\"[^\"]*\"|'[^']*')*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<((?:[\w.-]+:)?)([\w.-]+)")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_BARE_AMPERSAND = re.compile(r"&(?!#?\w{1,32};)")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_HTML_ROOTS = frozenset({"html", "head", "body"})


@dataclass(frozen=True, slots=True)
class Xml:
    """A parsed document; ``fault`` says why it is not well-formed, ``place`` where ("line 3"), both "" where it is."""

    root: Element
    place: str = ""
    fault: str = ""


def xml_text(data: bytes, charset: str = "") -> str:
    """``data`` decoded, without declaration, DTD and the characters and references that XML forbids.

    ``charset`` is that of the HTTP header. Raises Unreadable where the bytes are no text.
    """
    text = _FORBIDDEN.sub("", decode(data, charset))
    text = _REFERENCE.sub(_allowed, text.removeprefix("\ufeff"))
    return _without_prolog(text)


def root_name(text: str) -> str:
    """The local name of the first element, "" where the text does not begin with one."""
    match = _ROOT.match(text, _root_at(text))
    return match[2] if match else ""


def is_html(text: str) -> bool:
    """Whether the text is a web page, well-formed or not."""
    start = text[_root_at(text) :][:200].lower()
    return root_name(text).lower() in _HTML_ROOTS or start.startswith("<!doctype html")


def parsed(text: str) -> Xml:
    """The document, mended where it is not well-formed. Nothing outside is loaded and no entity is expanded.

    Raises Unreadable where not even a root is left of it.
    """
    from lxml import etree

    text = _NAMED.sub(_html_character, text)
    try:
        return Xml(etree.fromstring(text, _parser(recover=False)))
    except etree.XMLSyntaxError as error:
        place, fault = f"line {error.lineno or 1}", clean_line(error.msg or "not well-formed")
    except ValueError as error:
        place, fault = "", clean_line(str(error))
    try:
        root = etree.fromstring(_BARE_AMPERSAND.sub("&amp;", text), _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise Unreadable(f"not XML ({fault})")
    return Xml(root, place, fault)


def _parser(*, recover: bool) -> Element:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=recover, remove_comments=True, remove_pis=True
    )


def _allowed(match: re.Match[str]) -> str:
    number = int(match[1]) if match[1] else int(match[2], 16) if match[2] else 0
    allowed = number in (9, 10, 13) or 32 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD or number >= 0x10000
    if not allowed or number > 0x10FFFF:
        return "\ufffd" if number else ""
    return match[0] if match[0].endswith(";") else f"{match[0]};"


def _html_character(match: re.Match[str]) -> str:
    """A name that HTML knows and XML does not, as its character."""
    if match[1] in _XML_NAMES or f"{match[1]};" not in html5:
        return match[0]
    return html.escape(html5[f"{match[1]};"], quote=True)


def _without_prolog(text: str) -> str:
    """Without XML declaration and DTD, with the line numbers as they were."""
    declaration = _DECLARATION.match(text)
    if declaration:
        text = "\n" * declaration[0].count("\n") + text[declaration.end() :]
    at = _root_at(text)
    doctype = _DOCTYPE.match(text, at)
    if doctype is None or "html" in doctype[0][:20].lower():
        return text
    return text[:at] + "\n" * doctype[0].count("\n") + text[doctype.end() :]


def _root_at(text: str) -> int:
    """Where the first element or the DTD begins: behind white space, comments and processing instructions."""
    at = 0
    while match := _BEFORE_ROOT.match(text, at):
        at = match.end()
    return at
