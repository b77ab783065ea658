"""What decides between hits that are about as good."""

from __future__ import annotations

from builders import a_version

from rag.domain.passage import Opened, Passage
from rag.retrieve.preferred import NAMES, NEAR_EQUAL, preferred
from rag.retrieve.rank import Ranked


def found(*passages: tuple[float, str, str]) -> tuple[list[Ranked], dict[int, Opened]]:
    """Of score, publisher and text, best first; ids count from 0."""
    versions = [a_version(text, source=source, id=f"a{n}") for n, (_, source, text) in enumerate(passages)]
    opened = {
        n: Opened(Passage(v.article_id, 1, 0, len(v.article.body), v.article.body, n), v, v.article_id)
        for n, v in enumerate(versions)
    }
    return [Ranked(n, score, {"dense": 2 * score}) for n, (score, _, _) in enumerate(passages)], opened


def ids(order: list[Ranked]) -> list[int]:
    return [each.passage_id for each in order]


def test_of_near_equals_a_new_publisher_comes_first() -> None:
    order, opened = found(
        (0.9, "Post", "a"), (0.8, "Post", "b"), (0.8 - NEAR_EQUAL / 2, "Echo", "c"), (0.5, "Post", "d")
    )
    assert ids(preferred(order, opened, [])) == [0, 2, 1, 3]


def test_what_is_clearly_better_waits_for_no_publisher() -> None:
    order, opened = found((0.9, "Post", "a"), (0.8, "Post", "b"), (0.8 - 2 * NEAR_EQUAL, "Echo", "c"))
    assert ids(preferred(order, opened, [])) == [0, 1, 2]


def test_articles_without_a_publisher_keep_their_order() -> None:
    order, opened = found((0.9, "", "a"), (0.9, "", "b"), (0.89, "", "c"))
    assert ids(preferred(order, opened, [])) == [0, 1, 2]


def test_a_passage_with_the_names_passes_one_that_is_a_little_better() -> None:
    near, far = 0.8 - NAMES / 2, 0.8 - 2 * NAMES
    order, opened = found((0.8, "", "The bridge."), (near, "", "Vane's bridge."), (far, "", "Vane and his bridge."))
    chosen = preferred(order, opened, ["Vane"])
    assert ids(chosen) == [1, 0, 2]
    sums = [sum(each.parts.values()) for each in chosen]
    assert sums == sorted(sums, reverse=True), "its part explains the order"


def test_scores_stay_with_their_places() -> None:
    order, opened = found((0.8, "", "The bridge."), (0.79, "", "Vane's bridge."))
    assert [each.score for each in preferred(order, opened, ["Vane"])] == [0.8, 0.79]


def test_what_was_not_opened_is_left_out() -> None:
    order, opened = found((0.8, "", "a"), (0.7, "", "b"))
    assert ids(preferred(order, {1: opened[1]}, [])) == [1]
