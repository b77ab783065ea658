"""The road into the archive: sources, readers, identity, versions, passages."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import IO, Protocol

from rag.domain.article import Article, Version
from rag.domain.fetch import FetchRecord
from rag.domain.ingest import FailedInput, IngestReport, InputOutcome, KnownInput, Outcome, ReadArticle
from rag.ingest.batch import Batch
from rag.ingest.changes import changes_between
from rag.ingest.dates import disbelief
from rag.ingest.identity import canonical_url, id_from, names_one_article, vouches_for
from rag.ingest.language import detected_language
from rag.ingest.near_copies import Signature, find_origin, signature
from rag.ingest.notices import notice
from rag.ingest.readers import READERS, Reader
from rag.ingest.sources import read_sources
from rag.ingest.tally import Progress, Tally
from rag.ingest.web import Web
from rag.ports import Catalog, Clock, NewVersion, Splitter

LOCK_WAIT_S = 20.0
"""Long enough for another's short piece of work (the app gives vectors in batches); a long one is named at its end."""

_BATCH = 64


class CatchesUp(Protocol):
    """Brings the indexes up to the catalog: `rag.archive.indexing.Indexer`."""

    def catch_up(self, *, vectors: bool, progress: Progress | None = None) -> None: ...


class Pipeline:
    """Takes articles in. Nothing but its catalog and its indexes is ever written."""

    def __init__(
        self,
        catalog: Catalog,
        web: Web,
        splitter: Splitter,
        indexer: CatchesUp,
        *,
        clock: Clock,
        readers: Sequence[Reader] = READERS,
    ) -> None:
        self._catalog = catalog
        self._web = web
        self._readers = readers
        self._splitter = splitter
        self._indexer = indexer
        self._clock = clock

    def ingest(
        self,
        sources: Sequence[str],
        *,
        stdin: IO[bytes] | None,
        names: Mapping[str, str],
        wait: bool,
        progress: Progress | None,
    ) -> IngestReport:
        """Files, folders, addresses and "-" into the archive, under its lock; what an earlier run left is done first.

        Articles are stored 64 at a time, each time all or none. Raises ArchiveLocked; an input that cannot be read
        is a line of the report.
        """
        started = time.monotonic()
        tally = Tally(progress)
        with self._catalog.writing(wait_s=LOCK_WAIT_S):
            self._indexer.catch_up(vectors=wait, progress=progress)
            self._take_in(read_sources(sources, stdin, names, self._web, self._readers), tally)
            self._indexer.catch_up(vectors=wait, progress=progress)
        return tally.report(time.monotonic() - started)

    def _take_in(self, outcomes: Iterable[InputOutcome], tally: Tally) -> None:
        batch = Batch(self._catalog)
        for outcome in outcomes:
            self._take(outcome, batch, tally)
            if len(batch) >= _BATCH:
                tally.passages += self._catalog.store(batch.versions, batch.fetched)
                batch = Batch(self._catalog)
        if len(batch):
            tally.passages += self._catalog.store(batch.versions, batch.fetched)

    def _take(self, outcome: InputOutcome, batch: Batch, tally: Tally) -> None:
        if isinstance(outcome, FailedInput):
            tally.failed(outcome)
        elif isinstance(outcome, FetchRecord):
            batch.add_fetch(outcome)
        elif isinstance(outcome, KnownInput):
            tally.read("unchanged", outcome.source)
        elif outcome.article.notice == "withdrawn" and not outcome.article.body:
            self._withdraw(outcome, batch, tally)
        elif not outcome.article.body.strip():
            tally.failed(FailedInput(outcome.source, outcome.where, _without_text(outcome)))
        else:
            new = self._new_version(outcome.article, batch)
            tally.read(new.outcome if new else "unchanged", outcome.source)
            if new is not None:
                batch.add(new)
                tally.flagged(outcome.source, outcome.where, new.version.article.date_note)
                tally.flagged(outcome.source, outcome.where, outcome.note)

    def _withdraw(self, told: ReadArticle, batch: Batch, tally: Tally) -> None:
        """The publisher took an article back and sent no text: the text that is stored, marked as withdrawn."""
        latest = batch.latest(self._identified(told.article, batch).id)
        if latest is not None:
            self._take(replace(told, article=replace(latest.article, notice="withdrawn")), batch, tally)

    def _new_version(self, article: Article, batch: Batch) -> NewVersion | None:
        """What is to be stored of ``article``: None if it was stored before, or was removed."""
        article = self._identified(article, batch)
        latest = batch.latest(article.id)
        if latest is None and _was_removed(article, batch):
            return None
        if latest is not None and self._is_known(article, latest, batch):
            return None
        article = self._completed(article, latest.article if latest else None)
        own = signature(article.body)
        origin = self._origin(article, own, latest, batch)
        changes = changes_between(latest.article, article) if latest else ()
        return NewVersion(
            version=Version(article, latest.number + 1 if latest else 1, self._clock(), changes),
            spans=tuple(self._splitter.spans(article.body)),
            signature=own.stored,
            bands=own.bands,
            origin_id=origin,
            outcome=_outcome(latest, origin),
        )

    def _completed(self, article: Article, before: Article | None) -> Article:
        """With what the archive finds out by itself, or knows from the version before."""
        note = disbelief(article.published, self._clock()) if article.published else ""
        published = None if note else article.published
        return replace(
            article,
            url=article.url or (before.url if before else ""),
            guid=article.guid or (before.guid if before else ""),
            published=published or (before.published if before else None),
            date_note=article.date_note or note,
            notice=article.notice or notice(article.title, article.body),
            language=article.language or detected_language(f"{article.title}\n{article.body}"),
        )

    def _is_known(self, article: Article, latest: Version, batch: Batch) -> bool:
        """Whether the text is the newest version's or an older one's, and nothing new is said of it.

        An input that holds two states of an article is often read again; it must not add both of them every time.
        """
        if article.notice == "withdrawn" and latest.article.notice != "withdrawn":
            return False
        return latest.article.sha256 == article.sha256 or batch.holds(article.id, article.sha256)

    def _identified(self, article: Article, batch: Batch) -> Article:
        """With the id that its source gave, else that of its guid, its address, or else its text."""
        url = canonical_url(article.url)
        article = replace(article, url=url)
        if article.id:
            return article
        own = url if names_one_article(url) and vouches_for(article.guid, url) else ""
        if article.guid or own:
            found = batch.find(guid=article.guid, url=own)
            if found and not article.guid and found != id_from(own) and _is_squatted(batch.latest(found), own):
                found = None
            return replace(article, id=found or id_from(article.guid or own))
        return replace(article, id=batch.find(sha256=article.sha256) or id_from(article.sha256))

    def _origin(self, article: Article, own: Signature, latest: Version | None, batch: Batch) -> str:
        """The article that this one copies, "" if none. A new version stays in the group of the first."""
        if latest is not None:
            origin = batch.origin(article.id)
            return "" if origin == article.id else origin
        if not own.bands:
            return ""
        found = find_origin(article, own, batch.sharing_bands(own.bands), lambda i: _body(batch.latest(i)))
        return batch.origin(found) if found else ""


def _was_removed(article: Article, batch: Batch) -> bool:
    """Also where it was known by its address, before a feed gave it a name."""
    own = article.url if names_one_article(article.url) and vouches_for(article.guid, article.url) else ""
    return batch.is_removed(article.id) or (bool(own) and batch.is_removed(id_from(own)))


def _is_squatted(stored: Version | None, url: str) -> bool:
    """Whether what is stored under a publisher's address is only what another site's feed said of it."""
    return stored is not None and not vouches_for(stored.article.guid, url)


def _without_text(entry: ReadArticle) -> str:
    if entry.full_text_at:
        return f"only a headline; its text is at {entry.full_text_at}, fetched where the feed is read by address"
    return "no text"


def _body(version: Version | None) -> str | None:
    return version.article.body if version else None


def _outcome(latest: Version | None, origin: str) -> Outcome:
    if latest is not None:
        return "new_version"
    return "near_copy" if origin else "added"
