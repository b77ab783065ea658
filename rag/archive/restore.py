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
from rag.ingest.clean import clean_line
from rag.ingest.near_copies import signature
from rag.ingest.pipeline import LOCK_WAIT_S
from rag.ingest.tally import Listed
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
            taking.restored,
            taking.unchanged,
            taking.failed.told("that failed"),
            taking.passages,
            time.monotonic() - started,
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
        self.failed = Listed()
        self.passages = 0

    def take(self, line: str, where: str) -> None:
        try:
            row = row_from(_value(line))
            if isinstance(row, ArticleRow):
                is_new = self._article(row)
            else:
                self.store()
                is_new = row.put_into(self._catalog)
        except ValidationError as error:
            self._fail(where, _reason(error))
        except json.JSONDecodeError as error:
            self._fail(where, f"not JSON: {error.msg} (column {error.colno})")
        except (ValueError, OverflowError, RecursionError) as error:
            self._fail(where, str(error))
        else:
            if is_new:
                self.restored[row.kind] += 1
            elif row.kind != "archive":
                self.unchanged += 1

    def store(self) -> None:
        """What waits."""
        if self._waiting:
            self.passages += self._catalog.store(self._waiting)
            self._waiting = []
        if self._progress:
            self._progress(IngestProgress(self.restored["article"], 0, self._source))

    def _fail(self, where: str, reason: str) -> None:
        self.failed.add(FailedInput(self._source, where, clean_line(reason)))

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
        # A group whose first article did not come along begins with the oldest that did.
        copied = row.origin if row.origin != row.id and self._version(row.origin, 1) else ""
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


def _value(line: str) -> object:
    """The JSON of a line. Raises ValueError, also for half of a surrogate pair, which no catalog can hold."""
    value = json.loads(line)
    if "\\ud" in line.lower():
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise ValueError("a text of it holds half of a surrogate pair") from None
    return value


def _reason(error: ValidationError) -> str:
    """The first thing that is wrong with a row, and in which field."""
    problem = error.errors(include_url=False)[0]
    if problem["type"] == "union_tag_invalid":
        return f"a kind of row that this version does not know: {problem['ctx']['tag'][:60]!r}"
    if problem["type"] in ("union_tag_not_found", "model_attributes_type"):
        return "not a row of an export (it has no kind); `dateline ingest` reads other JSONL"
    place = ".".join(str(part) for part in problem["loc"][1:])
    return f"{place}: {problem['msg']}" if place else str(problem["msg"])
