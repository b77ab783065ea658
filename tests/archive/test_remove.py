"""Taking articles out for good: which, what is left of them, and that nothing else finds them again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from builders import a_version, an_archive, an_article, new_version, stored_articles
from fakes import FakeEmbedder

from rag.adapters.sqlite import SqliteCatalog
from rag.archive.indexing import Indexer
from rag.archive.remove import Remover
from rag.domain.errors import ArticleNotFound, UsageError
from rag.domain.question import Filters

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
NONE = Filters()


class Archive:
    """A real catalog, real indexes, and the remover over them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.catalog: SqliteCatalog
        self.indexer: Indexer
        self.catalog, self.indexer = an_archive(folder, FakeEmbedder())
        self.remover = Remover(self.catalog, self.indexer, clock=lambda: NOW)

    @property
    def left(self) -> set[str]:
        return {version.article_id for version in self.catalog.articles()}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    archive = Archive(tmp_path)
    yield archive
    archive.catalog.close()


def test_by_id_with_every_version_and_a_tombstone(archive: Archive) -> None:
    stored_articles(
        archive.catalog, [an_article("One.", id="a"), an_article("One, changed.", id="a"), an_article(id="b")]
    )
    archive.indexer.catch_up(vectors=True)
    assert archive.remover.remove(["a"], NONE).removed == 1
    assert archive.left == {"b"}
    assert archive.catalog.record("a") is None
    tombstone = archive.catalog.tombstone("a")
    assert tombstone is not None
    assert tombstone.removed == NOW
    assert archive.catalog.check() == "ok"
    assert archive.catalog.counts()["versions"] == 1


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (Filters(sources=("Post",)), {"b", "c"}),
        (Filters(sections=("Sport",)), {"a", "b"}),
        (Filters(until=date(2025, 3, 14)), {"b", "c"}),
        (Filters(sources=("Nobody",)), {"a", "b", "c"}),
    ],
)
def test_all_that_filters_allow(archive: Archive, filters: Filters, left: set[str]) -> None:
    stored_articles(
        archive.catalog,
        [
            an_article("One.", id="a", source="Post", published="2025-03-14"),
            an_article("Two.", id="b", source="Valley News", published="2025-03-15"),
            an_article("Three.", id="c", section="Sport", published="2025-03-16"),
        ],
    )
    archive.remover.remove([], filters)
    assert archive.left == left


def test_nothing_chosen_is_not_the_whole_archive(archive: Archive) -> None:
    stored_articles(archive.catalog, [an_article(id="a")])
    with pytest.raises(UsageError, match="Nothing is chosen"):
        archive.remover.remove([], NONE)
    assert archive.left == {"a"}


def test_an_unknown_id_removes_nothing_of_the_others(archive: Archive) -> None:
    stored_articles(archive.catalog, [an_article(id="a")])
    with pytest.raises(ArticleNotFound):
        archive.remover.remove(["a", "never"], NONE)
    assert archive.left == {"a"}


def test_an_id_that_was_removed_before_is_named_and_the_others_go(archive: Archive) -> None:
    stored_articles(archive.catalog, [an_article(id="a"), an_article("Two.", id="b")])
    archive.remover.remove(["a"], NONE)
    done = archive.remover.remove(["a", "b"], NONE)
    assert (done.removed, done.already) == (1, ("a",))


def test_both_indexes_have_forgotten_it_when_the_command_returns(archive: Archive) -> None:
    stored_articles(archive.catalog, [an_article("Zeppelins landed.", id="a"), an_article("Ferries sailed.", id="b")])
    archive.indexer.catch_up(vectors=True)
    archive.remover.remove(["a"], NONE)
    assert archive.catalog.pending_count("words") == archive.catalog.pending_count("vectors") == 0
    assert archive.indexer.words.search("Zeppelins", 5) == []
    assert archive.indexer.vectors.count() == 1


def test_a_group_of_copies_whose_first_goes_begins_with_the_oldest_that_is_left(archive: Archive) -> None:
    stored_articles(archive.catalog, [an_article(id="a")])
    for copy in ("b", "c"):
        archive.catalog.store([new_version(a_version(id=copy), origin_id="a", outcome="near_copy")])
    archive.remover.remove(["a"], NONE)
    assert archive.catalog.origins(["b", "c"]) == {"b": "b", "c": "b"}


def test_the_text_is_in_no_file_of_the_catalog_afterwards(archive: Archive) -> None:
    bodies = [f"Secret{n:04} " * 40 + ("long " * 3_000 if n % 7 == 0 else "") for n in range(200)]
    stored_articles(
        archive.catalog, [an_article(body, id=f"a{n}", title=f"Headline{n:04}") for n, body in enumerate(bodies)]
    )
    archive.remover.remove([f"a{n}" for n in range(0, 200, 2)], NONE)
    files = b"".join(file.read_bytes() for file in archive.folder.glob("catalog.sqlite*"))
    found = [n for n in range(200) if f"Secret{n:04}".encode() in files or f"Headline{n:04}".encode() in files]
    assert found == list(range(1, 200, 2))
