"""The numbered list of sources that a briefing's [n] marks point to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from rag.domain.answer import Statement
from rag.domain.briefing import Briefing
from rag.domain.evidence import Citation
from rag.render.escape import visible, web_address
from rag.render.wording import published_in_words

ArticleKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Source:
    """One cited version of an article, with every quote that the page takes from it, in order of appearance."""

    number: int
    article_id: str
    version: int
    publisher: str
    title: str
    published: str
    url: str
    quotes: tuple[str, ...]

    @property
    def day(self) -> str:
        """The publication date in words."""
        return published_in_words(self.published)

    @property
    def site(self) -> str:
        """The host of the address, without "www."."""
        return visible(urlsplit(self.url).hostname or "").removeprefix("www.")


class Sources:
    """Sources numbered from 1 in the order in which a reader of the page meets them."""

    def __init__(self, briefing: Briefing) -> None:
        found: dict[ArticleKey, list[Citation]] = {}
        for citation in _citations(briefing):
            found.setdefault((citation.article_id, citation.version), []).append(citation)
        self._numbers = {key: number for number, key in enumerate(found, start=1)}
        self.all = tuple(_source(self._numbers[key], citations) for key, citations in found.items())

    def numbers(self, statement: Statement) -> list[int]:
        """The marks of one statement, rising."""
        return sorted({self.number(citation) for citation in statement.citations})

    def number(self, citation: Citation) -> int:
        """The mark of one citation."""
        return self._numbers[citation.article_id, citation.version]


def _citations(briefing: Briefing) -> Iterator[Citation]:
    for story in briefing.stories:
        for statement in story.statements:
            yield from statement.citations
        for conflict in story.conflicts:
            yield from (side.citation for side in conflict.sides)
    for change in briefing.delta:
        yield from change.statement.citations
        if change.before is not None:
            yield from change.before.citations


def _source(number: int, citations: list[Citation]) -> Source:
    first = citations[0]
    return Source(
        number=number,
        article_id=first.article_id,
        version=first.version,
        publisher=visible(first.source) or "Publisher not named",
        title=visible(first.title),
        published=first.published,
        url=web_address(first.url),
        quotes=tuple(dict.fromkeys(visible(c.quote) for c in citations)),
    )
