"""Whether two runs differ over the same questions: tests of the differences, question by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import comb, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ENUMERATED = 14
_MANY = 1_000
_DRAWN_AT_ONCE = 1_000
_TOLERANCE = 1e-9
"""Sums that are equal but for rounding count as equal."""


def paired_p(differences: Sequence[float], *, seed: int = 0, flips: int = 10_000) -> float:
    """Two-sided p of the differences having no direction: exact McNemar where they allow it, else sign flips.

    Differences that are all of one size, as those of 0/1 values are, make the two tests the same one: then the exact
    form is taken. 1.0 where nothing differs. Of other sizes: every pattern of signs where at most 14 values differ,
    else ``flips`` patterns drawn with ``seed``, of which the one that was found counts as one; over 1,000 values the
    normal distribution that their sums then have. Questions in clusters: give the sums of the clusters.
    Source: Fisher, The Design of Experiments (1935), section 21.
    """
    import numpy as np

    moved = np.asarray([d for d in differences if abs(d) > _TOLERANCE], dtype=np.float64)
    if not len(moved):
        return 1.0
    if np.ptp(np.abs(moved)) <= _TOLERANCE:
        return mcnemar_p(int((moved > 0).sum()), int((moved < 0).sum()))
    if len(moved) <= _ENUMERATED:
        found = abs(float(moved.sum())) - _TOLERANCE
        return float((np.abs(_every_pattern(len(moved)) @ moved) >= found).mean())
    return _normal_p(moved) if len(moved) > _MANY else _drawn_p(moved, seed=seed, flips=flips)


def mcnemar_p(gained: int, lost: int) -> float:
    """Two-sided exact p of ``gained`` questions turning right and ``lost`` turning wrong, if each turn is even odds.

    Source: McNemar, Psychometrika 12 (1947); the exact binomial form, doubled.
    """
    turned, fewer = gained + lost, min(gained, lost)
    tail = sum(comb(turned, k) for k in range(fewer + 1))
    # Whole numbers until the end: as a float 2 ** turned would overflow at 1,024 questions.
    return min(1.0, 2 * tail / (1 << turned))


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Each p corrected for all of them, in their order: what stays below 0.05 holds with at most 5% false alarms in
    the whole family, however the measures hang together.

    Source: Holm, Scandinavian Journal of Statistics 6 (1979).
    """
    corrected: dict[str, float] = {}
    reached = 0.0
    for rank, name in enumerate(sorted(p_values, key=p_values.__getitem__)):
        reached = max(reached, min(1.0, (len(p_values) - rank) * p_values[name]))
        corrected[name] = reached
    return {name: corrected[name] for name in p_values}


def open_to_alarm(moved: Mapping[str, int], *, level: float = 0.05) -> tuple[list[str], int]:
    """Of tests with so many values other than zero, those to correct for, and a number that they do not exceed.

    With k such values no p lies below 2 / 2^k. A test whose p could not pass a correction for that number of tests can
    raise no false alarm and takes none of the others' room. Which ones these are hangs on sizes alone, never on signs.
    Source: Tarone, Biometrics 46 (1990).
    """
    tests = 1
    while len(found := [name for name, count in moved.items() if 2.0 ** (1 - count) <= level / tests]) > tests:
        tests += 1
    return found, tests


def _every_pattern(count: int) -> NDArray[np.float64]:
    """Shape (2^count, count), of -1 and 1."""
    import numpy as np

    bits = (np.arange(2**count)[:, None] >> np.arange(count)) & 1
    return np.where(bits == 1, 1.0, -1.0)


def _drawn_p(moved: NDArray[np.float64], *, seed: int, flips: int) -> float:
    """Share of drawn patterns of signs whose sum is at least as far from zero as the one that was found."""
    import numpy as np

    random = np.random.default_rng(seed)
    found = abs(float(moved.sum())) - _TOLERANCE
    as_far = 1
    for done in range(0, flips, _DRAWN_AT_ONCE):
        kept = random.integers(0, 2, size=(min(_DRAWN_AT_ONCE, flips - done), len(moved)), dtype=np.int8)
        # A sum with signs is twice the sum of what keeps its sign, less the sum of all.
        as_far += int((np.abs(2 * (kept @ moved) - moved.sum()) >= found).sum())
    return as_far / (1 + flips)


def _normal_p(moved: NDArray[np.float64]) -> float:
    return 2 * NormalDist().cdf(-abs(float(moved.sum())) / sqrt(float((moved**2).sum())))
