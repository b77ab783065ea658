"""An export read back: equal bytes, into any archive, and damage named by its line."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import a_version, an_archive, an_article, new_version, stored_articles
from fakes import FakeEmbedder, NoIndex, Sentences
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.adapters.sqlite import SqliteCatalog
from rag.archive.export import export
from rag.archive.export_rows import SCHEMA
from rag.archive.indexing import Indexer
from rag.archive.restore import Restorer
from rag.domain.archive import RestoreReport
from rag.domain.article import Article
from rag.domain.feed import Feed
from rag.domain.fetch import FetchState, Validators

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def full(tmp_path: Path) -> Iterator[SqliteCatalog]:
    """An archive with one of everything."""
    catalog = SqliteCatalog(tmp_path / "full")
    first = an_article(
        "Une phrase\u2028coupée \x00 — 東京.",
        id="a",
        title="T",
        published="2025-03-14",
        authors=("A", "B"),
        guid="post.example 1",
        modified=NOW,
        notice="corrected",
        date_note="a note",
        fetched=NOW,
    )
    stored_articles(catalog, [first, an_article("Changed.", id="a", published="2025-03-14T09:30:00")])
    catalog.store([new_version(a_version("Copied.", id="b"), origin_id="a", outcome="near_copy")])
    stored_articles(catalog, [an_article("Gone.", id="c")])
    catalog.remove(["c"], removed=NOW)
    catalog.put_briefing('{"zebra": [1, 2.5, null], "alpha": "ü"}', day=date(2026, 3, 2), topic="port", made=NOW)
    catalog.put_feed(Feed("https://post.example/feed", "Post", NOW))
    state = FetchState("https://post.example/feed", 3, NOW, None, 0, "", Validators('"e"', "Mon"), "d", "Post")
    catalog.store((), [state])
    yield catalog
    catalog.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[SqliteCatalog]:
    catalog = SqliteCatalog(tmp_path / "empty")
    yield catalog
    catalog.close()


def exported(catalog: SqliteCatalog) -> str:
    out = io.StringIO()
    export(catalog, out)
    return out.getvalue()


def restore(catalog: SqliteCatalog, lines: str | Iterable[str], indexer: Any = None) -> RestoreReport:
    rows = io.StringIO(lines, newline="\n") if isinstance(lines, str) else lines
    return Restorer(catalog, Sentences(), indexer or NoIndex()).restore(rows, "all.jsonl")


def failures(report: RestoreReport) -> list[tuple[str, str]]:
    return [(failed.where, failed.reason) for failed in report.failed]


def test_an_empty_archive_gives_the_same_bytes_after_an_import(full: SqliteCatalog, empty: SqliteCatalog) -> None:
    report = restore(empty, exported(full))
    assert report.failed == ()
    assert report.restored == {"article": 3, "tombstone": 1, "briefing": 1, "feed": 1, "fetch": 1}
    assert exported(empty) == exported(full)
    assert empty.check() == "ok"


def test_an_import_again_changes_nothing(full: SqliteCatalog, empty: SqliteCatalog) -> None:
    rows = exported(full)
    restore(empty, rows)
    again = restore(empty, rows)
    assert (again.restored.total(), again.failed, again.passages) == (0, (), 0)
    assert exported(empty) == rows
    assert restore(full, rows).restored.total() == 0


def test_an_archive_of_another_embedder_takes_the_same_articles_and_finds_them(
    full: SqliteCatalog, tmp_path: Path
) -> None:
    catalog, indexer = an_archive(tmp_path / "other", FakeEmbedder(dim=32, fingerprint="another"))
    report = restore(catalog, exported(full), indexer)
    assert report.failed == ()
    assert exported(catalog) == exported(full)
    assert catalog.pending_count("vectors") == 0
    assert indexer.vectors.count() == catalog.counts()["passages"]
    catalog.close()


texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
moments = st.integers(-(10**15), 10**15).map(lambda us: NOW + timedelta(microseconds=us))


@st.composite
def histories(draw: st.DrawFn) -> list[Article]:
    """Some articles, each with some versions, in the order of storing."""
    ids = draw(st.lists(st.text("abcé \n\u2028", min_size=1, max_size=4), min_size=1, max_size=4))
    return [
        an_article(
            draw(texts),
            id=article_id,
            title=draw(texts),
            url=draw(texts),
            source=draw(texts),
            authors=tuple(draw(st.lists(texts, max_size=2))),
            guid=draw(texts),
            modified=draw(st.none() | moments),
            fetched=draw(st.none() | moments),
            notice=draw(st.sampled_from(["", "corrected", "withdrawn"])),
            published=draw(st.none() | st.sampled_from(["2025-03-14", "2025-03-14T09:30", "1969-01-01"])),
        )
        for article_id in ids
    ]


@given(histories())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_stored_comes_back_byte_for_byte(history: list[Article]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, two = SqliteCatalog(Path(folder, "one")), SqliteCatalog(Path(folder, "two"))
        stored_articles(one, history, stored=NOW + timedelta(microseconds=7))
        assert restore(two, exported(one)).failed == ()
        assert exported(two) == exported(one)
        one.close()
        two.close()


def test_versions_that_come_back_have_their_changes(full: SqliteCatalog, empty: SqliteCatalog) -> None:
    restore(empty, exported(full))
    version = empty.version("a", 2)
    assert version is not None
    assert version.changes


# --- damage --------------------------------------------------------------------------------------------------


def row(**fields: object) -> str:
    article = an_article(str(fields.get("body", "One.")), id="x")
    given = {"kind": "article", "id": "x", "version": 1, "body": "One.", "stored": "2025-03-20T12:00:00Z"}
    return json.dumps({**given, "sha256": article.sha256, **fields})


GOOD = row(id="good")


@pytest.mark.parametrize(
    ("damaged", "reason"),
    [
        ("{", "not JSON"),
        ("\x00\x01", "not JSON"),
        ("[1, 2]", "`dateline ingest` reads other JSONL"),
        ('"text"', "`dateline ingest` reads other JSONL"),
        ('{"title": "T", "body": "B"}', "`dateline ingest` reads other JSONL"),
        ('{"kind": "hologram"}', "does not know: 'hologram'"),
        (f'{{"kind": "archive", "schema": {SCHEMA + 1}}}', "a later version of Dateline"),
        (row(sha256="0" * 64), "its checksum differs"),
        (row(version=2), "without the version before it"),
        (row(version=0), "version: "),
        (row(version=2**70), "version: "),
        (row(stored="yesterday"), "stored: "),
        (row(stored="2025-03-20T12:00:00"), "stored: "),
        (row(stored="0001-01-01T00:00:00+14:00"), ""),
        (row(published="2025-03-14T09:30:00"), "no time zone"),
        (row(published="soon"), "soon"),
        (row(published="0001-01-01T00:00:00+14:00"), ""),
        (row(source="\ud800"), "half of a surrogate pair"),
        (row(title="\ud800"), ""),
        ('{"kind": "feed", "url": "file:///etc/passwd", "title": "", "added": "2025-03-20T12:00:00Z"}', "url: "),
        ("[" * 100_000, ""),
    ],
)
def test_a_damaged_row_is_named_by_its_line_and_the_others_go_in(
    empty: SqliteCatalog, damaged: str, reason: str
) -> None:
    report = restore(empty, [GOOD + "\n", damaged + "\n", row(id="good too") + "\n"])
    ((where, said),) = failures(report)
    assert where == "line 2"
    assert reason in said
    assert said.strip()
    assert report.restored["article"] == 2
    assert {version.article_id for version in empty.articles()} == {"good", "good too"}


def test_what_is_stored_here_stays_where_the_file_contradicts_it(empty: SqliteCatalog) -> None:
    stored_articles(empty, [an_article("Mine.", id="x")])
    ((where, reason),) = failures(restore(empty, [row()]))
    assert (where, reason) == ("line 1", "version 1 of 'x' is stored here with another text")
    version = empty.latest("x")
    assert version is not None
    assert version.article.body == "Mine."


def test_what_was_removed_here_stays_removed(empty: SqliteCatalog) -> None:
    stored_articles(empty, [an_article("One.", id="x")])
    empty.remove(["x"], removed=NOW)
    report = restore(empty, [row()])
    assert (report.restored.total(), report.unchanged, report.failed) == (0, 1, ())
    assert empty.latest("x") is None


def test_a_tombstone_of_the_file_removes_nothing_here(empty: SqliteCatalog) -> None:
    stored_articles(empty, [an_article("One.", id="x")])
    restore(empty, ['{"kind": "tombstone", "id": "x", "removed": "2025-03-20T12:00:00Z"}'])
    assert empty.latest("x") is not None


def test_a_copy_whose_first_did_not_come_along_is_an_article_of_its_own(empty: SqliteCatalog) -> None:
    restore(empty, [row(id="copy", origin="lost")])
    assert empty.origin("copy") == "copy"


def test_of_very_many_failures_a_thousand_are_listed(empty: SqliteCatalog) -> None:
    report = restore(empty, ("{" for _ in range(1_500)))
    assert len(report.failed) == 1_001
    assert report.failed[-1].reason == "and 500 more inputs that failed"


def test_blank_lines_are_passed_over(empty: SqliteCatalog) -> None:
    report = restore(empty, ["\n", GOOD + "\n", "  \n"])
    assert (report.restored["article"], report.failed) == (1, ())


def test_an_interrupted_import_is_finished_by_the_next(full: SqliteCatalog, empty: SqliteCatalog) -> None:
    rows = exported(full).split("\n")
    restore(empty, [line + "\n" for line in rows[:3]])
    report = restore(empty, [line + "\n" for line in rows])
    assert report.failed == ()
    assert exported(empty) == exported(full)


def test_the_indexer_is_asked_for_everything(full: SqliteCatalog, tmp_path: Path) -> None:
    catalog, indexer = an_archive(tmp_path / "other", FakeEmbedder())
    assert isinstance(indexer, Indexer)
    restore(catalog, exported(full), indexer)
    assert catalog.pending_count("words") == 0
    catalog.close()
