"""BM25 alone and vectors alone, on a real archive."""

from __future__ import annotations

import json

import pytest
from outcomes import a_case

from eval.systems import SYSTEMS
from eval.systems.top_sentence import shared_words
from rag.compose import open_dateline
from rag.dateline import Dateline
from rag.settings import Settings

ARTICLES = [
    {"id": "bridge", "title": "Bridge opens", "body": "Rain fell. The bridge at Harrow opened on Monday."},
    {"id": "ferry", "title": "Ferry stops", "body": "The ferry at Harrow stopped for the winter."},
]


SAME_WORDS = {
    "id": "school",
    "title": "Open day",
    "body": "When did the open day at Harrow school open? It did open when the bell rang at nine.",
}


def an_archive(tmp_path_factory: pytest.TempPathFactory, *articles: dict[str, str]) -> Dateline:
    folder = tmp_path_factory.mktemp("top")
    (folder / "a.jsonl").write_text("\n".join(json.dumps(a) for a in articles), encoding="utf-8")
    opened = open_dateline(Settings(archive=folder / "archive", model=""))
    opened.ingest([str(folder / "a.jsonl")])
    return opened


@pytest.fixture(scope="module")
def dateline(tmp_path_factory: pytest.TempPathFactory) -> Dateline:
    return an_archive(tmp_path_factory, *ARTICLES)


def test_each_ranks_by_its_own_index_and_not_as_the_search_does(tmp_path_factory: pytest.TempPathFactory) -> None:
    dateline = an_archive(tmp_path_factory, *ARTICLES, SAME_WORDS)
    case = a_case("When did the bridge at Harrow open?")
    replies = {name: SYSTEMS[name](dateline, Settings(model="")).answer(case) for name in ("bm25", "dense")}
    assert [p.article_id for p in replies["bm25"].ranked or ()][:2] == ["school", "bridge"]
    assert [p.article_id for p in replies["dense"].ranked or ()][:2] == ["bridge", "school"]


@pytest.mark.parametrize("name", ["bm25", "dense"])
def test_the_best_passage_comes_first_and_its_best_sentence_is_the_answer(name: str, dateline: Dateline) -> None:
    reply = SYSTEMS[name](dateline, Settings(model="")).answer(a_case("When did the bridge at Harrow open?"))
    assert reply.text == "The bridge at Harrow opened on Monday."
    assert reply.ranked is not None
    assert reply.ranked[0].article_id == "bridge"
    scores = [passage.score for passage in reply.ranked]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("name", ["bm25", "dense"])
def test_it_is_surer_of_a_sentence_that_fits_better(name: str, dateline: Dateline) -> None:
    system = SYSTEMS[name](dateline, Settings(model=""))
    near = system.answer(a_case("When did the bridge at Harrow open?")).confidence
    far = system.answer(a_case("Which minister of the harbour resigned?")).confidence
    assert near is not None
    assert far is not None
    assert near.scale == far.scale == "score"
    assert near.value > far.value


def test_words_are_shared_as_a_share_of_the_questions_different_words() -> None:
    assert shared_words("Who who opened it?", ["She opened it.", "Nothing."]) == [2 / 3, 0.0]
    assert shared_words("?", ["It."]) == [0.0]
