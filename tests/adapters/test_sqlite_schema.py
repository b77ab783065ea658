"""Opening catalogs of other schema versions, and files that are no catalogs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from builders import an_article, stored_articles

from rag.adapters.sqlite import FILE, SqliteCatalog
from rag.adapters.sqlite_connections import Connections
from rag.adapters.sqlite_schema import MIGRATIONS, Migration, schema_version
from rag.domain.errors import ArchiveDamaged, ArchiveError, ArchiveTooNew

NEXT: Migration = (
    "ALTER TABLE articles ADD COLUMN is_starred INTEGER NOT NULL DEFAULT 0",
    "CREATE TABLE stars (article_id TEXT PRIMARY KEY) STRICT",
)
BROKEN: Migration = ("CREATE TABLE half (x INTEGER) STRICT", "INSERT INTO no_such_table VALUES (1)")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The file of a catalog with one article, in today's schema."""
    catalog = SqliteCatalog(tmp_path)
    stored_articles(catalog, [an_article("The bridge opened.", id="a")])
    catalog.close()
    return tmp_path / FILE


def version_of(file: Path) -> int:
    with closing(sqlite3.connect(file)) as db:
        return schema_version(db)


def tables(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as db:
        return {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_a_new_catalog_has_the_newest_schema_and_no_backup(tmp_path: Path) -> None:
    SqliteCatalog(tmp_path).close()
    assert version_of(tmp_path / FILE) == len(MIGRATIONS)
    assert list(tmp_path.glob("*.backup")) == []


def test_opening_again_changes_nothing(old: Path) -> None:
    before = old.read_bytes()
    SqliteCatalog(old.parent).close()
    assert old.read_bytes() == before


def test_an_older_catalog_is_migrated_after_a_backup(old: Path) -> None:
    before = len(MIGRATIONS)
    Connections(old, migrations=(*MIGRATIONS, NEXT)).close()
    assert version_of(old) == before + 1
    assert "stars" in tables(old)
    with closing(sqlite3.connect(old)) as db:
        assert db.execute("SELECT id, is_starred FROM articles").fetchall() == [("a", 0)]
    backup = old.with_name(f"{FILE}.v{before}.backup")
    assert version_of(backup) == before
    assert "stars" not in tables(backup)
    with closing(sqlite3.connect(backup)) as db:
        assert db.execute("SELECT body FROM versions").fetchall() == [("The bridge opened.",)]


def test_several_steps_are_taken_in_one_opening(old: Path) -> None:
    Connections(old, migrations=(*MIGRATIONS, NEXT, ("DROP TABLE stars",))).close()
    assert version_of(old) == len(MIGRATIONS) + 2
    assert "stars" not in tables(old)


def test_a_migration_that_fails_changes_nothing(old: Path) -> None:
    with pytest.raises(ArchiveError, match="no_such_table"):
        Connections(old, migrations=(*MIGRATIONS, BROKEN))
    assert version_of(old) == len(MIGRATIONS)
    assert "half" not in tables(old)
    assert SqliteCatalog(old.parent).latest("a") is not None


def test_a_catalog_of_a_later_dateline_is_refused_and_left_alone(old: Path) -> None:
    with closing(sqlite3.connect(old)) as db:
        db.execute("PRAGMA user_version = 99")
    before = old.read_bytes()
    with pytest.raises(ArchiveTooNew, match=rf"schema version 99.*up to {len(MIGRATIONS)}"):
        SqliteCatalog(old.parent)
    assert old.read_bytes() == before


@pytest.mark.parametrize("content", [b"not a database " * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(ArchiveDamaged, match="Nothing was changed"):
        SqliteCatalog(tmp_path)
    assert (tmp_path / FILE).read_bytes() == content


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute("CREATE TABLE bookmarks (x)")
    with pytest.raises(ArchiveDamaged, match="another program's database"):
        SqliteCatalog(tmp_path)
    assert tables(tmp_path / FILE) == {"bookmarks"}


def test_a_catalog_cut_short_is_reported_as_damaged(old: Path) -> None:
    content = old.read_bytes()
    old.write_bytes(content[: len(content) // 2])
    with pytest.raises(ArchiveDamaged):
        SqliteCatalog(old.parent).record("a")


def test_an_empty_file_becomes_a_catalog(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    assert SqliteCatalog(tmp_path).check() == "ok"
