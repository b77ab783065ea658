"""Domain types as the JSON that the components draw: text that the browser sets as text, never as markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypedDict
from urllib.parse import urlsplit

from rag.domain.answer import Conflict, Statement
from rag.domain.article import ArticleRecord, Version
from rag.domain.evidence import Citation
from rag.ui.formats import IN_ENGLISH, Formats
from rag.ui.place import Place


class Chip(TypedDict):
    """One numbered citation: ``place`` opens it, the rest is what a reader sees before he does; ``standing`` is what
    became of its article since, "" where nothing did."""

    n: int
    place: dict[str, str]
    quote: str
    publisher: str
    day: str
    title: str
    standing: str


class StatementView(TypedDict):
    """``parts`` is the text before, inside and after the shortest answering part."""

    parts: tuple[str, str, str]
    support: str
    chips: list[Chip]


class ConflictView(TypedDict):
    about: str
    sides: list[dict[str, object]]


class SourceView(TypedDict):
    """An article that an answer cites, with the chips that lead into it."""

    title: str
    about: str
    chips: list[Chip]


class FieldView(TypedDict):
    """One field of an article around its mark, sliced here: the browser counts UTF-16 units, citations code points."""

    name: str
    before: str
    hit: str
    after: str


class Row(TypedDict):
    """One row of a listing; ``place`` is empty where nothing is to be opened."""

    title: str
    meta: str
    snippet: str
    place: dict[str, str]
    tone: str


class Line(TypedDict):
    """A thing that was looked at; ``tone`` is "good", "bad" or "plain"."""

    name: str
    finding: str
    advice: str
    tone: str


def numbered(citations: Iterable[Citation], formats: Formats) -> dict[Place, Chip]:
    """A chip for each distinct span, numbered from 1 in the order of first use."""
    chips: dict[Place, Chip] = {}
    for citation in citations:
        place = Place.at(citation)
        chips.setdefault(place, _chip(len(chips) + 1, citation, formats))
    return chips


def statement_view(statement: Statement, chips: dict[Place, Chip]) -> StatementView:
    text, span = statement.text, statement.answer_span
    start, end = span if span else (len(text), len(text))
    return StatementView(
        parts=(text[:start], text[start:end], text[end:]),
        support=statement.support,
        chips=[chips[Place.at(citation)] for citation in statement.citations],
    )


def conflict_view(conflict: Conflict, chips: dict[Place, Chip]) -> ConflictView:
    sides: list[dict[str, object]] = [
        {"value": side.value, "note": side.note, "chip": chips[Place.at(side.citation)]} for side in conflict.sides
    ]
    return ConflictView(about=conflict.about, sides=sides)


def source_views(chips: Iterable[Chip]) -> list[SourceView]:
    """One entry an article version, in the order of first citation."""
    sources: dict[tuple[str, str], SourceView] = {}
    for chip in chips:
        key = (chip["place"]["article"], chip["place"]["version"])
        if key not in sources:
            title, about = chip["title"] or first_words(chip["quote"]), _joined(chip["publisher"], chip["day"])
            sources[key] = SourceView(title=title, about=about, chips=[])
        sources[key]["chips"].append(chip)
    return list(sources.values())


def article_row(version: Version, *, snippet: str = "", formats: Formats = IN_ENGLISH) -> Row:
    """An article in a listing, its newest version opened without a mark."""
    article = version.article
    changes = f"{version.number} versions" if version.number > 1 else ""
    return Row(
        title=article.title or first_words(article.body),
        meta=_joined(article.source, formats.published(article.published), changes, article.notice),
        snippet=snippet or article.dek,
        place=Place(article.id).parameters,
        tone="",
    )


def reader_view(
    record: ArticleRecord, place: Place, *, copies: Sequence[Version] = (), formats: Formats = IN_ENGLISH
) -> dict[str, object]:
    """One version of an article with the mark of ``place``, and its ways to other versions and to near-copies.

    A version that does not exist is shown as the newest, without a mark: the characters belong to another text.
    """
    version = record.version(place.version) if place.version is not None else record.latest
    shown = version or record.latest
    marked = place if version else Place(place.article_id)
    article = shown.article
    return {
        "key": repr((marked, shown.number, len(record.versions))),
        "fields": [
            _field_view(name, text, marked)
            for name, text in (
                ("dateline", "" if _is_machine_time(article.dateline, marked) else article.dateline),
                ("title", article.title),
                ("dek", article.dek),
                ("body", article.body),
            )
        ],
        "publisher": article.source,
        "day": formats.published(article.published),
        "section": article.section,
        "authors": ", ".join(article.authors),
        "language": article.language,
        "url": web_address(article.url),
        "id": article.id,
        "number": shown.number,
        "versions": [
            {"number": v.number, "stored": formats.moment(v.stored), "place": _of_version(v)} for v in record.versions
        ],
        "copies": [article_row(copy, formats=formats) for copy in copies],
        "note": " ".join(
            filter(None, (_version_note(record, shown, missing=version is None), _said_of(record, shown)))
        ),
    }


def _is_machine_time(dateline: str, marked: Place) -> bool:
    """A time stamp that only programs read; it stands above the article as a reader writes it, and is shown as it is
    only where it was cited."""
    if marked.field == "dateline" and marked.start is not None:
        return False
    try:
        datetime.fromisoformat(dateline.strip())
    except ValueError:
        return False
    return True


def _said_of(record: ArticleRecord, shown: Version) -> str:
    """What its publisher says of the text, and why it has no date."""
    latest = record.latest.article
    said = {
        "withdrawn": "Its publisher has withdrawn this article.",
        "corrected": "Its publisher has corrected this article.",
        "": "",
    }[latest.notice]
    dated = f"Its date is not believed: {shown.article.date_note}." if shown.article.date_note else ""
    return " ".join(filter(None, (said, dated)))


def web_address(url: str) -> str:
    """``url`` if it is http or https, else "": nothing else may become a link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def first_words(text: str, *, limit: int = 90) -> str:
    """The beginning of ``text``, cut between words."""
    line = " ".join(text[: limit * 4].split())
    return line if len(line) <= limit else line[:limit].rsplit(" ", 1)[0] + "…"


def _chip(n: int, citation: Citation, formats: Formats) -> Chip:
    return Chip(
        n=n,
        place=Place.at(citation).parameters,
        quote=citation.quote,
        publisher=citation.source,
        day=_day(citation, formats),
        title=citation.title,
        standing="",
    )


def _day(citation: Citation, formats: Formats) -> str:
    if not citation.published:
        return ""
    at = datetime.fromisoformat(citation.published)
    return formats.moment(at) if "T" in citation.published else formats.day(at.date())


def _field_view(name: str, text: str, place: Place) -> FieldView:
    before, hit, after = place.slices(text) if place.field == name else (text, "", "")
    return FieldView(name=name, before=before, hit=hit, after=after)


def _of_version(version: Version) -> dict[str, str]:
    return Place(version.article_id, version.number).parameters


def _version_note(record: ArticleRecord, shown: Version, *, missing: bool) -> str:
    if missing:
        return "The version that the link names is not in the archive; this is the newest one."
    if shown.number != record.latest.number:
        return "A newer version of this article is in the archive. You are reading the one that was cited."
    return ""


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
