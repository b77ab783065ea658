from __future__ import annotations

import pytest
from builders import a_version

from rag.domain.passage import Hit, Passage
from rag.retrieve.recency import asks_for_latest, with_newest


@pytest.mark.parametrize(
    "question",
    [
        "What is the latest figure?",
        "Who is currently governor of Halm?",
        "What did the newest report say?",
        "Who runs the line now?",
        "How many have been counted so far?",
        "What was the most recent count?",
    ],
)
def test_words_for_the_latest_are_recognised(question: str) -> None:
    assert asks_for_latest(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who ran the line in 2019?",
        "What happened at the last stop?",
        "What is known of the crew?",
        "How high is the current account deficit?",
        "Who bought the now-closed works?",
    ],
)
def test_other_questions_are_left_alone(question: str) -> None:
    assert not asks_for_latest(question)


def hits(*scored: tuple[float, str]) -> list[Hit]:
    versions = [a_version(published=day or None) for _, day in scored]
    return [
        Hit(Passage(v.article_id, 1, 0, len(v.article.body), v.article.body), v, score, rank)
        for rank, (v, (score, _)) in enumerate(zip(versions, scored, strict=True), start=1)
    ]


def test_half_of_the_hits_are_the_newest_of_those_that_fit_fairly_well() -> None:
    ranked = hits((1.0, "2025-01-01"), (0.9, "2025-01-02"), (0.8, "2025-01-03"), (0.7, ""), (0.6, "2025-06-01"))
    found = with_newest([*ranked, *hits((0.3, "2025-07-01"))], 3)
    assert [(hit.score, hit.rank) for hit in found] == [(1.0, 1), (0.9, 2), (0.6, 3)]


def test_where_too_few_fit_the_next_best_fill_up() -> None:
    found = with_newest(hits((1.0, "2025-01-01"), (0.4, "2025-01-02"), (0.3, "2025-06-01")), 2)
    assert [hit.score for hit in found] == [1.0, 0.4]


def test_fewer_hits_than_asked_for_stay_as_they_are() -> None:
    few = hits((1.0, "2025-01-01"), (0.9, "2025-02-01"))
    assert with_newest(few, 8) == few
    assert with_newest([], 8) == []
