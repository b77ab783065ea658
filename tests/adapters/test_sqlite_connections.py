"""Disks that are full, folders that refuse writes, and SQLite's errors as ours."""

from __future__ import annotations

import inspect
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from builders import an_article, sentence_spans, stored_articles

from rag.adapters.sqlite import FILE, SqliteCatalog
from rag.adapters.sqlite_connections import Connections
from rag.domain.errors import ArchiveDamaged, ArchiveError, ArchiveLocked, ArchiveNotWritable

# Root may write anywhere, so the child becomes nobody before it opens the archive.
READ_ONLY = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from rag.adapters.sqlite import SqliteCatalog
from rag.domain.article import Article, Version
from rag.domain.errors import ArchiveNotWritable
from rag.domain.question import Filters
from rag.ports import NewVersion
import filelock
if os.geteuid() == 0:
    os.setuid(65534)
catalog = SqliteCatalog(Path(sys.argv[1]))
assert catalog.latest("a").article.body == "The bridge opened."
assert catalog.searched(Filters()).articles == 1 and catalog.check() == "ok"
for write in (
    lambda: catalog.store([NewVersion(Version(Article(body="x", id="b"), 1, datetime.now(UTC)), ())]),
    lambda: catalog.writing().__enter__(),
):
    try:
        write()
    except ArchiveNotWritable as error:
        print(error)
    else:
        raise SystemExit("it could be written")
"""

LITTLE_SPACE = """
import resource, sys
from pathlib import Path
from builders import an_article, stored_articles
from rag.adapters.sqlite import SqliteCatalog
from rag.domain.errors import ArchiveNotWritable
limit = int(sys.argv[2])
try:
    catalog = SqliteCatalog(Path(sys.argv[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    for i in range(200):
        stored_articles(catalog, [an_article("One sentence. " * 300, id=f"a{i}-{j}") for j in range(3)])
        print(i, flush=True)
except ArchiveNotWritable as error:
    print(error, file=sys.stderr)
    raise SystemExit(7)
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter; pytest's own are the current user's alone."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_a_folder_that_refuses_writes_can_be_read(open_folder: Path) -> None:
    catalog = SqliteCatalog(open_folder)
    stored_articles(catalog, [an_article("The bridge opened.", id="a")])
    catalog.close()
    open_folder.chmod(0o555)
    child = subprocess.run([sys.executable, "-c", READ_ONLY, open_folder], capture_output=True, text=True, check=False)
    open_folder.chmod(0o755)
    assert child.returncode == 0, child.stderr
    assert child.stdout.count("cannot be written") == 2


@pytest.mark.parametrize("room", [300_000, 500_000, 900_000])
def test_what_was_reported_as_stored_survives_a_full_disk_and_the_rest_is_not_there_at_all(
    tmp_path: Path, room: int
) -> None:
    child = subprocess.run(
        [sys.executable, "-c", LITTLE_SPACE, tmp_path, str(room)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": ":".join(["tests", "."])},
    )
    assert child.returncode == 7, child.stderr
    assert "free space" in child.stderr
    reported = len(child.stdout.split())
    catalog = SqliteCatalog(tmp_path)
    assert catalog.check() == "ok"
    counts = catalog.counts()
    assert counts["articles"] == 3 * reported
    assert counts["passages"] == counts["articles"] * len(sentence_spans("One sentence. " * 300))
    stored_articles(catalog, [an_article("Again.", id="again")])
    assert catalog.latest("again") is not None


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveNotWritable, match="file/archive"):
        SqliteCatalog(tmp_path / "file" / "archive")


def test_a_folder_in_the_place_of_the_catalog_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(ArchiveNotWritable, match=tmp_path.name):
        SqliteCatalog(tmp_path)


def test_a_writer_that_does_not_end_is_reported_as_a_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.adapters.sqlite_connections.BUSY_TIMEOUT_S", 0.05)
    catalog = SqliteCatalog(tmp_path)
    catalog.close()
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ArchiveLocked):
        stored_articles(catalog, [an_article()])
    other.execute("ROLLBACK")
    other.close()
    stored_articles(catalog, [an_article(id="a")])
    assert catalog.latest("a") is not None


SQLITE_ERRORS = [c for _, c in inspect.getmembers(sqlite3, inspect.isclass) if issubclass(c, sqlite3.Error)]


@pytest.mark.parametrize("error", SQLITE_ERRORS, ids=lambda c: c.__name__)
def test_every_error_of_sqlite_becomes_one_of_ours(tmp_path: Path, error: type[sqlite3.Error]) -> None:
    connections = Connections(tmp_path / FILE)
    with pytest.raises(ArchiveError, match=tmp_path.name), connections.transaction():
        raise error("made up")


@pytest.mark.parametrize(
    ("code", "ours"),
    [
        (sqlite3.SQLITE_FULL, ArchiveNotWritable),
        (sqlite3.SQLITE_IOERR_WRITE, ArchiveNotWritable),
        (sqlite3.SQLITE_READONLY_DBMOVED, ArchiveNotWritable),
        (sqlite3.SQLITE_CANTOPEN_ISDIR, ArchiveNotWritable),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, ArchiveLocked),
        (sqlite3.SQLITE_CORRUPT_INDEX, ArchiveDamaged),
        (sqlite3.SQLITE_NOTADB, ArchiveDamaged),
    ],
)
def test_the_cause_decides_which_error_it_is(tmp_path: Path, code: int, ours: type[ArchiveError]) -> None:
    failure = sqlite3.OperationalError("made up")
    failure.sqlite_errorcode = code
    with pytest.raises(ours), Connections(tmp_path / FILE).reading():
        raise failure


def test_a_failed_transaction_leaves_the_connection_usable(tmp_path: Path) -> None:
    catalog = SqliteCatalog(tmp_path)
    for _ in range(3):
        with pytest.raises(ValueError, match="cannot follow"):
            catalog.store([_second_version_of_nothing()])
    stored_articles(catalog, [an_article(id="a")])
    assert catalog.latest("a") is not None
    assert len(catalog._connections._free) == 1


def _second_version_of_nothing():  # type: ignore[no-untyped-def]
    from builders import a_version, new_version

    return new_version(a_version(number=2))


def test_many_that_open_a_new_archive_at_the_same_moment_all_get_it(tmp_path: Path) -> None:
    for number in range(12):
        file = tmp_path / str(number) / FILE
        at_once = Barrier(8)

        def opened(file: Path = file, at_once: Barrier = at_once) -> None:
            at_once.wait()
            Connections(file).close()

        with ThreadPoolExecutor(8) as pool:
            for each in [pool.submit(opened) for _ in range(8)]:
                each.result()


def test_threads_that_write_queue_and_none_is_turned_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no patience for SQLite's own waiting: whoever did not queue would be told that the archive is locked."""
    monkeypatch.setattr("rag.adapters.sqlite_connections.BUSY_TIMEOUT_S", 0.0)
    connections = Connections(tmp_path / "queue.sqlite", migrations=(("CREATE TABLE t (n INTEGER)",),))
    together = Barrier(8)

    def write(number: int) -> None:
        together.wait()
        for _ in range(10):
            with connections.transaction() as db:
                db.execute("INSERT INTO t VALUES (?)", (number,))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    with connections.reading() as db:
        assert db.execute("SELECT count(*), count(DISTINCT n) FROM t").fetchone() == (80, 8)
