"""Names of authors, from data fields and from the line that a page shows."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from rag.ingest.clean import clean_line
from rag.ingest.near_heading import near_heading

_BY = re.compile(
    r"^(?:written\s+by|by|von|par|por|di|door|av|af|text|words|autor(?:in)?|author|story\s+by)\s*:?\s+", re.IGNORECASE
)
_ROLE = re.compile(
    r"\s*(?:[|·•–—]|\s/\s|\([^()]*\)$|,\s+(?:staff|senior|chief|\w+\s+(?:reporter|writer|editor|correspondent)|reporter|writer|editor|"
    r"correspondent|updated|published|for\s+the)\b|\s-\s|\bpublished\b|\bupdated\b|\bam\s+\d|\d).*$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*[,;&]\s*(?:and\s+|und\s+|et\s+|y\s+)?|\s+(?:and|und|et|y|e|en|og|och)\s+")
_BYLINE_NAME = re.compile(
    r"(?:^|[\s_-])(?:by-?line\w*|authors?|author-?names?|post-author|entry-author|writer|autor(?:en|in)?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(r"bio|avatar|image|label|title|date", re.IGNORECASE)
_TAGS = ("a", "span", "p", "div", "address", "li", "strong", "em", "h3", "h4", "h5", "cite")
_LONGEST = 120


def names_of(text: str) -> list[str]:
    """ "By Jane Doe and Ann Lee | 14 March" as the two names; addresses and what is no name give none."""
    text = clean_line(text)
    if "://" in text or "@" in text or len(text) > _LONGEST:
        return []
    text = _ROLE.sub("", _BY.sub("", text)).strip(" ,.;:")
    if len(text) < 2 or not re.search(r"[^\W\d_]", text):
        return []
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    # "Doe, Jane" and "Smith and Sons Ltd" are one name: only parts of two words and more are names of their own.
    return parts if len(parts) > 1 and all(" " in part for part in parts) else [text]


def visible_byline(tree: Any) -> str:
    """The text of the first element near the heading that is marked as the author's, "" for none."""
    for element in near_heading(tree, _TAGS):
        marks = f"{element.get('class', '')} {element.get('itemprop', '')} {element.get('rel', '')}"
        if not _BYLINE_NAME.search(marks) or _NOT_A_NAME.search(marks):
            continue
        text = clean_line(" ".join(islice(element.itertext(), 30)))
        if 3 < len(text) <= _LONGEST and names_of(text):
            return text
    return ""
