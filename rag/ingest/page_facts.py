"""What a page says about itself: title, description, publisher, authors, section, address, dates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from rag.domain.article import Published
from rag.ingest.bylines import names_of, visible_byline
from rag.ingest.clean import clean_line
from rag.ingest.dates import metadata_date
from rag.ingest.json_ld import linked_data

Element = Any
"""An element of lxml, which has no types of its own."""

_PUBLISHED = (
    "article:published_time", "article:published", "og:published_time", "og:article:published_time", "datepublished",
    "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.created", "dcterms.issued", "dc.date.created",
    "pubdate",
    "publishdate", "publish-date", "publish_date", "published", "publication_date", "publication-date", "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime", "article.published", "citation_publication_date", "datecreated",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "article:modified", "og:updated_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "last-modified", "lastmod", "article.updated",
)  # fmt: skip
_AUTHOR = (
    "author", "article:author", "og:article:author", "byl", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "citation_author", "creator",
)  # fmt: skip
_PREFIX = re.compile(r"^(?:schema|news|rnews|dcterms|dct|dc):", re.IGNORECASE)
_ZERO_DAYS = (date(1969, 12, 31), date(1970, 1, 1))
# A heading's text and the headline in the head differ in quotes, dashes and capitals.
_SAME_TITLE = re.compile(r"\W+")


class PageFacts:
    """JSON-LD first, then OpenGraph, meta elements, microdata and RDFa; "" (or empty) where the page does not say.

    To be made before hidden elements are taken out of ``tree``: scripts are among them.
    """

    def __init__(self, tree: Element, *, url: str = "") -> None:
        self._fetched_from = url
        self._base = next((urljoin(url, e.get("href", "")) for e in tree.iter("base")), url)
        self._meta = _meta(tree)
        self._properties = _properties(tree)
        self._window = next((clean_line(e.text_content()) for e in tree.iter("title")), "")
        headings = " ".join(clean_line(e.text_content()) for e in tree.iter("h1"))
        blocks = (script.text or "" for script in tree.iter("script") if "ld+json" in script.get("type", "").lower())
        self._ld = linked_data(blocks, about=f"{headings} {self._window} {self._meta.get('og:title', '')}")
        self._canonical = next((e.get("href", "") for e in tree.iter("link") if "canonical" in _rel(e)), "")
        self._lang = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""

    def title(self, tree: Element) -> str:
        """The large heading that the head or the window names, else what the head names, else the only heading."""
        headings = [text for e in tree.iter("h1") if (text := clean_line(e.text_content())) not in ("", self.source)]
        given = (self._ld.of_article("headline"), self._named("og:title"), self._named("twitter:title"))
        named = [self._without_site(title) for title in (*given, self._property("headline")) if title]
        for title in named:
            for heading in headings:
                if _levelled(title) and _levelled(title) in _levelled(heading):
                    return heading if _levelled(title) == _levelled(heading) else title
        in_window = [heading for heading in headings if _levelled(heading) in _levelled(self._window)]
        if in_window or (len(headings) == 1 and not named):
            return (in_window or headings)[0]
        return next(iter([*named, *headings, self._without_site(self._window)]), "")

    @property
    def dek(self) -> str:
        return self._ld.of_article("description") or self._named("og:description", "description", "twitter:description")

    @property
    def source(self) -> str:
        publisher = next(iter(self._ld.texts("publisher")), "")
        return self._named("og:site_name") or publisher or self._named("application-name", "dc.publisher")

    @property
    def url(self) -> str:
        """The canonical address; where the page names none, or only its site's front page, where it was fetched."""
        given = (self._canonical, self._named("og:url"), self._ld.of_article("url"))
        found = [urljoin(self._base, address.strip()) for address in given if address.strip()]
        own = [address for address in found if _is_web(address) and not self._is_front_page(address)]
        return next(iter([*own, *filter(_is_web, [self._fetched_from]), *filter(_is_web, found)]), "")

    def authors(self, tree: Element) -> list[str]:
        """The names that the data gives, else those of the byline that the page shows."""
        for given in (self._ld.texts("author"), self._meta_values(_AUTHOR), self._properties.get("author", [])):
            if names := [name for text in given for name in names_of(text) if name != self.source]:
                return names
        return names_of(visible_byline(tree))

    @property
    def section(self) -> str:
        first = next(iter(self._ld.texts("articleSection")), "")
        return first or self._named("article:section", "section") or self._property("articlesection")

    @property
    def language(self) -> str:
        """As the page writes it ("en-GB")."""
        return self._lang or self._named("og:locale", "dc.language", "content-language")

    @property
    def article_body(self) -> str:
        """What JSON-LD gives as the whole text; to be believed where the page shows it."""
        return self._ld.of_article("articleBody")

    @property
    def published(self) -> Published | None:
        """With its time of day, where another field that names the same day has one; a clock's zero only if alone."""
        dates = _dates([
            *self._ld.texts("datePublished"), *self._meta_values(_PUBLISHED), *self._property_values("datepublished"),
            *self._ld.texts("dateCreated"), *self._property_values("datecreated", "pubdate", "issued"),
        ])  # fmt: skip
        first = next(iter(dates), None)
        timed = (each for each in dates if first and each.precision == "time" and each.day == first.day)
        return next(timed, first)

    @property
    def modified(self) -> datetime | None:
        """When the page was last changed (UTC), if that is not before it was published."""
        given = (*self._ld.texts("dateModified"), *self._meta_values(_MODIFIED), *self._property_values("datemodified"))
        changed, published = next(iter(_dates(given)), None), self.published
        if changed is None or (published and changed.at.date() < published.at.date()):
            return None
        return changed.at

    def _named(self, *names: str) -> str:
        return next((self._meta[name][0] for name in names if self._meta.get(name)), "")

    def _meta_values(self, names: Iterable[str]) -> list[str]:
        return [value for name in names for value in self._meta.get(name, [])]

    def _property(self, name: str) -> str:
        return next(iter(self._properties.get(name, [])), "")

    def _property_values(self, *names: str) -> list[str]:
        return [value for name in names for value in self._properties.get(name, [])[:1]]

    def _without_site(self, title: str) -> str:
        """ "Port reopens | Example Wire" without the name of the site."""
        head, mark, tail = title.rpartition(" | ")
        if not mark:
            head, mark, tail = title.rpartition(" - ")
        return head.strip() if head and tail.strip().lower() == self.source.lower() else title

    def _is_front_page(self, address: str) -> bool:
        own = urlsplit(self._fetched_from)
        return urlsplit(address).path in ("", "/") and own.path not in ("", "/")


