"""Named values (a line of JSONL, front matter, metadata) as an Article; every type is checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rag.domain.article import Article
from rag.ingest.clean import clean_line, clean_text
from rag.ingest.dates import metadata_date
from rag.ingest.decoding import Unreadable
from rag.ingest.language import language_code

NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "article_id", "guid", "uri"),
    "title": ("title", "headline", "head_line", "web_title", "article_title"),
    "body": (
        "body", "content", "text", "body_text", "article", "maintext", "articleBody", "full_text", "article_text",
        "article_content", "main_text", "plain_text", "story_text", "contents",
    ),
    "published": (
        "published", "published_at", "publishedAt", "date", "publication_date", "date_published", "datePublished",
        "pub_date", "pubDate", "published_date", "date_publish", "created_at", "timestamp", "datetime",
        "publish_date", "published_on", "published_time", "publication_time", "time_published", "first_published_at",
        "web_publication_date", "release_date", "posted_at", "seendate", "issued", "dc:date",
    ),
    "source": (
        "source", "publisher", "source_name", "site_name", "sitename", "outlet", "source_domain", "domain",
        "publication", "newspaper", "publisher_name", "source_title", "news_site", "provider",
    ),
    "url": ("url", "link", "canonical_url", "web_url", "href", "article_url", "source_url", "permalink"),
    "authors": (
        "authors", "author", "byline", "creator", "author_name", "author_names", "written_by", "by", "writer",
        "reporter", "journalist", "dc:creator",
    ),
    "section": ("section", "category", "topic", "articleSection", "section_name", "news_desk", "categories", "desk"),
    "language": ("language", "lang", "inLanguage", "language_code", "lang_code"),
    "dek": (
        "dek", "summary", "description", "subtitle", "standfirst", "subheadline", "excerpt", "abstract", "lead",
        "short_description", "subhead", "deck", "trail_text", "teaser", "snippet", "lede", "intro",
    ),
}  # fmt: skip
"""Our field -> the names under which it is understood, the first that holds something wins.

A name that is spelled with other capitals, blanks, hyphens or underscores ("Publication Date") counts after all these.
"""

_LONGEST_ID = 200


@lru_cache(4096)
def _squeezed(name: str) -> str:
    """A name without what people spell it differently with."""
    return re.sub(r"[\s_-]+", "", name).casefold()


_SQUEEZED = {ours: tuple(map(_squeezed, theirs)) for ours, theirs in NAMES.items()}


def names_field(name: str, ours: str) -> bool:
    """Whether our field is understood under that name, however it is spelled."""
    return _squeezed(name) in _SQUEEZED[ours]


def article_from(fields: Mapping[str, object], names: Mapping[str, str]) -> Article:
    """The article that ``fields`` describe; ``names`` maps our field names to theirs and goes before NAMES.

    Raises Unreadable naming the field that is missing or has the wrong type.
    """

    squeezed: dict[str, object] = {}
    for name, given in fields.items():
        if _filled(given):
            squeezed.setdefault(_squeezed(name), given)

    def value(ours: str) -> object:
        if ours in names:
            return _at(fields, names[ours])
        exact = next((fields[name] for name in NAMES[ours] if _filled(fields.get(name))), None)
        return exact or next((squeezed[name] for name in _SQUEEZED[ours] if name in squeezed), None)

    body = clean_text(_text(value("body"), "body")).strip("\n ")
    if not body.strip():
        raise Unreadable(f"no text: none of the fields {', '.join(NAMES['body'][:3])} holds any; --map body=… names it")
    published = value("published")
    if published is not None and (isinstance(published, bool) or not isinstance(published, str | int | float)):
        raise Unreadable(f"published must be a date as text or a number of seconds, not {_kind(published)}")
    return Article(
        id=_id(value("id")),
        title=clean_line(_text(value("title"), "title")),
        dek=clean_line(_text(value("dek"), "dek")),
        body=body,
        dateline=clean_line("" if published is None else str(published)),
        published=None if published is None else metadata_date(published),
        source=clean_line(_name(value("source"), "source")),
        url=clean_line(_text(value("url"), "url")),
        authors=_authors(value("authors")),
        section=clean_line(_first(value("section"), "section")),
        language=language_code(_text(value("language"), "language")),
    )


def _filled(value: object) -> bool:
    return value is not None and value != "" and value != []


def _at(fields: Mapping[str, object], name: str) -> object:
    """``fields[name]``; a dotted name reaches into objects where there is no field of the whole name."""
    if name in fields:
        return fields[name]
    head, dot, rest = name.partition(".")
    inner = fields.get(head)
    return _at(inner, rest) if dot and isinstance(inner, Mapping) else None


def _text(value: object, field: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(f"{field} must be text, not {_kind(value)}")
    return value


def _id(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    given = clean_line(_text(value, "id"))
    if len(given) > _LONGEST_ID:
        raise Unreadable(f"id is longer than {_LONGEST_ID} characters")
    return given


def _name(value: object, field: str) -> str:
    """Text, or an object with a name: publishers and authors are often written so."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in ("name", "title", "id") if _filled(value.get(key))), None)
    return _text(value, field)


def _first(value: object, field: str) -> str:
    return _name(value[0] if isinstance(value, list) and value else value or None, field)


def _authors(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(name for v in values if (name := clean_line(_name(v, "authors")))))


def _kind(value: object) -> str:
    kinds = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds.get(type(value), type(value).__name__)
