from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from builders import STORED, an_archive, an_article, new_version, published, stored_articles
from fakes import FakeEmbedder

from rag.adapters.sqlite_pieces import SqlitePieces
from rag.domain.article import Article, Version
from rag.domain.errors import RerankerError
from rag.domain.passage import Hit, embedding_text
from rag.domain.question import Filters
from rag.domain.search import SearchResult
from rag.ports import Reranker
from rag.retrieve.late import LateInteraction
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
    assert set(hits[0].parts) == {"dense", "lexical", "names"}, "it has the question's Sollen"


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


def test_the_publisher_that_a_question_names_comes_first(tmp_path: Path) -> None:
    same = [an_article(BRIDGE.body, id=name, source=f"{name} Herald") for name in ("North", "South", "East")]
    hits = Library(tmp_path, same).search("What did the South Herald article say about the bridge?").hits
    assert hits[0].passage.article_id == "South"
    assert hits[0].parts["publisher"] > 0
    assert len(hits) == 3, "what was only read in the question leaves nothing out"


def test_the_day_that_a_question_names_comes_first(tmp_path: Path) -> None:
    rounds = [
        an_article("The talks on the ferry went on in Sollen.", id=f"day-{n}", published=f"2025-03-{n:02}")
        for n in range(3, 9)
    ]
    hits = Library(tmp_path, rounds).search("What came of the ferry talks on 6 March 2025?").hits
    assert hits[0].passage.article_id == "day-6"
    assert {hit.passage.article_id for hit in hits[1:3]} == {"day-5", "day-7"}


def test_days_of_which_there_is_nothing_are_said_and_leave_nothing_out(library: Library) -> None:
    result = library.search("When did the bridge at Harrow open in 1999?")
    assert result.hits[0].passage.article_id == "bridge"
    assert "nothing is published from 1 January 1999 to 31 December 1999: looked for without that" in result.understood


def test_each_half_of_a_comparison_finds_its_own_article(tmp_path: Path) -> None:
    crowd = [an_article(f"The ferry to Sollen was late on day {n} again.", id=f"late-{n}") for n in range(12)]
    library = Library(tmp_path, [BRIDGE, FERRY, *crowd])
    question = (
        "Does the Courier article say that the bridge at Harrow took four years of work, while the Harbour News "
        "article says that the ferry to Sollen stops for the winter?"
    )
    assert {hit.passage.article_id for hit in library.search(question).hits[:2]} == {"bridge", "ferry"}


def test_a_search_as_of_a_day_finds_the_version_of_then_and_not_the_one_of_now(tmp_path: Path) -> None:
    library = Library(tmp_path, [BRIDGE, FERRY])
    changed = an_article("The bridge at Harrow stays shut until May.", id="bridge", source="Courier")
    stored_articles(library.catalog, [changed], stored=STORED + timedelta(days=9))
    with library.catalog.writing():
        library.indexer.catch_up(vectors=True)
    then = library.search("the bridge at Harrow", filters=Filters(as_of=STORED.date())).hits[0]
    now = library.search("the bridge at Harrow").hits[0]
    assert (then.passage.article_id, then.passage.version) == ("bridge", 1)
    assert "four years" in then.passage.text
    assert (now.passage.article_id, now.passage.version) == ("bridge", 2)
    assert library.search("the bridge", filters=Filters(as_of=date(2020, 1, 1))).hits == ()


def test_an_explanation_has_the_same_hits_and_says_what_came_near(tmp_path: Path) -> None:
    library = Library(tmp_path, [BRIDGE, FERRY])
    _store_copy(library, an_article(BRIDGE.body, id="copy", source="Evening Post"), origin_id="bridge")
    question = understand("the bridge and the ferry", filters=Filters())
    explained = library.retriever.explain(question, k=1)
    assert explained.hits == library.retriever.search(question, k=1).hits
    why = {each.passage.article_id: each.why for each in explained.left_out}
    assert set(why) | {explained.hits[0].passage.article_id} == {"bridge", "copy", "ferry"}
    assert any("a copy of the same story" in each for each in why.values())
    assert "ranked below the 1 that are shown" in why.values()


def test_an_explanation_names_what_the_filters_left_out(library: Library) -> None:
    question = understand("the ferry to Sollen", filters=Filters(sources=("Courier",)), sources=("Courier",))
    explained = library.retriever.explain(question, k=3)
    assert ("ferry", "left out by the filters") in {(e.passage.article_id, e.why) for e in explained.left_out}


def test_the_parts_of_the_scores_put_the_hits_in_their_order(library: Library) -> None:
    hits = library.search("What about the bridge and the ferry on Friday?").hits
    sums = [sum(hit.parts.values()) for hit in hits]
    assert sums == sorted(sums, reverse=True)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 <= hit.score <= 1 for hit in hits)


def test_late_interaction_puts_the_passage_with_the_very_words_first(tmp_path: Path) -> None:
    library = Library(tmp_path, [BRIDGE, FERRY])
    embedder = FakeEmbedder()
    late = LateInteraction(SqlitePieces(tmp_path, fingerprint="fake"), embedder)
    entries = [(p, v) for v in library.catalog.articles() for p in library.catalog.passages_of(v.article_id, v.number)]
    late.add([p.id for p, _ in entries], embedder.embed_tokens([embedding_text(p, v) for p, v in entries]))
    retriever = Retriever(library.catalog, library.indexer.words, library.indexer.vectors, embedder, late=late)
    (first, *_) = retriever.search(understand("the ferry for the winter", filters=Filters()), k=2).hits
    assert first.passage.article_id == "ferry"
    assert first.parts["late"] > 0


def test_what_was_taken_in_since_is_counted_and_found_under_the_same_filters(tmp_path: Path) -> None:
    library = Library(tmp_path, [BRIDGE])
    filters = Filters(sources=("Courier",))
    assert library.search("the tram", filters=filters).searched.articles == 1
    stored_articles(library.catalog, [an_article("The tram runs again.", id="tram", source="Courier")], stored=STORED)
    with library.catalog.writing():
        library.indexer.catch_up(vectors=True)
    result = library.search("the tram", filters=filters)
    assert result.searched.articles == 2
    assert result.hits[0].passage.article_id == "tram"
