"""Catalogs as earlier releases wrote them, opened by this one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from builders import STORED, an_article

from rag.adapters.sqlite import FILE, SqliteCatalog
from rag.adapters.sqlite_connections import Connections
from rag.adapters.sqlite_rows import as_text
from rag.adapters.sqlite_schema import MIGRATIONS
from rag.domain.briefing import StoryPlace
from rag.domain.errors import ArchiveTooNew
from rag.domain.profile import Profile
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


def before_there_were_owners(folder: Path) -> None:
    """An archive in schema version 6 that follows feeds, has a profile with its edition, and knows stories."""
    folder.mkdir()
    Connections(folder / FILE, migrations=MIGRATIONS[:6]).close()
    with closing(sqlite3.connect(folder / FILE)) as db:
        db.execute("INSERT INTO feeds VALUES ('https://a.example/f', 'A', ?)", (as_text(STORED),))
        db.execute("INSERT INTO feeds VALUES ('https://b.example/f', 'B', ?)", (as_text(STORED),))
        state = ("https://a.example/f", 3, as_text(STORED), "", 0, "", '"e"', "", "", "A", "", "", 1)
        db.execute(f"INSERT INTO fetches VALUES ({', '.join('?' * 13)})", state)
        db.execute("INSERT INTO profiles VALUES ('dam', '[\"dam\"]', '[]', '[]', '[]', '[\"en\"]', 'letter', 'half')")
        row = ("2025-03-14", "", as_text(STORED), '{"n": 1}', "dam")
        db.execute("INSERT INTO briefings (day, topic, made, json, profile) VALUES (?, ?, ?, ?, ?)", row)
        for n, title in enumerate(("Dam leaks", "ÜBER den Damm", "Ferry late")):
            db.execute("INSERT INTO articles VALUES (?, 1, '', ?, ?, x'', '')", (f"a{n}", f"sha{n}", f"a{n}"))
            db.execute(
                "INSERT INTO versions (article_id, number, stored, published, precision, fetched, source, url, "
                "authors, section, language, sha256, outcome, title, dek, dateline, body) VALUES "
                "(?, 1, ?, ?, 'time', '', 'Post', '', '[]', '', '', ?, 'added', ?, '', '', 'Text.')",
                (f"a{n}", as_text(STORED), f"2025-03-1{n}T00:00:00.000000Z", f"sha{n}", title),
            )
            db.execute("INSERT INTO story_articles VALUES (?, ?, '', x'')", (f"a{n}", "dam" if n < 2 else "ferry"))
        db.commit()


def test_feeds_profiles_and_editions_from_before_there_were_owners_are_everybodys(tmp_path: Path) -> None:
    before_there_were_owners(tmp_path / "archive")
    catalog = SqliteCatalog(tmp_path / "archive")
    assert [(h.feed.owner, h.feed.url, h.feed.title, h.feed.added) for h in catalog.feeds()] == [
        ("", "https://a.example/f", "A", STORED),
        ("", "https://b.example/f", "B", STORED),
    ]
    assert [h.state.fetches if h.state else None for h in catalog.feeds()] == [3, None]
    dam = Profile("dam", topics=("dam",), languages=("en",), paper="letter", length="half")
    assert catalog.profiles() == [dam]
    assert [(e.owner, e.profile, e.text) for e in catalog.editions(reader="anna@post.example")] == [
        ("", "dam", '{"n": 1}')
    ]
    assert catalog.check() == "ok"


def test_stories_that_were_known_are_listed_as_those_that_come_later(tmp_path: Path) -> None:
    before_there_were_owners(tmp_path / "archive")
    catalog = SqliteCatalog(tmp_path / "archive")
    assert catalog.stories().ids == ("dam",)
    assert catalog.stories(words="über").ids == ("dam",)
    with closing(sqlite3.connect(tmp_path / "archive" / FILE)) as db:
        as_migrated = db.execute("SELECT * FROM stories ORDER BY id").fetchall()
        catalog.put_story_places([StoryPlace("a0", "dam"), StoryPlace("a2", "ferry")])
        assert db.execute("SELECT * FROM stories ORDER BY id").fetchall() == as_migrated


def test_an_earlier_release_is_told_that_the_archive_is_too_new_and_can_go_on_with_the_backup(tmp_path: Path) -> None:
    before_there_were_owners(tmp_path / "archive")
    SqliteCatalog(tmp_path / "archive").close()
    earlier = MIGRATIONS[:6]
    with pytest.raises(ArchiveTooNew):
        Connections(tmp_path / "archive" / FILE, migrations=earlier)
    backup = tmp_path / "archive" / f"{FILE}.v6.backup"
    (tmp_path / "back").mkdir()
    backup.rename(tmp_path / "back" / FILE)
    Connections(tmp_path / "back" / FILE, migrations=earlier).close()
    with closing(sqlite3.connect(tmp_path / "back" / FILE)) as db:
        assert db.execute("SELECT url FROM feeds ORDER BY url").fetchall() == [
            ("https://a.example/f",),
            ("https://b.example/f",),
        ]
        assert db.execute("SELECT name FROM profiles").fetchall() == [("dam",)]
