"""HTML text as a tree: damaged, deep and endless pages included."""

from __future__ import annotations

import re
from typing import Any

from rag.ingest.clean import clean_text

_DECLARATION = re.compile(r"\s*(?:<\?[^>]{0,300}>\s*)+")
# Elements whose end must be written: only of these can the depth be counted without parsing.
_NESTING = re.compile(
    r"<(/?)((?:div|span|section|article|main|b|i|em|strong|font|a|center|blockquote|ul|ol|dl|table|form|small|big|u|s)\b)"
    r"([^<>]{0,4000})>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[a-z!]", re.IGNORECASE)
_DEEPEST = 200


def page_tree(text: str) -> Any | None:
    """The root element of a page, None where there is nothing that can be parsed.

    libxml2 gives up below some depth with all that follows: elements without attributes that are nested deeper than 200
    are left out, their text stays.
    """
    from lxml import etree
    from lxml import html as lxml_html

    if not _TAG.search(text):
        return None
    if declaration := _DECLARATION.match(text):
        text = text[declaration.end() :]
    text = flattened(clean_text(text))
    parser = lxml_html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return tree if len(tree) else None


def flattened(text: str) -> str:
    """``text`` without the tags of bare elements nested over 200 deep; as it is where none is."""
    if text.count("<") < _DEEPEST:
        return text
    open_tags: list[bool] = []
    out: list[str] = []
    done = 0
    for match in _NESTING.finditer(text):
        if not match[1]:
            is_left_out = len(open_tags) >= _DEEPEST and not match[3].strip()
            open_tags.append(is_left_out)
        elif open_tags:
            is_left_out = open_tags.pop()
        else:
            continue
        if is_left_out:
            out.append(text[done : match.start()])
            done = match.end()
    return "".join([*out, text[done:]]) if out else text
