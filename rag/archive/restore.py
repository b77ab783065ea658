"""An export read back: the same articles with the same versions, into this archive, whatever its embedder."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable

from pydantic import ValidationError

from rag.archive.export_rows import ArticleRow, row_from
from rag.archive.indexing import Indexer, Progress
from rag.domain.archive import RestoreReport
from rag.domain.article import Version
from rag.domain.ingest import FailedInput, IngestProgress
from rag.ingest.changes import changes_between
from rag.ingest.near_copies import signature
from rag.ingest.pipeline import LOCK_WAIT_S
from rag.ports import Catalog, NewVersion, Splitter

_BATCH = 64


class Restorer:
    """Takes the rows of an export in. What is here stays: a row that contradicts it fails, the others go in."""

    def __init__(self, catalog: Catalog, splitter: Splitter, indexer: Indexer) -> None:
        self._catalog = catalog
        self._splitter = splitter
        self._indexer = indexer

    def restore(self, lines: Iterable[str], source: str, *, progress: Progress | None = None) -> RestoreReport:
        """Under the archive's lock; back when both indexes have everything. Doing it again changes nothing."""
        started = time.monotonic()
        with self._catalog.writing(wait_s=LOCK_WAIT_S):
            taking = _Taking(self._catalog, self._splitter, source, progress)
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    taking.take(line, f"line {number}")
            taking.store()
            self._indexer.catch_up(vectors=True, progress=progress)
        return RestoreReport(
            taking.restored, taking.unchanged, tuple(taking.failed), taking.passages, time.monotonic() - started
        )


class _Taking:
    """One restore under way; versions are stored some at a time, each time all or none."""

    def __init__(self, catalog: Catalog, splitter: Splitter, source: str, progress: Progress | None) -> None:
        self._catalog = catalog
        self._splitter = splitter
        self._source = source
        self._progress = progress
        self._waiting: list[NewVersion] = []
        self.restored: Counter[str] = Counter()
        self.unchanged = 0
        self.failed: list[FailedInput] = []
        self.passages = 0

    def take(self, line: str, where: str) -> None:
        try:
            row = row_from(json.loads(line))
            if isinstance(row, ArticleRow):
                is_new = self._article(row)
            else:
                self.store()
                is_new = row.put_into(self._catalog)
        except ValidationError as error:
            problem = error.errors(include_url=False)[0]
            place = ".".join(str(part) for part in problem["loc"][1:])
            self._fail(where, f"{place}: {problem['msg']}" if place else str(problem["msg"]))
        except (ValueError, RecursionError) as error:
            self._fail(where, str(error))
        else:
            self.restored[row.kind] += is_new
            self.unchanged += not is_new

    def store(self) -> None:
        """What waits."""
        if self._waiting:
            self.passages += self._catalog.store(self._waiting)
            self._waiting = []
        if self._progress:
            self._progress(IngestProgress(self.restored["article"], 0, self._source))

    def _fail(self, where: str, reason: str) -> None:
        self.failed.append(FailedInput(self._source, where, reason))

    def _article(self, row: ArticleRow) -> bool:
        article = row.article()
        if article.sha256 != row.sha256:
            raise ValueError(f"the text of {row.id!r} is not the one that was exported: its checksum differs")
        if self._catalog.tombstone(row.id) is not None:
            return False
        before = self._version(row.id, row.version - 1) if row.version > 1 else None
        known = self._version(row.id, row.version)
        if known is not None:
            if known.article.sha256 != row.sha256:
                raise ValueError(f"version {row.version} of {row.id!r} is stored here with another text")
            return False
        if row.version > 1 and before is None:
            raise ValueError(f"version {row.version} of {row.id!r} comes without the version before it")
        changes = changes_between(before.article, article) if before else ()
        own = signature(article.body)
        copied = row.origin if row.origin != row.id else ""
        self._waiting.append(
            NewVersion(
                version=Version(article, row.version, row.stored, changes),
                spans=tuple(self._splitter.spans(article.body)),
                signature=own.stored,
                bands=own.bands,
                origin_id=copied,
                outcome="new_version" if row.version > 1 else "near_copy" if copied else "added",
            )
        )
        if len(self._waiting) == _BATCH:
            self.store()
        return True

    def _version(self, article_id: str, number: int) -> Version | None:
        waiting = (new.version for new in self._waiting)
        found = next((v for v in waiting if v.article_id == article_id and v.number == number), None)
        return found or self._catalog.version(article_id, number)
