"""A Dateline that answers from a script, so that the pages can be tested without an archive. All texts are invented."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from builders import a_version
from ui.fake_press import FakeCourier, FakePress

from rag.adapters.sqlite import SqliteCatalog
from rag.adapters.sqlite_conversations import SqliteConversations
from rag.domain.answer import Answer, AnswerEvent, Searched, Statement, Step, Usage
from rag.domain.article import ArticleRecord, Change, Tombstone, Version
from rag.domain.briefing import Briefing
from rag.domain.errors import ArticleNotFound, ArticleRemoved, DatelineError
from rag.domain.evidence import Citation, cite
from rag.domain.facets import Facets
from rag.domain.ingest import FailedInput, IngestReport
from rag.domain.passage import Hit, Passage
from rag.domain.profile import NO_PROFILE, Profile
from rag.domain.question import Filters, Reading, Turn
from rag.domain.search import SearchResult
from rag.habits.press import Printed
from rag.ingest.changes import changes_between

BODY = (
    "The Harrow bridge 🌉 opened on Monday after nine months of work. "
    "The county paid £4.2 million for it.\n\n"
    "“We will not close it again this decade,” said Mara Lind, the county engineer."
)


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
    stories: dict[str, str] = field(default_factory=dict)

    @cached_property
    def conversations(self) -> SqliteConversations:
        """The real ones, in a folder that goes with the catalog."""
        self._folder = TemporaryDirectory()
        return SqliteCatalog(Path(self._folder.name)).conversations

    def version(self, article_id: str, number: int) -> Version | None:
        return next((v for v in self.versions if (v.article_id, v.number) == (article_id, number)), None)

    def sources(self) -> tuple[str, ...]:
        return tuple(sorted({v.article.source for v in self.versions if v.article.source}))

    def sections(self) -> tuple[str, ...]:
        return tuple(sorted({v.article.section for v in self.versions if v.article.section}))

    def counts(self) -> dict[str, int]:
        return {"articles": len({v.article_id for v in self.versions}), "versions": len(self.versions)}

    def latest(self, article_id: str) -> Version | None:
        return next((v for v in reversed(self.versions) if v.article_id == article_id), None)

    def usage_by_model(self) -> dict[str, Usage]:
        return {}

    def story_of(self, article_id: str) -> str:
        return self.stories.get(article_id, "")

    def story_articles(self, story_id: str) -> list[Version]:
        return [v for v in self.versions if self.stories.get(v.article_id) == story_id]

    def tombstone(self, article_id: str) -> Tombstone | None:
        return self.tombstones.get(article_id)

    def facets(self, filters: Filters | None = None) -> Facets:
        articles = [v.article for v in _allowed(self.versions, filters)]
        days = Counter(a.published.at.date() for a in articles if a.published)
        return Facets(
            len(articles),
            sources=tuple(Counter(a.source for a in articles if a.source).most_common()),
            sections=tuple(Counter(a.section for a in articles if a.section).most_common()),
            days=tuple(sorted(days.items())),
        )


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
    narrowed: list[tuple[Filters, tuple[Reading, ...]]] = field(default_factory=list)
    ingested: list[tuple[str, bytes]] = field(default_factory=list)
    _ticks: int = 0
    ordered: list[dict[str, object]] = field(default_factory=list)
    press: FakePress = field(default_factory=FakePress)
    courier: FakeCourier = field(default_factory=FakeCourier)

    def __post_init__(self) -> None:
        self.catalog = FakeCatalog(self.versions)

    def of(self, owner: str) -> FakeDateline:
        """The same for everybody."""
        return self

    def clock(self) -> datetime:
        """A second later each time."""
        self._ticks += 1
        return datetime(2025, 3, 20, 12, tzinfo=UTC) + timedelta(seconds=self._ticks)

    def ask_streamed(
        self,
        text: str,
        *,
        filters: Filters | None = None,
        history: Sequence[Turn] = (),
        mode: str | None = None,
        without: Sequence[Reading] = (),
    ) -> Iterator[AnswerEvent]:
        self.asked.append((text, tuple(turn.answer for turn in history), mode))
        self.narrowed.append((filters or Filters(), tuple(without)))
        yield from _played(self.script)

    def show(self, article_id: str) -> ArticleRecord:
        versions = tuple(v for v in self.versions if v.article_id == article_id)
        if (gone := self.catalog.tombstone(article_id)) is not None:
            raise ArticleRemoved(article_id, gone.removed)
        if not versions:
            raise ArticleNotFound(article_id)
        return ArticleRecord(versions, self.near_copies)

    def changes(self, older: Version, newer: Version) -> tuple[Change, ...]:
        return changes_between(older.article, newer.article)

    def articles(self, *, limit: int = 100, offset: int = 0, filters: Filters | None = None) -> list[Version]:
        return _allowed(self.versions, filters)[offset : offset + limit]

    def search(self, query: str, *, k: int = 10, filters: Filters | None = None) -> SearchResult:
        found = [v for v in self.versions if query.lower() in v.article.body.lower()]
        hits = [Hit(_passage(v, query), v, 1.0, rank) for rank, v in enumerate(found[:k], 1)]
        return SearchResult(query, tuple(hits), searched=Searched(len(self.versions)))

    def brief(self, day: date, *, mode: str | None = None, profile: Profile = NO_PROFILE, **order: object) -> Printed:
        self.ordered.append({"day": day, "mode": mode, "profile": profile.name, **order})
        if self.briefing_error and mode != "extract":
            raise self.briefing_error
        assert self.briefing
        return self.press.print(self.briefing, profile.name)

    def ingest(self, sources: Sequence[str], **_: object) -> IngestReport:
        (path,) = map(Path, sources)
        self.ingested.append((path.name, path.read_bytes()))
        if b"\0" in path.read_bytes():
            return IngestReport(failed=(FailedInput(str(path), "", "this is no text"),))
        self.versions.append(a_version(path.read_text(), id=path.name, title=path.stem))
        return IngestReport(added=1)


def _allowed(versions: Sequence[Version], filters: Filters | None) -> list[Version]:
    """By publisher alone: what a filter means in full is the catalog's affair."""
    return [v for v in versions if not filters or not filters.sources or v.article.source in filters.sources]


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
