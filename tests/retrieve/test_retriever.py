from collections.abc import Sequence
from pathlib import Path

import pytest
from builders import STORED, an_archive, an_article, new_version, published, stored_articles
from fakes import FakeEmbedder

from rag.domain.article import Article, Version
from rag.domain.errors import RerankerError
from rag.domain.passage import Hit
from rag.domain.question import Filters
from rag.domain.search import SearchResult
from rag.ports import Reranker
from rag.retrieve.retriever import Retriever
from rag.retrieve.understand import understand

BRIDGE = an_article("The bridge at Harrow opened on Monday after four years of work.", id="bridge", source="Courier")
FERRY = an_article("The ferry to Sollen stops for the winter on Friday.", id="ferry", source="Harbour News")


class Library:
    """An archive in a folder, and the retriever over it."""

    def __init__(self, folder: Path, articles: Sequence[Article], reranker: Reranker | None = None) -> None:
        self.catalog, self.indexer = an_archive(folder, FakeEmbedder())
        stored_articles(self.catalog, articles, stored=STORED)
        with self.catalog.writing():
            self.indexer.catch_up(vectors=True)
        self.retriever = Retriever(self.catalog, self.indexer.words, self.indexer.vectors, FakeEmbedder(), reranker)

    def search(self, text: str, *, k: int = 5, filters: Filters | None = None) -> SearchResult:
        return self.retriever.search(
            understand(text, filters=filters or Filters(), sources=self.catalog.sources()), k=k
        )


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path, [BRIDGE, FERRY])


def test_the_passage_that_shares_the_questions_words_comes_first(library: Library) -> None:
    hits = library.search("When does the ferry to Sollen stop?").hits
    assert hits[0].passage.article_id == "ferry"
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert set(hits[0].parts) == {"dense", "lexical"}


def test_a_hit_is_a_slice_of_its_versions_body(library: Library) -> None:
    for hit in library.search("the bridge and the ferry").hits:
        body = hit.version.article.body
        assert body[hit.passage.start : hit.passage.end] == hit.passage.text


def test_filters_leave_nothing_else_in(library: Library) -> None:
    result = library.search("the bridge and the ferry", filters=Filters(sources=("Courier",)))
    assert {hit.passage.article_id for hit in result.hits} == {"bridge"}
    assert result.searched.articles == 1


def test_filters_that_allow_nothing_give_no_hits_and_say_so(library: Library) -> None:
    result = library.search("the bridge", filters=Filters(until=published("1999-01-01").at.date()))
    assert result.hits == ()
    assert result.searched.articles == 0


def test_an_empty_archive_gives_no_hits(tmp_path: Path) -> None:
    assert Library(tmp_path, []).search("anything").hits == ()


def test_copies_of_one_wire_story_are_one_hit(tmp_path: Path) -> None:
    library = Library(tmp_path, [BRIDGE, FERRY])
    copy = an_article(BRIDGE.body, id="copy", source="Evening Post")
    _store_copy(library, copy, origin_id="bridge")
    articles = [hit.passage.article_id for hit in library.search("When did the bridge at Harrow open?").hits]
    assert len({"bridge", "copy"} & set(articles)) == 1


def test_what_a_copy_adds_of_its_own_is_a_hit_of_its_own(tmp_path: Path) -> None:
    library = Library(tmp_path, [BRIDGE])
    local = an_article("Shops in Harrow expect queues; the mayor asks visitors to walk to the bridge.", id="copy")
    _store_copy(library, local, origin_id="bridge")
    found = {hit.passage.article_id for hit in library.search("bridge at Harrow").hits}
    assert found == {"bridge", "copy"}


class Backwards:
    """The worst first, of which ``most`` are kept; remembers what it was given."""

    name = "Backwards"

    def __init__(self, most: int = 99) -> None:
        self.most = most
        self.given: list[Hit] = []

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        self.given = list(hits)
        return list(reversed(hits))[: self.most]


class Broken:
    name = "Broken"

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        raise RerankerError("Broken did not answer.")


def test_a_reranker_orders_more_hits_than_are_asked_for(tmp_path: Path) -> None:
    reranker = Backwards()
    library = Library(tmp_path, [BRIDGE, FERRY], reranker)
    result = library.search("the bridge", k=1)
    assert [hit.passage.article_id for hit in reranker.given] == ["bridge", "ferry"]
    assert [(hit.passage.article_id, hit.rank) for hit in result.hits] == [("ferry", 1)]
    assert result.notes == ()


def test_a_reranker_that_fails_leaves_the_order_as_it_was_and_is_named(tmp_path: Path) -> None:
    library = Library(tmp_path, [BRIDGE, FERRY], Broken())
    result = library.search("the bridge", k=1)
    assert [hit.passage.article_id for hit in result.hits] == ["bridge"]
    assert result.notes == ("Broken did not answer. The passages stand in the order without it.",)


def test_a_reranker_that_leaves_nothing_is_named(tmp_path: Path) -> None:
    result = Library(tmp_path, [BRIDGE, FERRY], Backwards(most=0)).search("the bridge")
    assert result.hits == ()
    assert result.notes == ("Backwards left out every one of the 2 passages that were found.",)


def _store_copy(library: Library, article: Article, *, origin_id: str) -> None:
    version = Version(article, 1, STORED)
    library.catalog.store([new_version(version, origin_id=origin_id, outcome="near_copy")])
    with library.catalog.writing():
        library.indexer.catch_up(vectors=True)
