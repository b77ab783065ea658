from __future__ import annotations

import pytest

from eval.statistics.clusters import clustered


def test_values_are_added_up_by_cluster_and_the_mean_stays_that_of_questions() -> None:
    found = clustered([1.0, 0.0, 1.0], ["a", "a", "b"])
    assert (found.sums, found.sizes) == ((1.0, 1.0), (2, 1))
    assert found.n == 3
    assert found.mean == pytest.approx(2 / 3)


def test_without_clusters_the_variance_is_the_usual_one() -> None:
    values = [0.0, 1.0, 1.0, 0.0, 1.0]
    # s^2 / n, with s^2 = 5/4 * 0.6 * 0.4.
    assert clustered(values).variance_of_mean == pytest.approx(5 / 4 * 0.24 / 5)
    assert clustered(values).clumping == 1.0


def test_clusters_that_go_one_way_multiply_the_variance_and_balanced_ones_do_not_shrink_it() -> None:
    one_way = clustered([1.0, 1.0, 0.0, 0.0] * 50, [n // 2 for n in range(200)])
    assert one_way.growth == pytest.approx(2.0, rel=0.02)
    balanced = clustered([1.0, 0.0] * 100, [n // 2 for n in range(200)])
    assert balanced.growth == 1.0


def test_where_nothing_scatters_clusters_are_taken_at_their_worst() -> None:
    found = clustered([1.0] * 4, ["a", "a", "a", "b"])
    assert found.growth == found.clumping == (9 + 1) / 4


def test_every_value_needs_its_cluster() -> None:
    with pytest.raises(ValueError, match="longer"):
        clustered([1.0, 2.0], ["a"])
