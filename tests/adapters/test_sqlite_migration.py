"""Catalogs as earlier releases wrote them, opened by this one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from builders import STORED, an_article

from rag.adapters.sqlite import FILE, SqliteCatalog
from rag.adapters.sqlite_connections import Connections
from rag.adapters.sqlite_rows import as_text
from rag.adapters.sqlite_schema import MIGRATIONS
from rag.ingest.near_copies import signature

TEXT = " ".join(
    f"The {place} of the harbour town was opened on Monday by the mayor, who thanked {number} builders."
    for number, place in enumerate(("bridge", "school", "library", "station"), start=200)
)


def of_the_first_release(folder: Path) -> None:
    """An archive with one article in two versions, in schema version 1 and with the bands of that time."""
    folder.mkdir()
    Connections(folder / FILE, migrations=MIGRATIONS[:1]).close()
    article = an_article(TEXT, id="a")
    with closing(sqlite3.connect(folder / FILE)) as db:
        db.execute(
            "INSERT INTO articles (id, latest, url, sha256, origin, signature) VALUES ('a', 2, '', ?, 'a', ?)",
            (article.sha256, signature(TEXT).stored),
        )
        for number, body in ((1, "The bridge was opened."), (2, TEXT)):
            db.execute(
                "INSERT INTO versions VALUES "
                "('a', ?, ?, '', 'time', '', 'Harbour Post', '', '[]', '', 'en', ?, 'added', '', '', '', ?)",
                (number, as_text(STORED), article.sha256, body),
            )
        db.execute("INSERT INTO bands VALUES (1, 'a')")
        db.execute("INSERT INTO passages VALUES (1, 'a', 1, 0, 22), (2, 'a', 2, 0, 60)")
        # At that time the passages of earlier versions left the indexes.
        db.execute("INSERT INTO outbox VALUES ('words', 1, 'remove', ?)", (as_text(STORED),))
        db.commit()


def test_every_version_of_an_article_is_there_with_nothing_said_of_it(tmp_path: Path) -> None:
    of_the_first_release(tmp_path / "archive")
    record = SqliteCatalog(tmp_path / "archive").record("a")
    assert record is not None
    assert [v.article.body for v in record.versions] == ["The bridge was opened.", TEXT]
    assert {(v.article.guid, v.article.notice, v.article.date_note, v.changes) for v in record.versions} == {
        ("", "", "", ())
    }


def test_its_articles_are_recognised_as_origins_of_copies_that_come_now(tmp_path: Path) -> None:
    of_the_first_release(tmp_path / "archive")
    catalog = SqliteCatalog(tmp_path / "archive")
    assert [i for i, _ in catalog.sharing_bands(signature(TEXT).bands)] == ["a"]
    with closing(sqlite3.connect(tmp_path / "archive" / FILE)) as db:
        bands = {band for (band,) in db.execute("SELECT band FROM bands")}
    assert bands == set(signature(TEXT).bands)


def test_the_passages_of_its_earlier_versions_come_back_into_the_indexes(tmp_path: Path) -> None:
    of_the_first_release(tmp_path / "archive")
    catalog = SqliteCatalog(tmp_path / "archive")
    for index in ("words", "vectors"):
        assert catalog.gone(index, limit=5) == []
        assert [p.id for p in catalog.pending(index, limit=5)] == [1]


def test_the_catalog_as_it_was_lies_beside_it(tmp_path: Path) -> None:
    of_the_first_release(tmp_path / "archive")
    SqliteCatalog(tmp_path / "archive").close()
    with closing(sqlite3.connect(tmp_path / "archive" / f"{FILE}.v1.backup")) as db:
        assert db.execute("SELECT band FROM bands").fetchall() == [(1,)]
        assert db.execute("SELECT count(*) FROM versions").fetchone() == (2,)