def _is_web(address: str) -> bool:
    return address.startswith(("http://", "https://"))


def _rel(element: Element) -> list[str]:
    return str(element.get("rel", "")).lower().split()


def _levelled(title: str) -> str:
    return _SAME_TITLE.sub(" ", clean_line(title)).strip().casefold()


def _dates(given: Iterable[str]) -> list[Published]:
    """In the order given; a clock's zero last."""
    found = [published for value in given if (published := metadata_date(value))]
    return sorted(found, key=lambda each: each.at.astimezone(UTC).date() in _ZERO_DAYS)


def _meta(tree: Element) -> dict[str, list[str]]:
    """The contents of each name, in lower case."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = clean_line(element.get("content") or "")
        names = {element.get(key, "").lower() for key in ("property", "name", "itemprop", "http-equiv")} - {""}
        for name in names if content else ():
            found.setdefault(name, []).append(content)
    return found


def _properties(tree: Element) -> dict[str, list[str]]:
    """Microdata and RDFa on elements that are no meta: a property in lower case -> its values, in document order.

    What stands inside a comment or a list of other articles is not the page's.
    """
    found: dict[str, list[str]] = {}
    for element in tree.iter():
        given = (element.get("itemprop") or element.get("property") or "") if isinstance(element.tag, str) else ""
        if not given or element.tag in ("meta", "html") or _is_of_another(element):
            continue
        value = element.get("content") or element.get("datetime") or _own_name(element)
        for name in given.lower().split():
            if value and len(value) < 300:
                found.setdefault(_PREFIX.sub("", name), []).append(clean_line(value))
    return found


def _is_of_another(element: Element) -> bool:
    kinds = " ".join(each.get("itemtype", "") for each in element.iterancestors() if each.get("itemtype"))
    return "Comment" in kinds or "ItemList" in kinds or any(e.tag in ("aside", "nav") for e in element.iterancestors())


def _own_name(element: Element) -> str:
    name = next((e for e in element.iter() if e is not element and e.get("itemprop") == "name"), element)
    return str(name.get("content") or name.text_content())
