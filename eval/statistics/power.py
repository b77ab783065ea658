"""What a set can show: the chance that a true difference is noticed, and the smallest that mostly would be."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean
from typing import TYPE_CHECKING

from eval.statistics.clusters import Clustered

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

POWER = 0.8
"""The usual demand: Cohen, Statistical Power Analysis for the Behavioral Sciences (1988)."""
_ENOUGH = 6
_STEPS = 20
"""Halvings: one part in a million of the scale."""
_NORMAL_FROM = 500
"""So many questions that turn are as good as normally distributed, and the exact sum would be long."""


@dataclass(frozen=True, slots=True)
class Noise:
    """How much ``n`` questions in ``clusters`` scatter between two runs: what the power of a comparison hangs on.

    ``variance`` is that of a difference, so that the mean's is variance / n; ``turned`` is the share of questions that
    turned from wrong to right or back where all values are 0 or 1 and each question stands alone, else None.
    ``growth``: by so much clusters make the variance larger than that of as many unrelated questions.
    """

    n: int
    clusters: int
    variance: float
    turned: float | None
    growth: float = 1.0


def noise_of(differences: Clustered) -> Noise:
    """The noise of a comparison whose differences these are.

    Where so few clusters moved that nothing shows how they hang together, they are taken to go wholly one way.
    """
    n, clusters = differences.n, len(differences.sums)
    whole = clusters == n and all(d in (-1, 0, 1) for d in differences.sums)
    turned = fmean(abs(d) for d in differences.sums) if whole else None
    variance = n * differences.variance_of_mean
    is_seen = sum(s != 0 for s in differences.sums) >= _ENOUGH
    return Noise(n, clusters, variance, turned, differences.growth if is_seen else differences.clumping)


def power_at(drop: float, noise: Noise, *, alpha: float = 0.05) -> float:
    """The chance that the paired test notices a true drop of ``drop`` (0..1) at the level ``alpha``, two-sided.

    For 0/1 values the exact power of McNemar's test, else the normal approximation z = drop / (s / sqrt(n)). A drop is
    taken to come as questions lost whole, with their cluster: with less scatter than that in the runs at hand, the
    scatter that such losses bring is what counts, so that two equal runs do not promise to show anything at all.
    Source: Connor, Biometrics 43 (1987), for the two kinds of turns; Card et al., EMNLP 2020, for what it is for.
    """
    if noise.turned is not None:
        turned = max(noise.turned, drop)
        if turned * noise.n <= _NORMAL_FROM:
            return _mcnemar_power(noise.n, lost=(turned + drop) / 2, gained=(turned - drop) / 2, alpha=alpha)
        variance = turned - drop * drop
    else:
        variance = max(noise.variance, (drop - drop * drop) * noise.growth)
    if variance <= 0:
        return 1.0 if drop else 0.0
    return NormalDist().cdf(drop / sqrt(variance / noise.n) + NormalDist().inv_cdf(alpha / 2))


def detectable(noise: Noise, *, alpha: float = 0.05, power: float = POWER) -> float | None:
    """The smallest drop (0..1) that is noticed with the chance ``power``; None where not even a drop by 1 would be.

    Six questions that all turn the same way have p = 0.03, five 0.06: fewer than six can show nothing at 0.05.
    """
    if 2.0 ** (1 - noise.clusters) > alpha or power_at(1.0, noise, alpha=alpha) < power:
        return None
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if power_at(middle, noise, alpha=alpha) >= power else (middle, high)
    return high


def _mcnemar_power(n: int, *, lost: float, gained: float, alpha: float) -> float:
    """Over every number of questions that may turn: its chance, times the chance that so few of them are gains that
    the exact test calls it a loss."""
    import numpy as np

    turned = np.arange(n + 1)
    chance = np.exp(_log_binomial(n, turned, lost + gained))
    # What is as good as impossible need not be summed over.
    turned = turned[chance > 1e-12]
    chance = chance[chance > 1e-12]
    gains = np.arange(int(turned[-1]) // 2 + 1)
    even = np.exp(_log_binomial(turned[:, None], gains, 0.5))
    is_alarm = 2 * np.cumsum(even, axis=1) <= alpha
    share = gained / (lost + gained) if lost + gained else 0.0
    of_gains = np.exp(_log_binomial(turned[:, None], gains, share))
    return float(chance @ np.where(is_alarm, of_gains, 0.0).sum(axis=1))


def _log_binomial(n: int | NDArray[np.int64], k: NDArray[np.int64], share: float) -> NDArray[np.float64]:
    """log of the chance of k out of n; -inf where k is more than n."""
    import numpy as np

    top = int(np.max(n))
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, top + 1)))])
    rest = n - k
    with np.errstate(divide="ignore", invalid="ignore"):
        of_hits = np.where(k == 0, 0.0, k * np.log(share))
        of_rest = np.where(rest == 0, 0.0, rest * np.log1p(-share))
    ways = log_factorial[n] - log_factorial[np.minimum(k, top)] - log_factorial[np.maximum(rest, 0)]
    return np.where(rest < 0, -np.inf, ways + of_hits + of_rest)
