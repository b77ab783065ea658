"""A Dateline that answers from a script, so that the pages can be tested without an archive. All texts are invented."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from builders import a_version

from rag.domain.answer import Answer, AnswerEvent, Searched, Statement, Step
from rag.domain.article import ArticleRecord, Tombstone, Version
from rag.domain.briefing import Briefing, Paper
from rag.domain.errors import ArticleNotFound, ArticleRemoved, DatelineError
from rag.domain.evidence import Citation, cite
from rag.domain.ingest import FailedInput, IngestReport
from rag.domain.passage import Hit, Passage
from rag.domain.question import Filters, Turn
from rag.domain.search import SearchResult
from rag.ports import Typeset

BODY = (
    "The Harrow bridge 🌉 opened on Monday after nine months of work. "
    "The county paid £4.2 million for it.\n\n"
    "“We will not close it again this decade,” said Mara Lind, the county engineer."
)
PAGE = Typeset(b"%PDF-1.7 invented", 1, 0.5, 1, 10.0)


def the_bridge(**fields: object) -> Version:
    """The article that most tests open; an emoji stands before what is cited, so that code points matter."""
    defaults = {
        "id": "bridge",
        "title": "Harrow bridge opens after nine months",
        "dek": "The county calls the work finished.",
        "dateline": "3 March 2025",
        "published": "2025-03-03",
        "source": "Harrow Gazette",
        "url": "https://gazette.example/bridge",
        "section": "Local",
    }
    return a_version(**{"body": BODY, **defaults, **fields})  # type: ignore[arg-type]


def cited(version: Version, words: str, field_name: str = "body") -> Citation:
    """The characters of ``words`` where they first stand in the field."""
    start = version.article.text(field_name).index(words)  # type: ignore[arg-type]
    return cite(version, field_name, start, start + len(words))  # type: ignore[arg-type]


def verbatim(version: Version, words: str) -> Statement:
    """A statement in the article's own words."""
    return Statement(words, (cited(version, words),), "verbatim")


def answered(*statements: Statement, **fields: object) -> list[AnswerEvent]:
    """What an answer of these statements looks like as it comes."""
    searched = Searched(1, ("Harrow Gazette",), date(2025, 3, 3), date(2025, 3, 3))
    answer = Answer(**{"question": "?", "statements": statements, "searched": searched, **fields})  # type: ignore[arg-type]
    return [Step("Searching 1 article"), *statements, answer]


@dataclass
class FakeCatalog:
    """The few things that the pages ask the catalog itself."""

    versions: list[Version]
    tombstones: dict[str, Tombstone] = field(default_factory=dict)
    stored: list[tuple[date, str, str]] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        return {"articles": len({v.article_id for v in self.versions}), "versions": len(self.versions)}

    def latest(self, article_id: str) -> Version | None:
        return next((v for v in reversed(self.versions) if v.article_id == article_id), None)

    def tombstone(self, article_id: str) -> Tombstone | None:
        return self.tombstones.get(article_id)

    def briefings(self) -> list[tuple[date, str, str]]:
        return self.stored


@dataclass
class FakeDateline:
    """Answers with ``script``, an error in it is raised; every question and its turns are kept in ``asked``."""

    versions: list[Version] = field(default_factory=list)
    script: Sequence[AnswerEvent | DatelineError | threading.Event] = ()
    mode: str = "extract"
    briefing: Briefing | None = None
    briefing_error: DatelineError | None = None
    near_copies: tuple[str, ...] = ()
    asked: list[tuple[str, tuple[str, ...], str | None]] = field(default_factory=list)
    ingested: list[tuple[str, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.catalog = FakeCatalog(self.versions)

    def ask_streamed(
        self, text: str, *, filters: Filters | None = None, history: Sequence[Turn] = (), mode: str | None = None
    ) -> Iterator[AnswerEvent]:
        self.asked.append((text, tuple(turn.answer for turn in history), mode))
        yield from _played(self.script)

    def show(self, article_id: str) -> ArticleRecord:
        versions = tuple(v for v in self.versions if v.article_id == article_id)
        if (gone := self.catalog.tombstone(article_id)) is not None:
            raise ArticleRemoved(article_id, gone.removed)
        if not versions:
            raise ArticleNotFound(article_id)
        return ArticleRecord(versions, self.near_copies)

    def articles(self, *, limit: int = 100, offset: int = 0, filters: Filters | None = None) -> list[Version]:
        return self.versions[offset : offset + limit]

    def search(self, query: str, *, k: int = 10, filters: Filters | None = None) -> SearchResult:
        found = [v for v in self.versions if query.lower() in v.article.body.lower()]
        hits = [Hit(_passage(v, query), v, 1.0, rank) for rank, v in enumerate(found[:k], 1)]
        return SearchResult(query, tuple(hits), searched=Searched(len(self.versions)))

    def brief(
        self, day: date, *, topic: str = "", paper: Paper = "a4", mode: str | None = None, **_: object
    ) -> tuple[Briefing, Typeset]:
        if self.briefing_error and mode != "extract":
            raise self.briefing_error
        assert self.briefing
        return self.briefing, PAGE

    def typeset(self, briefing: Briefing) -> Typeset:
        return PAGE

    def ingest(self, sources: Sequence[str], **_: object) -> IngestReport:
        (path,) = map(Path, sources)
        self.ingested.append((path.name, path.read_bytes()))
        if b"\0" in path.read_bytes():
            return IngestReport(failed=(FailedInput(str(path), "", "this is no text"),))
        self.versions.append(a_version(path.read_text(), id=path.name, title=path.stem))
        return IngestReport(added=1)


def _played(script: Iterable[AnswerEvent | DatelineError | threading.Event]) -> Iterator[AnswerEvent]:
    for event in script:
        if isinstance(event, DatelineError):
            raise event
        if isinstance(event, threading.Event):
            event.wait(10)
        else:
            yield event


def _passage(version: Version, words: str) -> Passage:
    start = version.article.body.lower().index(words.lower())
    return Passage(
        version.article_id, version.number, start, start + len(words), version.article.body[start : start + len(words)]
    )


Page = Callable[[FakeDateline], None]
