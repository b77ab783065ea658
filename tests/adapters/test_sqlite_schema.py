"""A migration that is killed at any of its statements is completed by whoever opens the catalog next."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from rag.adapters import sqlite_schema
from rag.adapters.sqlite import FILE, SqliteCatalog
from rag.adapters.sqlite_schema import MIGRATIONS, migrate, schema_version

ARTICLES = 40
TABLES = ("articles", "versions", "passages", "bands", "outbox", "feeds", "fetches")
STATEMENTS = sum(map(len, MIGRATIONS[1:]))
DIES_AT = [0, 1, 2, STATEMENTS // 2, STATEMENTS - 1, STATEMENTS, STATEMENTS + 1]


def first_release(folder: Path) -> Path:
    """A catalog as the first release wrote it, with some articles."""
    file = folder / FILE
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        migrate(db, file, MIGRATIONS[:1])
        db.execute("BEGIN")
        for n in range(ARTICLES):
            signature = n.to_bytes(4, "little") * 128
            db.execute("INSERT INTO articles VALUES (?, 1, '', 'sha', ?, ?)", (f"a{n}", f"a{n}", signature))
            row = (f"a{n}", f"Report {n}.")
            db.execute(
                "INSERT INTO versions VALUES (?, 1, '2025-03-20T12:00:00.000000Z', '', 'time', "
                "'', '', '', '[]', '', 'en', 'sha', 'added', '', '', '', ?)",
                row,
            )
            db.execute('INSERT INTO passages (article_id, version, start, "end") VALUES (?, 1, 0, 9)', row[:1])
        db.execute("COMMIT")
    return file


def content_of(file: Path, tables: tuple[str, ...] = TABLES) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(file)) as db:
        return {table: sorted(db.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}


def opened_until_killed(folder: Path, dies_at: int) -> None:
    """In a child that kills itself when SQLite begins that statement of the migration, or its end."""
    pid = os.fork()
    if not pid:
        begun = [0]

        def killing(db: sqlite3.Connection, *given: object) -> None:
            def trace(statement: str) -> None:
                begun[0] += not statement.startswith("--")
                if begun[0] > dies_at:
                    os.kill(os.getpid(), signal.SIGKILL)

            db.set_trace_callback(trace)
            migrate(db, *given)  # type: ignore[arg-type]

        import rag.adapters.sqlite_connections as connections

        connections.migrate = killing  # type: ignore[assignment]
        try:
            SqliteCatalog(folder)
        finally:
            os._exit(0)
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    folder = tmp_path_factory.mktemp("undisturbed")
    file = first_release(folder)
    SqliteCatalog(folder).close()
    return content_of(file)


@pytest.mark.parametrize("dies_at", DIES_AT)
def test_a_migration_that_is_killed_is_completed_by_the_next_opening(
    tmp_path: Path, migrated: dict[str, list[tuple[object, ...]]], dies_at: int
) -> None:
    file = first_release(tmp_path)
    before = content_of(file, TABLES[:5])
    opened_until_killed(tmp_path, dies_at)
    catalog = SqliteCatalog(tmp_path)
    assert catalog.check() == "ok"
    catalog.close()
    with closing(sqlite3.connect(file)) as db:
        assert schema_version(db) == len(MIGRATIONS)
    assert content_of(file) == migrated
    assert content_of(tmp_path / f"{FILE}.v1.backup", TABLES[:5]) == before


def test_a_kill_while_the_backup_is_made_leaves_no_half_backup_under_its_name(
    tmp_path: Path, migrated: dict[str, list[tuple[object, ...]]]
) -> None:
    file = first_release(tmp_path)
    before = content_of(file, TABLES[:5])
    pid = os.fork()
    if not pid:
        sqlite_schema.os.replace = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[attr-defined]
        SqliteCatalog(tmp_path)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    assert not (tmp_path / f"{FILE}.v1.backup").exists()
    SqliteCatalog(tmp_path).close()
    assert content_of(file) == migrated
    assert content_of(tmp_path / f"{FILE}.v1.backup", TABLES[:5]) == before
