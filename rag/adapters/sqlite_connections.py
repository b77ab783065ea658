"""Connections to the catalog's file: opening it, transactions, and SQLite's errors turned into ours."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from rag.adapters.sqlite_schema import MIGRATIONS, Migration, migrate, schema_version
from rag.domain.errors import ArchiveDamaged, ArchiveError, ArchiveLocked, ArchiveNotWritable, ArchiveTooNew

BUSY_TIMEOUT_S = 30.0
"""How long a short write waits for another process's short write before giving up."""

_NOT_WRITABLE = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
_CANNOT_MAKE_FILES = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
_PAUSE_S = 0.02
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}


class Connections:
    """Lends connections to any thread, each to one borrower at a time; opens another where all are lent out.

    So a reader never waits for a writer, in this process or another (WAL).
    """

    def __init__(self, file: Path, *, migrations: Sequence[Migration] = MIGRATIONS) -> None:
        self._file = file
        self._archive = str(file.parent)
        self._free: list[sqlite3.Connection] = []
        self._lock = Lock()
        self._writer = Lock()
        self._address = str(file)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveNotWritable(self._archive, error.strerror or str(error)) from error
        with self._our_errors():
            self._first(migrations)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for queries. Raises the ArchiveError that says what happened."""
        with self._our_errors():
            db = self._borrow()
            try:
                yield db
            finally:
                self._give_back(db)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A connection inside one write transaction: committed at the end, rolled back on any error."""
        # This process's threads queue here. SQLite would let each sleep up to a tenth of a second between two tries.
        with self._writer, self.reading() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                # A full disk makes SQLite roll back by itself; a second ROLLBACK would hide the first error.
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Closes what is not lent out; the catalog can still be used, and then opens the file again."""
        with self._lock:
            free, self._free = self._free, []
        for db in free:
            db.close()

    def _first(self, migrations: Sequence[Migration]) -> None:
        db = self._open()
        try:
            version = _version(db)
            if version < 0:
                raise ArchiveDamaged(self._archive, f"{self._file.name} is another program's database")
            if version > len(migrations):
                raise ArchiveTooNew(self._archive, version, len(migrations))
            if version < len(migrations):
                _write_ahead(db)
                migrate(db, self._file, migrations)
        except BaseException:
            db.close()
            raise
        self._give_back(db)

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _CANNOT_MAKE_FILES or not self._is_at_rest():
                raise
            # A write-ahead catalog in a folder that takes no files: readable as it lies, as nothing can change it.
            self._address = f"{self._file.absolute().as_uri()}?immutable=1"
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(
            self._address,
            uri=self._address.startswith("file:"),
            timeout=BUSY_TIMEOUT_S,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            db.execute("PRAGMA foreign_keys = ON")
            # What was reported as stored survives a power cut too, not only the end of the process.
            db.execute("PRAGMA synchronous = FULL")
        except BaseException:
            db.close()
            raise
        return db

    def _is_at_rest(self) -> bool:
        log = self._file.with_name(f"{self._file.name}-wal")
        return self._file.is_file() and not (log.exists() and log.stat().st_size)

    def _borrow(self) -> sqlite3.Connection:
        with self._lock:
            if self._free:
                return self._free.pop()
        return self._connect()

    def _give_back(self, db: sqlite3.Connection) -> None:
        with self._lock:
            self._free.append(db)

    @contextmanager
    def _our_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._ours(error) from error

    def _ours(self, error: sqlite3.Error) -> ArchiveError:
        # Extended result codes keep the primary one in the low byte.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in _NOT_WRITABLE:
            return ArchiveNotWritable(self._archive, str(error))
        if code in _BUSY:
            return ArchiveLocked(self._archive, "another process")
        if code in _DAMAGED:
            return ArchiveDamaged(self._archive, str(error))
        return ArchiveError(
            f"The catalog of the archive {self._archive} refused an operation ({error}). "
            "Nothing was changed. Run `dateline doctor`."
        )


def _version(db: sqlite3.Connection) -> int:
    """Read at one moment: another process may be making the catalog just now."""
    db.execute("BEGIN")
    try:
        return schema_version(db)
    finally:
        if db.in_transaction:
            db.execute("COMMIT")


def _write_ahead(db: sqlite3.Connection) -> None:
    """SQLite does not wait by itself where another process has the file open in that moment."""
    ends = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in _BUSY or time.monotonic() > ends:
                raise
            time.sleep(_PAUSE_S)
        else:
            return
