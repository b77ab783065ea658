"""Word-piece vectors of passages, in an SQLite file of its own beside the catalog: derived, and made anew from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from rag.adapters.sqlite_connections import Connections
from rag.adapters.sqlite_rows import as_list
from rag.adapters.sqlite_schema import APPLICATION_ID, Migration
from rag.domain.errors import ArchiveDamaged, ArchiveNotWritable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    PieceArray = NDArray[np.int8]

FILE = "pieces.sqlite"
_SCHEMA: tuple[Migration, ...] = (
    (
        f"PRAGMA application_id = {APPLICATION_ID}",
        "CREATE TABLE made_by (fingerprint TEXT NOT NULL) STRICT",
        "INSERT INTO made_by VALUES ('')",
        """CREATE TABLE pieces (
            passage_id INTEGER PRIMARY KEY,
            dimensions INTEGER NOT NULL,
            vectors BLOB NOT NULL
        ) STRICT""",
    ),
)


class SqlitePieces:
    """Satisfies PieceStore. Opened at the first use; safe to use from several threads and processes.

    Rows that another ``fingerprint`` made are forgotten when it is opened: a search goes on without them until they are
    made anew. Raises ArchiveNotWritable, ArchiveLocked or ArchiveDamaged (`clear` is the way back from the last).
    """

    def __init__(self, folder: Path, *, fingerprint: str) -> None:
        self._folder = folder
        self._fingerprint = fingerprint
        self._lock = Lock()
        self._opened: Connections | None = None

    def add(self, passage_ids: Sequence[int], pieces: Sequence[PieceArray]) -> None:
        """Upsert."""
        rows = [(i, p.shape[1], p.tobytes()) for i, p in zip(passage_ids, pieces, strict=True)]
        with self._connections().transaction() as db:
            db.executemany("INSERT OR REPLACE INTO pieces VALUES (?, ?, ?)", rows)

    def get(self, passage_ids: Sequence[int]) -> dict[int, PieceArray]:
        """Of those that it holds, shape (pieces, dimensions)."""
        with self._connections().reading() as db:
            rows = db.execute(
                "SELECT passage_id, dimensions, vectors FROM pieces "
                "WHERE passage_id IN (SELECT value FROM json_each(?))",
                (as_list(passage_ids),),
            ).fetchall()
        return {i: np.frombuffer(vectors, dtype=np.int8).reshape(-1, dimensions) for i, dimensions, vectors in rows}

    def remove(self, passage_ids: Sequence[int]) -> None:
        """Forget these passages, and overwrite what they held; unknown ids are passed over."""
        with self._connections().transaction() as db:
            db.execute("PRAGMA secure_delete = ON")
            db.execute(
                "DELETE FROM pieces WHERE passage_id IN (SELECT value FROM json_each(?))", (as_list(passage_ids),)
            )
        with self._connections().reading() as db:
            # What was deleted still stands in the journal. It stays there where somebody reads it just now.
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def count(self) -> int:
        """Of how many passages it holds the pieces."""
        with self._connections().reading() as db:
            (count,) = db.execute("SELECT count(*) FROM pieces").fetchone()
        return int(count)

    def clear(self) -> None:
        """Forget everything; also the way back from a file that cannot be read."""
        with self._lock:
            if self._opened is not None:
                self._opened.close()
            self._opened = None
            try:
                for suffix in ("", "-wal", "-shm"):
                    (self._folder / f"{FILE}{suffix}").unlink(missing_ok=True)
            except OSError as error:
                raise ArchiveNotWritable(str(self._folder), error.strerror or str(error)) from error
        self._connections()

    def _connections(self) -> Connections:
        with self._lock:
            if self._opened is None:
                try:
                    opened = Connections(self._folder / FILE, migrations=_SCHEMA)
                except ArchiveDamaged:
                    # Nothing in it is lost for good: an index that cannot be read is begun anew, as words are.
                    (self._folder / FILE).unlink(missing_ok=True)
                    opened = Connections(self._folder / FILE, migrations=_SCHEMA)
                _keep_own(opened, self._fingerprint)
                self._opened = opened
            return self._opened


def _keep_own(connections: Connections, fingerprint: str) -> None:
    with connections.reading() as db:
        (made_by,) = db.execute("SELECT fingerprint FROM made_by").fetchone()
    if made_by == fingerprint:
        return
    with connections.transaction() as db:
        db.execute("DELETE FROM pieces")
        db.execute("UPDATE made_by SET fingerprint = ?", (fingerprint,))
