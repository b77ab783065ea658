"""JSON-LD of a web page: the object that describes its article, from blocks in the states that pages are in."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

LinkedObject = Mapping[str, Any]

_ARTICLE_KINDS = re.compile(r"(?:.*[/:#])?(?:\w*Article|BlogPosting|LiveBlogPosting|SocialMediaPosting|Report\w*)$")
_PAGE_KINDS = re.compile(r"(?:.*[/:#])?(?:WebPage|ItemPage|CreativeWork|Recipe|VideoObject|NewsItem)$")
_WRAPPING = re.compile(
    r"\s*(?:<!--|-->|//\s*<!\[CDATA\[|//\s*\]\]>|/\*\s*(?:<!\[CDATA\[|\]\]>)\s*\*/|<!\[CDATA\[|\]\]>)\s*"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
# What these hold are other articles, or other people's texts.
_OTHERS = frozenset({
    "itemListElement", "isPartOf", "comment", "review", "mentions", "citation", "relatedLink", "isBasedOn", "video",
    "significantLink", "subjectOf", "associatedMedia", "breadcrumb", "potentialAction",
})  # fmt: skip
_MOST_OBJECTS = 2_000
_LONGEST_BLOCK = 2_000_000


@dataclass(frozen=True, slots=True)
class LinkedData:
    """What the page's blocks say: of its article, of the page around it ({} for none), and objects by their "@id"."""

    article: LinkedObject = field(default_factory=dict)
    page: LinkedObject = field(default_factory=dict)
    by_id: Mapping[str, LinkedObject] = field(default_factory=dict)

    def texts(self, name: str) -> list[str]:
        """The property's texts, of the article or else of the page; objects give their names. [] for none."""
        for described in (self.article, self.page):
            if found := [text for value in listed(described.get(name)) if (text := self._text(value))]:
                return found
        return []

    def of_article(self, name: str) -> str:
        """The article's own first text of that name, "" for none."""
        return next((text for value in listed(self.article.get(name)) if (text := self._text(value))), "")

    def _text(self, value: object) -> str:
        if isinstance(value, dict):
            named = value.get("name") or self.by_id.get(str(value.get("@id")), {}).get("name")
            value = named[0] if isinstance(named, list) and named else named or value.get("@value")
        return html.unescape(value).strip() if isinstance(value, str) else ""


def linked_data(blocks: Iterator[str], *, about: str) -> LinkedData:
    """What the blocks describe; of several articles the one whose headline is part of ``about``, else the first."""
    articles: list[LinkedObject] = []
    pages: list[LinkedObject] = []
    by_id: dict[str, LinkedObject] = {}
    for each in _objects([value for block in blocks if (value := _parsed(block)) is not None]):
        kinds = [kind for kind in listed(each.get("@type")) if isinstance(kind, str)]
        if any(map(_ARTICLE_KINDS.match, kinds)):
            articles.append(each)
        elif any(map(_PAGE_KINDS.match, kinds)):
            pages.append(each)
        if isinstance(each.get("@id"), str) and "name" in each:
            by_id.setdefault(each["@id"], each)
    named = (each for each in articles if (line := each.get("headline")) and isinstance(line, str) and line in about)
    return LinkedData(next(named, articles[0] if articles else {}), pages[0] if pages else {}, by_id)


def listed(value: object) -> list[Any]:
    """A list as it is, one value as a list of one, None as an empty list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _parsed(block: str) -> object | None:
    """The block's value: what it is wrapped in taken off, commas too many taken out; None where it is broken still."""
    if len(block) > _LONGEST_BLOCK:
        return None
    text = _WRAPPING.sub(" ", block).strip().rstrip(";").strip()
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", text), html.unescape(text)):
        try:
            value: object = json.JSONDecoder(strict=False).raw_decode(attempt)[0]
            return value
        except (ValueError, RecursionError):
            continue
    return None


def _objects(values: list[object]) -> Iterator[dict[str, Any]]:
    """Objects and the objects in them, the outer ones first; bounded in number."""
    waiting = deque(values)
    seen = 0
    while waiting and seen < _MOST_OBJECTS:
        value = waiting.popleft()
        seen += 1
        if isinstance(value, list):
            waiting.extend(value[:_MOST_OBJECTS])
        elif isinstance(value, dict):
            yield value
            inner = (each for name, each in value.items() if name not in _OTHERS)
            waiting.extend(each for each in inner if isinstance(each, dict | list))
