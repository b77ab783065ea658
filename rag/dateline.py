"""The whole road on one screen: ingest, search, ask, check, brief."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import IO, Literal
from zoneinfo import ZoneInfo

from rag.answer.answerer import Answerer
from rag.answer.draft import DraftChecker
from rag.archive.doctor import Doctor
from rag.archive.remove import Remover
from rag.archive.restore import Restorer
from rag.brief.overview import overview
from rag.domain.answer import Answer, AnswerEvent, Step, Understood
from rag.domain.article import ArticleRecord, Change, Version
from rag.domain.briefing import Paper
from rag.domain.check import CheckEvent, DraftReport
from rag.domain.errors import ArticleNotFound, ArticleRemoved
from rag.domain.health import HealthCheck
from rag.domain.ingest import IngestProgress, IngestReport
from rag.domain.profile import NO_PROFILE, Profile
from rag.domain.question import Filters, Question, Reading, Turn
from rag.domain.search import SearchResult
from rag.domain.story import StoryOverview, StoryPage
from rag.habits.courier import Courier
from rag.habits.press import Press, Printed
from rag.ingest.changes import changes_between
from rag.ingest.pipeline import Pipeline
from rag.ingest.subscriptions import Subscriptions
from rag.ports import Catalog, Clock
from rag.retrieve.retriever import Retriever
from rag.retrieve.understand import refuse_unknown_sources, understand

Mode = Literal["extract", "llm"]


@dataclass(frozen=True)
class Dateline:
    """A news archive that answers and briefs. Made by `rag.compose.open_dateline`; every part can be used alone."""

    catalog: Catalog
    pipeline: Pipeline
    retriever: Retriever
    answerers: Mapping[Mode, Callable[[], Answerer]]
    checker: DraftChecker
    press: Press
    """Editions and profiles: briefings made for a reader, kept under numbers; as their owner sees them."""
    courier: Courier
    """Editions on their way by mail and webhook."""
    doctor: Doctor
    subscriptions: Subscriptions
    """The feeds that the archive follows, as their owner sees them."""
    remover: Remover
    restorer: Restorer
    clock: Clock
    zone: ZoneInfo
    """Whose calendar "Tuesday" and "yesterday" in a question are read in."""
    mode: Mode
    """The mode used where none is asked for: "llm" when a model is configured."""

    def of(self, owner: str) -> Dateline:
        """The same archive as somebody who signed in sees it: with feeds, profiles and editions of his own beside those
        that everybody shares."""
        return replace(self, press=self.press.of(owner), subscriptions=self.subscriptions.of(owner))

    def ingest(
        self,
        sources: Sequence[str],
        *,
        stdin: IO[bytes] | None = None,
        names: Mapping[str, str] | None = None,
        wait: bool = True,
        progress: Callable[[IngestProgress], None] | None = None,
    ) -> IngestReport:
        """Take in files, folders, web addresses and "-" (JSONL on ``stdin``); ``names`` maps our field names to theirs.

        Returns when vectors are written, or with ``wait=False`` when everything is lexically searchable.
        """
        return self.pipeline.ingest(sources, stdin=stdin, names=names or {}, wait=wait, progress=progress)

    def search(self, query: str, *, k: int = 10, filters: Filters | None = None) -> SearchResult:
        """The ``k`` best passages."""
        return self.retriever.search(self._understood(query, filters), k=k)

    def explain(self, query: str, *, k: int = 10, filters: Filters | None = None) -> SearchResult:
        """As `search`, and beside the hits what came near and why it is none."""
        return self.retriever.explain(self._understood(query, filters), k=k)

    def ask(
        self, text: str, *, filters: Filters | None = None, history: Sequence[Turn] = (), mode: Mode | None = None
    ) -> Answer:
        """The answer, checked; see `ask_streamed` for its parts as they come."""
        *_, answer = self.ask_streamed(text, filters=filters, history=history, mode=mode)
        assert isinstance(answer, Answer)
        return answer

    def ask_streamed(
        self,
        text: str,
        *,
        filters: Filters | None = None,
        history: Sequence[Turn] = (),
        mode: Mode | None = None,
        without: Collection[Reading] = (),
    ) -> Generator[AnswerEvent, None, None]:
        """What was understood, then steps and statements as they pass the check; last the whole Answer.

        ``without`` is what its asker takes back of an earlier understanding. Closing the iterator stops the model.
        """
        yield Step("understanding the question")
        question = self._understood(text, filters, history, without)
        yield Understood(question.readings)
        yield from self.answerers[mode or self.mode]().stream(question)

    def _understood(
        self,
        text: str,
        filters: Filters | None,
        history: Sequence[Turn] = (),
        without: Collection[Reading] = (),
    ) -> Question:
        return understand(
            text,
            filters=filters or Filters(),
            history=history,
            sources=self.catalog.sources(),
            sections=self.catalog.sections(),
            today=self.clock().astimezone(self.zone).date(),
            without=without,
        )

    def check(self, text: str, *, filters: Filters | None = None) -> DraftReport:
        """A draft against the archive, sentence by sentence; see `check_streamed` for the sentences as they come."""
        *_, report = self.check_streamed(text, filters=filters)
        assert isinstance(report, DraftReport)
        return report

    def check_streamed(self, text: str, *, filters: Filters | None = None) -> Iterator[CheckEvent]:
        """Each sentence as soon as it is judged; last the report. Raises UsageError where the draft is empty."""
        filters = filters or Filters()
        refuse_unknown_sources(filters, self.catalog.sources())
        yield from self.checker.stream(text, filters=filters)

    def show(self, article_id: str) -> ArticleRecord:
        """The article as stored. Raises ArticleRemoved, which says when, or ArticleNotFound."""
        record = self.catalog.record(article_id)
        if record is not None:
            return record
        if (tombstone := self.catalog.tombstone(article_id)) is not None:
            raise ArticleRemoved(article_id, tombstone.removed)
        raise ArticleNotFound(article_id)

    def changes(self, older: Version, newer: Version) -> tuple[Change, ...]:
        """What leads from one version of an article to a later one."""
        return changes_between(older.article, newer.article)

    def articles(self, *, limit: int = 100, offset: int = 0, filters: Filters | None = None) -> list[Version]:
        """The newest versions, latest published first."""
        return self.catalog.articles(limit=limit, offset=offset, filters=filters or Filters())

    def stories(self, *, words: str = "", day: date | None = None, limit: int = 20, offset: int = 0) -> StoryPage:
        """Stories told in two articles or more, the one that was heard of last first: those whose headlines hold every
        one of the words, and that tell of the (UTC) day."""
        found = self.catalog.stories(words=words, day=day, limit=limit, offset=offset)
        told = self.catalog.headlines(found.ids)
        # One that went meanwhile is not there.
        shown = [(id_, told[id_]) for id_ in found.ids if id_ in told]
        return StoryPage(found.total, tuple(overview(id_, lines, until=found.until) for id_, lines in shown))

    def story(self, story_id: str) -> StoryOverview | None:
        """None where the archive has no such story."""
        told = self.catalog.headlines([story_id])
        until = self.catalog.stories(limit=0).until
        return overview(story_id, told[story_id], until=until) if told else None

    def brief(
        self,
        day: date,
        *,
        since: date | None = None,
        until: date | None = None,
        topic: str = "",
        paper: Paper | None = None,
        profile: Profile = NO_PROFILE,
        mode: Mode | None = None,
    ) -> Printed:
        """One page about ``day`` (or since..until, inclusive), stored as an edition, and its PDF."""
        return self.press.publish(
            day,
            since=since or day,
            until=until or day,
            topic=topic,
            paper=paper,
            profile=profile,
            mode=mode or self.mode,
        )

    def check_health(self) -> list[HealthCheck]:
        """What `dateline doctor` prints."""
        return self.doctor.examine()

    def catch_up_some(self) -> bool:
        """Index a batch of what waits: some seconds of work; False where nothing waits.

        Raises ArchiveLocked while another process writes.
        """
        return self.doctor.catch_up_some()

    def rebuild(self, progress: Callable[[IngestProgress], None] | None = None) -> None:
        """Make both indexes anew from the catalog."""
        self.doctor.rebuild(progress)
