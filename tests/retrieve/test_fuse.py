from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.fuse import fuse, min_max

RANKINGS = st.lists(st.tuples(st.integers(1, 50), st.floats(-5, 5)), max_size=12, unique_by=lambda item: item[0])


def test_scores_are_stretched_from_nought_to_one() -> None:
    assert min_max([(7, 9.0), (8, 5.0), (9, 1.0)]) == {7: 1.0, 8: 0.5, 9: 0.0}


def test_a_ranking_of_equals_gives_each_full_marks() -> None:
    assert min_max([(7, 2.0), (8, 2.0)]) == {7: 1.0, 8: 1.0}


def test_a_passage_that_both_rankings_hold_comes_before_one_that_only_one_holds() -> None:
    fused = fuse(
        {"dense": [(1, 0.9), (2, 0.8), (3, 0.1)], "lexical": [(2, 7.0), (4, 6.9), (3, 1.0)]},
        weights={"dense": 0.5, "lexical": 0.5},
    )
    assert [passage for passage, _, _ in fused][:2] == [2, 1]
    assert fused[0][2] == {"dense": 0.5 * (0.8 - 0.1) / (0.9 - 0.1), "lexical": 0.5}


@given(RANKINGS, RANKINGS)
def test_every_passage_comes_once_and_scores_fall(
    dense: list[tuple[int, float]], lexical: list[tuple[int, float]]
) -> None:
    fused = fuse({"dense": dense, "lexical": lexical}, weights={"dense": 0.5, "lexical": 0.5})
    ids = [passage for passage, _, _ in fused]
    assert sorted(ids) == sorted({i for i, _ in dense} | {i for i, _ in lexical})
    scores = [score for _, score, _ in fused]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
