"""The road into the archive: sources, readers, identity, versions, passages."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import IO, Protocol

from rag.domain.article import Article, Version
from rag.domain.ingest import FailedInput, IngestProgress, IngestReport, Outcome, ReadArticle
from rag.ingest.batch import Batch
from rag.ingest.dates import believable
from rag.ingest.identity import canonical_url, id_from, names_one_article
from rag.ingest.language import detected_language
from rag.ingest.near_copies import Signature, find_origin, signature
from rag.ingest.sources import read_sources
from rag.ports import Catalog, Clock, NewVersion, Splitter

_BATCH = 64
_MOST_FAILURES = 1_000

Progress = Callable[[IngestProgress], None]


class CatchesUp(Protocol):
    """Brings the indexes up to the catalog: `rag.archive.indexing.Indexer`."""

    def catch_up(self, *, vectors: bool, progress: Progress | None = None) -> None: ...


class Pipeline:
    """Takes articles in. Nothing but its catalog and its indexes is ever written."""

    def __init__(self, catalog: Catalog, splitter: Splitter, indexer: CatchesUp, *, clock: Clock) -> None:
        self._catalog = catalog
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
        """Files, folders and "-" into the archive, under its lock; what an earlier run left undone is done first.

        Articles are stored 64 at a time, each time all or none. Raises ArchiveLocked; an input that cannot be read
        is a line of the report.
        """
        started = time.monotonic()
        tally = _Tally(progress)
        with self._catalog.writing():
            self._indexer.catch_up(vectors=wait, progress=progress)
            self._take_in(read_sources(sources, stdin, names), tally)
            self._indexer.catch_up(vectors=wait, progress=progress)
        return tally.report(time.monotonic() - started)

    def _take_in(self, outcomes: Iterable[ReadArticle | FailedInput], tally: _Tally) -> None:
        batch = Batch(self._catalog)
        for outcome in outcomes:
            if isinstance(outcome, FailedInput):
                tally.failed(outcome)
                continue
            new = self._new_version(outcome.article, batch)
            if new is not None:
                batch.add(new)
            tally.read(new.outcome if new else "unchanged", outcome.source)
            if len(batch) == _BATCH:
                tally.passages += self._catalog.store(batch.versions)
                batch = Batch(self._catalog)
        if len(batch):
            tally.passages += self._catalog.store(batch.versions)

    def _new_version(self, article: Article, batch: Batch) -> NewVersion | None:
        """What is to be stored of ``article``: None if it was stored before, or was removed."""
        article = self._identified(article, batch)
        if batch.is_removed(article.id):
            return None
        latest = batch.latest(article.id)
        if latest is not None and self._is_known(article, latest, batch):
            return None
        article = replace(
            article,
            url=article.url or (latest.article.url if latest else ""),
            published=believable(article.published, self._clock()),
            language=article.language or detected_language(f"{article.title}\n{article.body}"),
        )
        own = signature(article.body)
        origin = self._origin(article, own, latest, batch)
        return NewVersion(
            version=Version(article, latest.number + 1 if latest else 1, self._clock()),
            spans=tuple(self._splitter.spans(article.body)),
            signature=own.stored,
            bands=own.bands,
            origin_id=origin,
            outcome=_outcome(latest, origin),
        )

    def _is_known(self, article: Article, latest: Version, batch: Batch) -> bool:
        """Whether the text is the newest version's or an older one's.

        An input that holds two states of an article is often read again; it must not add both of them every time.
        """
        return latest.article.sha256 == article.sha256 or batch.holds(article.id, article.sha256)

    def _identified(self, article: Article, batch: Batch) -> Article:
        """With the id that its source gave, else that of its address, else that of its text."""
        url = canonical_url(article.url)
        article = replace(article, url=url)
        if article.id:
            return article
        if names_one_article(url):
            return replace(article, id=batch.find(url=url) or id_from(url))
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


def _body(version: Version | None) -> str | None:
    return version.article.body if version else None


def _outcome(latest: Version | None, origin: str) -> Outcome:
    if latest is not None:
        return "new_version"
    return "near_copy" if origin else "added"


class _Tally:
    """What has been read so far; disjoint counts."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._outcomes: Counter[Outcome] = Counter()
        self._failures: list[FailedInput] = []
        self._unlisted = 0
        self.passages = 0

    def read(self, outcome: Outcome, source: str) -> None:
        self._outcomes[outcome] += 1
        if self._progress:
            self._progress(IngestProgress(self._outcomes.total(), 0, source))

    def failed(self, failure: FailedInput) -> None:
        # A million broken lines must not fill the memory: a thousand say what is wrong.
        if len(self._failures) < _MOST_FAILURES:
            self._failures.append(failure)
        else:
            self._unlisted += 1

    def report(self, seconds: float) -> IngestReport:
        failed = tuple(self._failures)
        if self._unlisted:
            failed += (FailedInput(failed[-1].source, "", f"and {self._unlisted:,} more inputs that failed"),)
        return IngestReport(
            added=self._outcomes["added"],
            unchanged=self._outcomes["unchanged"],
            new_versions=self._outcomes["new_version"],
            near_copies=self._outcomes["near_copy"],
            failed=failed,
            passages=self.passages,
            seconds=seconds,
        )
