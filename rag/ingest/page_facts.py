"""What a page says about itself in its head: title, description, publisher, authors, section, date."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from rag.domain.article import Published
from rag.ingest.clean import clean_line
from rag.ingest.dates import metadata_date

Element = Any
"""An element of lxml, which has no types of its own."""

_ARTICLE_KINDS = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report\w*)$")
_PUBLISHED = (
    "article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.created", "dcterms.issued", "pubdate", "publishdate", "publish-date", "publication_date", "sailthru.date",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "article.published",
)  # fmt: skip


class PageFacts:
    """JSON-LD first, then OpenGraph and meta elements; each property is "" (or empty) where the page does not say.

    To be made before hidden elements are taken out of ``tree``: scripts are among them.
    """

    def __init__(self, tree: Element) -> None:
        self._meta = _meta(tree)
        self._ld = _json_ld(tree)
        self._canonical = next((e.get("href", "") for e in tree.iter("link") if e.get("rel") == "canonical"), "")

    def title(self, tree: Element) -> str:
        """The page's only large heading, else what its head names, else its window title."""
        headings = [text for e in tree.iter("h1") if (text := clean_line(e.text_content())) not in ("", self.source)]
        named = (
            _string(self._ld.get("headline")) or self._meta.get("og:title", "") or self._meta.get("twitter:title", "")
        )
        if named and (clean_line(named) in headings or not headings):
            return named
        window = next((clean_line(e.text_content()) for e in tree.iter("title")), "")
        shown = [h for h in headings if h in window] or headings
        return shown[0] if shown else window

    @property
    def dek(self) -> str:
        return (
            _string(self._ld.get("description"))
            or self._meta.get("og:description")
            or self._meta.get("description", "")
        )

    @property
    def source(self) -> str:
        return (
            self._meta.get("og:site_name")
            or _named(self._ld.get("publisher"))
            or self._meta.get("application-name", "")
        )

    @property
    def url(self) -> str:
        return self._canonical or self._named("og:url") or _string(self._ld.get("url"))

    @property
    def authors(self) -> list[str]:
        given = self._ld.get("author")
        names = [_named(author) for author in (given if isinstance(given, list) else [given])]
        if not any(names):
            names = [self._named("author", "article:author", "byl")]
        names = [re.sub(r"^[Bb]y\s+", "", name) for name in names]
        return [name for name in names if name and not name.startswith(("http://", "https://"))]

    @property
    def section(self) -> str:
        given = self._ld.get("articleSection")
        first = given[0] if isinstance(given, list) and given else given
        return _string(first) or self._named("article:section", "section")

    def _named(self, *names: str) -> str:
        return next((self._meta[name] for name in names if self._meta.get(name)), "")

    @property
    def published(self) -> Published | None:
        values = [_string(self._ld.get("datePublished")), *(self._meta.get(name, "") for name in _PUBLISHED)]
        return next((date for value in values if value and (date := metadata_date(value))), None)


def _meta(tree: Element) -> dict[str, str]:
    """The first content of each name, in lower case."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if name and element.get("content"):
            found.setdefault(name.lower(), element.get("content"))
    return found


def _json_ld(tree: Element) -> dict[str, Any]:
    """The first object that describes an article; {} where there is none or it cannot be parsed."""
    for script in tree.iter("script"):
        if script.get("type", "").lower() != "application/ld+json":
            continue
        try:
            value = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for found in _objects(value):
            kinds = found.get("@type")
            if any(
                isinstance(k, str) and _ARTICLE_KINDS.match(k) for k in (kinds if isinstance(kinds, list) else [kinds])
            ):
                return found
    return {}


def _objects(value: object) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD block: alone, in a list, or under "@graph"."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item
            yield from (inner for inner in _list(item.get("@graph")) if isinstance(inner, dict))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _named(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    return _string(value.get("name")) if isinstance(value, dict) else _string(value)
