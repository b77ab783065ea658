"""How far two readers agree who marked the same answers right or wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eval.statistics.means import Mean, bootstrap_mean

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]

_RESAMPLES = 2_000
Marks = tuple[bool, bool]
"""What the one and what the other said of an answer."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """``raw`` is the share of answers marked alike, ``kappa`` the same corrected for chance; None where it is not
    defined."""

    raw: Mean
    kappa: Mean | None


def agreement(marks: Sequence[Marks]) -> Agreement | None:
    """With 95% percentile bootstrap intervals over the answers; None without any. The same marks give the same."""
    raw = bootstrap_mean([float(one == other) for one, other in marks])
    return Agreement(raw, _kappa_with_interval(marks)) if raw else None


def cohens_kappa(marks: Sequence[Marks]) -> float | None:
    """(agreed - expected) / (1 - expected), -1..1: 0 is what two readers reach who mark at random at their own rates.

    None without answers, and where both gave every answer the same mark: then nothing can be told from chance.
    Source: Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20 (1960).
    """
    import numpy as np

    return _kappa(np.array(marks, dtype=np.bool_).reshape(-1, 2))


def _kappa(marks: Bools) -> float | None:
    if not len(marks):
        return None
    one, other = marks.mean(axis=0)
    agreed = float((marks[:, 0] == marks[:, 1]).mean())
    expected = float(one * other + (1 - one) * (1 - other))
    return None if expected == 1.0 else (agreed - expected) / (1 - expected)


def _kappa_with_interval(marks: Sequence[Marks], *, seed: int = 0, level: float = 0.95) -> Mean | None:
    """Resamples in which kappa is not defined are left out."""
    import numpy as np

    value = cohens_kappa(marks)
    if value is None:
        return None
    array = np.array(marks, dtype=np.bool_)
    random = np.random.default_rng(seed)
    draws = (_kappa(array[random.integers(0, len(array), size=len(array))]) for _ in range(_RESAMPLES))
    low, high = np.quantile([k for k in draws if k is not None], [(1 - level) / 2, (1 + level) / 2])
    return Mean(len(array), value, float(low), float(high))
