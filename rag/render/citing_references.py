"""The articles that an answer cites as references for other programs: BibTeX and CSL-JSON."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from string import ascii_lowercase

from rag.domain.article import Version
from rag.domain.evidence import Citation
from rag.render.escape import visible, web_address

ArticleKey = tuple[str, int]
Versions = Mapping[ArticleKey, Version]
"""What is still in the archive of the cited articles, for what a citation does not carry: authors, language."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BIBTEX = {
    **{char: f"\\{char}" for char in "%#$&_"},
    "{": r"\{",
    "}": r"\}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_BIBTEX_SPECIAL = re.compile(r"[%#$&_{}\\~^]")


@dataclass(frozen=True, slots=True)
class Reference:
    """One cited version of an article; ``key`` names it among the others of its answer."""

    key: str
    title: str
    publisher: str
    authors: tuple[str, ...]
    published: datetime | None
    url: str
    language: str
    place: str


def references(citations: Iterable[Citation], versions: Versions) -> list[Reference]:
    """One for each cited version of an article, in the order of first use."""
    cited: dict[ArticleKey, Citation] = {}
    for citation in citations:
        cited.setdefault((citation.article_id, citation.version), citation)
    taken: set[str] = set()
    return [_reference(citation, versions.get(key), taken) for key, citation in cited.items()]


def as_bibtex(citations: Iterable[Citation], versions: Versions) -> str:
    """Entries of the kind that BibTeX has for newspapers: @article, with the publisher as its journal."""
    return "\n".join(map(_bibtex, references(citations, versions)))


def as_csl_json(citations: Iterable[Citation], versions: Versions) -> str:
    """A list of items of type article-newspaper. Source: the CSL 1.0.2 schema for input data."""
    items = [_csl(reference) for reference in references(citations, versions)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _reference(citation: Citation, version: Version | None, taken: set[str]) -> Reference:
    article = version.article if version else None
    published = datetime.fromisoformat(citation.published) if citation.published else None
    reference = Reference(
        key=_key(citation, published, taken),
        title=visible(citation.title),
        publisher=visible(citation.source),
        authors=tuple(filter(None, map(visible, article.authors))) if article else (),
        published=published,
        url=web_address(citation.url),
        language=visible(article.language) if article else "",
        place=f"{visible(citation.article_id)}, version {citation.version}",
    )
    taken.add(reference.key)
    return reference


def _key(citation: Citation, published: datetime | None, taken: set[str]) -> str:
    """ "gazette2025harrow": publisher, year and the first long word of the title; a letter more where it is taken."""
    publisher = (_words(citation.source) or ["article"])[-1]
    title = next((word for word in _words(citation.title) if len(word) > 3), "")
    key = f"{publisher}{published.year if published else ''}{title}"
    more = (f"{key}{letter}" for letter in ("", *ascii_lowercase))
    return next((free for free in more if free not in taken), f"{key}-{len(taken)}")


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", plain.lower())


def _bibtex(reference: Reference) -> str:
    day = reference.published
    fields = {
        # Names stay whole: which part of one is the surname is not known here.
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in reference.authors),
        "title": f"{{{_escaped(reference.title)}}}" if reference.title else "",
        "journal": _escaped(reference.publisher),
        "year": str(day.year) if day else "",
        "day": str(day.day) if day else "",
        "url": reference.url.replace("%", r"\%"),
        "language": _escaped(reference.language),
        "note": _escaped(reference.place),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    month = [f"  month = {_MONTHS[day.month - 1]},"] if day else []
    return "\n".join([f"@article{{{reference.key},", *lines, *month, "}"]) + "\n"


def _escaped(text: str) -> str:
    return _BIBTEX_SPECIAL.sub(lambda match: _BIBTEX[match[0]], text)


def _csl(reference: Reference) -> dict[str, object]:
    day = reference.published
    fields: dict[str, object] = {
        "title": reference.title,
        "container-title": reference.publisher,
        "author": [{"literal": name} for name in reference.authors],
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "URL": reference.url,
        "language": reference.language,
        "archive_location": reference.place,
    }
    return {
        "id": reference.key,
        "type": "article-newspaper",
        **{name: value for name, value in fields.items() if value},
    }
