from __future__ import annotations

import pytest

from eval.stats import bootstrap_mean


def test_the_interval_lies_around_the_mean_and_is_the_same_for_the_same_seed() -> None:
    values = [1.0] * 70 + [0.0] * 30
    mean = bootstrap_mean(values)
    assert mean == bootstrap_mean(values)
    assert mean is not None
    assert mean.n == 100
    assert mean.value == pytest.approx(0.7)
    # The normal approximation gives 0.7 ± 1.96 * sqrt(0.7 * 0.3 / 100) = 0.610 to 0.790.
    assert mean.low == pytest.approx(0.61, abs=0.02)
    assert mean.high == pytest.approx(0.79, abs=0.02)


def test_equal_values_have_no_width_and_no_values_have_no_mean() -> None:
    mean = bootstrap_mean([1.0, 1.0])
    assert mean is not None
    assert (mean.low, mean.high) == (1.0, 1.0)
    assert bootstrap_mean([]) is None


def test_a_long_run_is_resampled_in_blocks() -> None:
    values = [float(n % 2) for n in range(200_000)]
    mean = bootstrap_mean(values, resamples=12)
    assert mean is not None
    assert 0.49 < mean.low < mean.value < mean.high < 0.51
