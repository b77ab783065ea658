from __future__ import annotations

import pytest

from eval.statistics.means import Mean, bootstrap_mean, share_mean


def the(mean: Mean | None) -> Mean:
    assert mean is not None
    return mean


def test_the_interval_lies_around_the_mean_and_is_the_same_for_the_same_seed() -> None:
    values = [1.0] * 70 + [0.0] * 30
    mean = the(bootstrap_mean(values))
    assert mean == bootstrap_mean(values)
    assert mean.n == 100
    assert mean.value == pytest.approx(0.7)
    # The normal approximation gives 0.7 ± 1.96 * sqrt(0.7 * 0.3 / 100) = 0.610 to 0.790.
    assert mean.low == pytest.approx(0.61, abs=0.02)
    assert mean.high == pytest.approx(0.79, abs=0.02)


def test_equal_values_have_no_width_and_no_values_have_no_mean() -> None:
    assert bootstrap_mean([20.0, 20.0]) == Mean(2, 20.0, 20.0, 20.0)
    assert bootstrap_mean([]) is None
    assert share_mean([]) is None


def test_many_values_get_the_interval_of_the_normal_distribution() -> None:
    mean = the(bootstrap_mean([float(n % 2) for n in range(10_000)]))
    # 1.96 * sqrt(0.25 / 10,000) = 0.0098
    assert (mean.low, mean.high) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.5098, abs=1e-4))


def test_shares_that_are_all_right_leave_room_for_a_wrong_one() -> None:
    # Wilson for 12 of 12: 12 / (12 + 1.96^2) = 0.757.
    assert share_mean([1.0] * 12) == Mean(12, 1.0, pytest.approx(0.7575, abs=1e-4), 1.0)
    assert share_mean([0.0] * 12) == Mean(12, 0.0, 0.0, pytest.approx(0.2425, abs=1e-4))


def test_wilsons_interval_is_the_one_in_the_books() -> None:
    # 15 of 20, by hand: middle (0.75 + 3.8415/40) / (1 + 3.8415/20) = 0.7097, half 0.1784.
    mean = the(share_mean([1.0] * 15 + [0.0] * 5))
    assert (mean.low, mean.high) == (pytest.approx(0.5313, abs=1e-4), pytest.approx(0.8881, abs=1e-4))


def test_shares_between_0_and_1_are_bootstrapped() -> None:
    values = [0.5, 1.0, 0.0, 0.25]
    assert share_mean(values) == bootstrap_mean(values)


@pytest.mark.parametrize("mean_of", [share_mean, bootstrap_mean])
def test_questions_in_clusters_make_the_interval_wider(mean_of: object) -> None:
    assert callable(mean_of)
    values = ([1.0] * 5 + [0.0] * 5) * 4
    alone = mean_of(values)
    together = mean_of(values, [n // 5 for n in range(40)])
    assert together.value == alone.value
    # Clusters of five that go wholly one way count as one question each: sqrt(5) times as wide, and a little more for
    # the small number of clusters.
    assert 1.8 < (together.high - together.low) / (alone.high - alone.low) < 2.6


def test_a_single_cluster_shows_as_much_as_one_question() -> None:
    assert share_mean([1.0] * 9, ["same"] * 9) == Mean(9, 1.0, the(share_mean([1.0])).low, 1.0)
