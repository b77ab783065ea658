"""Questions that stand or fall together count as what they are: less than so many independent ones."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clustered:
    """Values of questions, added up by cluster: the sum and the number of questions of each.

    ``squares`` is the sum of the single values' squares.
    """

    sums: tuple[float, ...]
    sizes: tuple[int, ...]
    squares: float

    @property
    def n(self) -> int:
        """Of questions."""
        return sum(self.sizes)

    @property
    def mean(self) -> float:
        """Over questions, not over clusters."""
        return sum(self.sums) / self.n

    @property
    def variance_of_mean(self) -> float:
        """Of the mean over questions if the clusters are drawn anew; 0 for a single cluster, from which nothing shows.

        Source: Cochran, Sampling Techniques (1977), section 9A: the ratio of two sums over clusters.
        """
        count, mean = len(self.sums), self.mean
        if count < 2:
            return 0.0
        squares = sum((s - size * mean) ** 2 for s, size in zip(self.sums, self.sizes, strict=True))
        return squares * count / (count - 1) / self.n**2

    @property
    def growth(self) -> float:
        """By so much `variance_of_mean` is more than that of as many unrelated questions; at least 1.

        As `clumping` where the values, or a single cluster, show nothing. Clusters that happen to balance each other
        out do not make more questions of them. Source: Kish, Survey Sampling (1965), the design effect.
        """
        if len(self.sums) < 2:
            return self.clumping
        alone = (self.squares / self.n - self.mean**2) / (self.n - 1)
        return max(1.0, self.variance_of_mean / alone) if alone > 1e-12 else self.clumping

    @property
    def clumping(self) -> float:
        """Questions of the cluster that a question lies in, on average: 1.0 where each stands alone.

        By so much the variance of a mean grows where clusters go wholly one way or the other.
        """
        return sum(size * size for size in self.sizes) / self.n


def clustered(values: Sequence[float], clusters: Sequence[Hashable] | None = None) -> Clustered:
    """The values by cluster, ``clusters`` naming that of each; without it each stands alone."""
    sums: dict[Hashable, float] = {}
    sizes: dict[Hashable, int] = {}
    for cluster, value in zip(range(len(values)) if clusters is None else clusters, values, strict=True):
        sums[cluster] = sums.get(cluster, 0.0) + value
        sizes[cluster] = sizes.get(cluster, 0) + 1
    return Clustered(tuple(sums.values()), tuple(sizes.values()), sum(value * value for value in values))
