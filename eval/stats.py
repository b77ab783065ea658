"""How sure a mean is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_DRAWN_AT_ONCE = 1_000_000


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of ``n`` values with an interval around it."""

    n: int
    value: float
    low: float
    high: float


def bootstrap_mean(
    values: Sequence[float], *, seed: int = 0, resamples: int = 2_000, level: float = 0.95
) -> Mean | None:
    """The mean and its percentile bootstrap interval; None without values. The same seed gives the same interval.

    Values that are all equal give an interval of no width, however few they are: look at ``n`` beside it.
    Source: Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979).
    """
    import numpy as np

    if not values:
        return None
    sample = np.asarray(values, dtype=np.float64)
    random = np.random.default_rng(seed)
    # In blocks: all resamples of a long run at once would take gigabytes.
    block = max(1, _DRAWN_AT_ONCE // len(sample))
    means = [
        sample[random.integers(0, len(sample), size=(min(block, resamples - done), len(sample)))].mean(axis=1)
        for done in range(0, resamples, block)
    ]
    low, high = np.quantile(np.concatenate(means), [(1 - level) / 2, (1 + level) / 2])
    return Mean(len(sample), float(sample.mean()), float(low), float(high))
