"""A piece of HTML, as feeds and news formats carry it, as the text that its reader sees."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from rag.ingest.clean import clean_text
from rag.ingest.hidden import remove_hidden
from rag.ingest.page_facts import Element

_BLOCKS = frozenset(
    "address article aside blockquote body br center dd details div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section summary table tbody tfoot thead tr ul".split()
)
_CELLS = frozenset({"td", "th"})
_NO_TEXT = frozenset(
    "audio button embed figcaption form input link map math meta nav option select style textarea title video".split()
)
# What blog programs and services for feeds hang on to a text, by the class that they give it.
_SHARING = re.compile(
    r"(?:^|[\s_-])(?:sharedaddy|share(?:-?(?:buttons?|links?|bar|this))?|social(?:-?(?:share|links?|icons?))|addtoany\w*|"
    r"feedflare|mf-viral|jp-relatedposts|related-?posts|wp-caption-text|post-views)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:the\s+post\s.{1,400}?\s(?:first\s+)?appeared\s+first\s+on\s.{1,200}"
    r"|der\s+beitrag\s.{1,400}?\serschien\s+zuerst\s+auf\s.{1,200}"
    r"|(?:l.article|cet\s+article)\s.{1,400}?\sest\s+apparu\s+en\s+premier\s+sur\s.{1,200}"
    r"|la\s+entrada\s.{1,400}?\s(?:se\s+publicó\s+primero|aparece\s+primero)\s+en\s.{1,200}"
    r"|(?:share|like|rate|bookmark)\s+this\s*:?|related\s*:?|like\s+loading\W*|(?:filed\s+under|tags?)\s*:.{0,200})",
    re.IGNORECASE,
)
_DECLARATION = re.compile(r"\s*(?:<\?[^>]{0,300}>\s*)+")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,4000}>|<!--")
_ENTITY = re.compile(r"&#?\w{2,32};")
_BLANKS = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n\s*\n")


def html_fragment_text(fragment: str) -> str:
    """The visible text, one line a paragraph, list item or table row; entities are decoded once.

    Left out are scripts, whatever is hidden, captions and controls, share bars and the tails that blog programs add.
    A text that was escaped twice (without a tag, but with tags or entities once it is decoded) is decoded twice. One
    without any tag has its paragraphs between blank lines.
    """
    fragment = _DECLARATION.sub("", fragment, count=1)
    if not _TAG.search(fragment):
        fragment = html.unescape(fragment)
        if not _TAG.search(fragment):
            text = html.unescape(fragment) if _ENTITY.search(fragment) else fragment
            return _lines(re.sub(r"\s*\n\s*", " ", part) for part in _BLANK_LINES.split(text))
    tree = element_tree(fragment)
    lines = element_text(tree).split("\n") if tree is not None else []
    while lines and _TAIL.fullmatch(lines[-1]):
        lines.pop()
    return "\n".join(lines)


def element_tree(fragment: str) -> Element | None:
    """The parsed fragment in one ``div``, None where nothing of it can be parsed."""
    from lxml import etree
    from lxml import html as lxml_html

    try:
        return lxml_html.document_fromstring(f"<div>{clean_text(fragment)}</div>")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def element_text(tree: Element) -> str:
    """The visible text of a parsed piece of HTML; what is hidden is taken out of ``tree``."""
    remove_hidden(tree)
    return _lines("".join(_pieces(tree)).split("\n"))


def _pieces(tree: Element) -> Iterator[str]:
    """Text in document order, a line end around every block. A loop of its own: nesting may be hundreds deep."""
    from lxml import etree

    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            yield "\n" if tag in _BLOCKS else " " if tag in _CELLS else ""
            if not tag or _is_left_out(element):
                walk.skip_subtree()
            else:
                yield ("- " if tag == "li" else "") + _inner(element.text, tag)
        else:
            yield "\n" if tag in _BLOCKS else " | " if tag in _CELLS and element.getnext() is not None else ""
            parent = element.getparent()
            yield _inner(element.tail, parent.tag) if element is not tree and parent is not None else ""


def _is_left_out(element: Element) -> bool:
    return element.tag in _NO_TEXT or _SHARING.search(element.get("class", "")) is not None


def _inner(text: str | None, tag: str) -> str:
    """Line ends count only where the element says so."""
    return (text or "") if tag == "pre" else (text or "").replace("\n", " ")


def _lines(lines: Iterator[str] | list[str]) -> str:
    """Non-empty lines, white space inside them as one blank."""
    tidy = (_BLANKS.sub(" ", clean_text(line)).strip() for line in lines)
    return "\n".join(line for line in tidy if line not in ("", "-"))
