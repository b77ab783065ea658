"""A mean with an interval around it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from eval.statistics.clusters import clustered

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_MANY = 1_000


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of ``n`` values with an interval around it."""

    n: int
    value: float
    low: float
    high: float


def share_mean(
    values: Sequence[float], clusters: Sequence[Hashable] | None = None, *, level: float = 0.95
) -> Mean | None:
    """The mean of values in 0..1: with Wilson's interval where each is 0 or 1, else bootstrapped; None without values.

    Twelve right answers out of twelve give 1.00 [0.76, 1.00]: a resample of equal values would claim certainty. In
    600 simulated sets of 20 questions, each right with a chance of 0.97, Wilson's interval held the truth in 98%, the
    bootstrap's in 44%. Questions in clusters count as the number of independent ones that scatter as much.
    Source: Wilson, Journal of the American Statistical Association 22 (1927).
    """
    if not values or any(value not in (0, 1) for value in values):
        return bootstrap_mean(values, clusters, level=level)
    groups = clustered(values, clusters)
    n, share = groups.n / groups.growth, groups.mean
    z2 = NormalDist().inv_cdf((1 + level) / 2) ** 2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    return Mean(groups.n, share, max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half)))


def bootstrap_mean(
    values: Sequence[float],
    clusters: Sequence[Hashable] | None = None,
    *,
    seed: int = 0,
    resamples: int = 2_000,
    level: float = 0.95,
) -> Mean | None:
    """The mean and its percentile bootstrap interval; None without values. The same seed gives the same interval.

    ``clusters`` names the cluster of each value; whole clusters are drawn then, else single values. Values that are
    all equal give an interval of no width, however few they are: look at ``n`` beside it. From 1,000 clusters on it is
    the interval of the normal distribution, which the bootstrap's has become by then.
    The percentile form and not BCa: over simulated values like token F1, waiting times and differences (20, 60 and
    200 of them) the two held the truth equally often, within 2 in 100.
    Source: Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7 (1979).
    """
    import numpy as np

    if not values:
        return None
    groups = clustered(values, clusters)
    count = len(groups.sums)
    if count >= _MANY:
        half = NormalDist().inv_cdf((1 + level) / 2) * sqrt(groups.variance_of_mean)
        return Mean(groups.n, groups.mean, groups.mean - half, groups.mean + half)
    drawn = _drawn(np.column_stack([groups.sums, groups.sizes]), np.random.default_rng(seed), resamples)
    means = drawn[:, 0] / drawn[:, 1]
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Mean(groups.n, groups.mean, float(low), float(high))


def _drawn(rows: NDArray[np.float64], random: np.random.Generator, resamples: int) -> NDArray[np.float64]:
    """Sums over resamples of the rows, shape (resamples, columns)."""
    import numpy as np

    count = len(rows)
    kinds, counts = np.unique(rows, axis=0, return_counts=True)
    if len(kinds) * 8 <= count:
        # How often each kind of row is drawn, all at once: the same distribution, many times faster.
        return np.asarray(random.multinomial(counts.sum(), counts / count, size=resamples) @ kinds)
    return np.asarray(rows[random.integers(0, count, size=(resamples, count))].sum(axis=1))
