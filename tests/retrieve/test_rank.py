import json
from datetime import date
from importlib.resources import files

import pytest
from builders import an_article

from rag.domain.question import Clause, Days
from rag.retrieve.rank import Found, Weights, fitted_weights, on_days, ranked

EVEN = Weights(
    dense=0.5, lexical=0.5, near=1.0, late=1.0, close=1.0, publisher=1.0, days=1.0, any_publisher=0.1, turn=0.6
)
WHOLE = Clause("what happened", 0, 13)


def test_the_score_is_the_sum_of_its_parts() -> None:
    (one,) = ranked([Found(7, an_article(), 1.0, 0.5, {0: 0.3}, {0: 0.6}, {0: 0.4})], [WHOLE], EVEN)
    assert one.parts == {"dense": 0.5, "lexical": 0.25, "near": 0.3, "late": 0.6, "close": 0.4}
    assert one.score == pytest.approx(2.05)


def test_a_passage_counts_by_the_stretch_that_it_fits_best() -> None:
    first, second = Clause("the bridge", 0, 10), Clause("the ferry", 15, 24)
    bridge = Found(1, an_article(), 0.0, 0.0, {0: 0.9, 1: 0.1})
    ferry = Found(2, an_article(), 0.0, 0.0, {0: 0.1, 1: 0.8})
    neither = Found(3, an_article(), 0.0, 0.0, {0: 0.5, 1: 0.5})
    assert [each.passage_id for each in ranked([neither, ferry, bridge], [first, second], EVEN)] == [1, 2, 3]


def test_equals_keep_the_lower_id_first() -> None:
    found = [Found(i, an_article(), 0.5, 0.5) for i in (9, 3, 5)]
    assert [each.passage_id for each in ranked(found, [WHOLE], EVEN)] == [3, 5, 9]


def by(source: str, number: int, score: float) -> Found:
    return Found(number, an_article(id=f"a{number}", source=source), score, score)


def test_of_several_publishers_that_are_named_each_has_its_turn() -> None:
    """By itself the Post's third is better than the Echo's first, which gains three times as much."""
    clause = Clause("what do the Post and the Echo say", 0, 33, sources=("Post", "Echo"))
    found = [by("Post", 1, 0.9), by("Post", 2, 0.8), by("Post", 3, 0.7), by("Echo", 4, 0.4), by("Mail", 5, 0.9)]
    order = ranked(found, [clause], EVEN)
    assert [each.passage_id for each in order] == [1, 2, 4, 3, 5]
    assert [each.parts.get("turn") for each in order] == pytest.approx([0.6, 0.3, 0.6, 0.2, None])
    assert [each.score for each in order] == pytest.approx([sum(each.parts.values()) for each in order])


def test_passages_of_one_article_share_its_turn() -> None:
    clause = Clause("what do the Post and the Echo say", 0, 33, sources=("Post", "Echo"))
    article = an_article(id="a", source="Post")
    found = [Found(1, article, 0.9, 0.9), Found(2, article, 0.8, 0.8), by("Post", 3, 0.7)]
    assert [each.parts["turn"] for each in ranked(found, [clause], EVEN)] == pytest.approx([0.6, 0.6, 0.3])


def test_one_publisher_that_is_named_takes_no_turns() -> None:
    clause = Clause("what does the Post say", 0, 22, sources=("Post",))
    assert all("turn" not in each.parts for each in ranked([by("Post", 1, 0.9), by("Echo", 2, 0.8)], [clause], EVEN))


@pytest.mark.parametrize(
    ("published", "share"),
    [("2025-03-05", 0.0), ("2025-03-06", 0.25), ("2025-03-07", 1.0), ("2025-03-08", 0.5), ("2025-03-09", 0.0)],
)
def test_the_day_itself_counts_whole_and_its_neighbours_less(published: str, share: float) -> None:
    day = date(2025, 3, 7)
    assert on_days(an_article(published=published), [Days(day, day)]) == share


def test_an_article_without_a_date_was_published_on_no_day() -> None:
    assert on_days(an_article(), [Days(None, date(2025, 3, 7))]) == 0.0


def test_the_weights_in_the_package_are_whole_and_say_where_they_come_from() -> None:
    assert fitted_weights().late > 0
    written = json.loads(files("rag.retrieve").joinpath("ranking.json").read_text(encoding="utf-8"))
    assert {"command", "questions", "fitted"} <= set(written["provenance"])
