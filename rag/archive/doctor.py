"""Is the archive whole? And both indexes made anew where it is not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from rag.archive.indexing import Indexer, Progress
from rag.domain.errors import ArchiveLocked, DatelineError
from rag.domain.health import HealthCheck
from rag.ports import Catalog, LexicalIndex, VectorIndex

LOW_DISK_BYTES = 500_000_000
REBUILD = "Run `dateline doctor --rebuild`."


class Doctor:
    """Looks at the catalog, both indexes, the embedder and the disk; changes nothing unless told to."""

    def __init__(self, catalog: Catalog, indexer: Indexer, *, archive: Path) -> None:
        self._catalog = catalog
        self._indexer = indexer
        self._archive = archive

    def examine(self) -> list[HealthCheck]:
        """Every check, in the order in which one would repair: a fault that is found never stops the others."""
        looks: list[tuple[str, Callable[[], HealthCheck]]] = [
            ("catalog", self._integrity),
            ("contents", self._contents),
            ("words", lambda: self._index("words", self._indexer.words)),
            ("vectors", lambda: self._index("vectors", self._indexer.vectors)),
            ("waiting", self._waiting),
            ("embedder", self._embedder),
            ("disk", self._disk),
            ("writing", self._writing),
        ]
        return [_looked(name, look) for name, look in looks]

    def catch_up_some(self) -> bool:
        """Index a batch of what waits, under the lock for some seconds alone; False where nothing waits.

        Raises ArchiveLocked while another process writes.
        """
        if not (self._catalog.pending_count("words") or self._catalog.pending_count("vectors")):
            return False
        with self._catalog.writing():
            return self._indexer.catch_up_some()

    def rebuild(self, progress: Progress | None = None) -> None:
        """Make both indexes anew from the catalog. Raises ArchiveLocked while another process writes."""
        with self._catalog.writing():
            self._indexer.rebuild(progress)

    def _integrity(self) -> HealthCheck:
        found = self._catalog.check()
        schema = next(self._catalog.export_rows())["schema"]
        advice = "Restore the catalog from a backup, or export what can be read and ingest it into a new archive."
        ok = found == "ok"
        return HealthCheck("catalog", ok, f"schema version {schema}; integrity: {found}", "" if ok else advice)

    def _contents(self) -> HealthCheck:
        counts = self._catalog.counts()
        advice = "" if counts["articles"] else "Nothing can be answered yet: `dateline ingest` takes files and folders."
        return HealthCheck("contents", True, ", ".join(f"{what}: {n:,}" for what, n in counts.items()), advice)

    def _index(self, name: str, index: LexicalIndex | VectorIndex) -> HealthCheck:
        wanted, held = self._catalog.counts()["passages"], index.count()
        waiting = self._catalog.pending_count("words" if name == "words" else "vectors")
        ok = held == wanted or waiting > 0
        return HealthCheck(name, ok, f"{held:,} of {wanted:,} passages", "" if ok else REBUILD)

    def _waiting(self) -> HealthCheck:
        words, vectors = self._catalog.pending_count("words"), self._catalog.pending_count("vectors")
        finding = f"{words:,} passages wait for the word index, {vectors:,} for their vectors"
        ok = not words and not vectors
        return HealthCheck("waiting", ok, finding, "" if ok else f"The next `dateline ingest` finishes it. {REBUILD}")

    def _embedder(self) -> HealthCheck:
        dimensions = self._indexer.embedder.embed(["one sentence"]).shape[1]
        return HealthCheck("embedder", True, f"{self._indexer.embedder.fingerprint}, {dimensions} dimensions")

    def _disk(self) -> HealthCheck:
        free = shutil.disk_usage(self._archive).free
        taken = sum(file.stat().st_size for file in self._archive.rglob("*") if file.is_file())
        finding = f"{free / 1e9:,.1f} GB free; the archive takes {taken / 1e6:,.1f} MB"
        ok = free >= LOW_DISK_BYTES
        return HealthCheck("disk", ok, finding, "" if ok else "Free some space before the next ingest.")

    def _writing(self) -> HealthCheck:
        try:
            with self._catalog.writing():
                return HealthCheck("writing", True, f"{self._archive} can be written")
        except ArchiveLocked as busy:  # nothing is wrong: someone is at work
            return HealthCheck("writing", True, str(busy))


def _looked(name: str, look: Callable[[], HealthCheck]) -> HealthCheck:
    try:
        return look()
    except DatelineError as error:  # its message says what to do
        return HealthCheck(name, False, str(error))
    except OSError as error:
        return HealthCheck(name, False, str(error), "Check the permissions of the archive's folder.")
