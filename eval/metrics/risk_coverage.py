"""How many of its answers a system gets wrong, when it answers only what it is surest of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eval.metrics.judged import Judged

if TYPE_CHECKING:
    from eval.metrics.judged import Floats


@dataclass(frozen=True, slots=True)
class Point:
    """With answers only from ``confidence`` upwards: the share of all questions that are answered (``coverage``), and
    the share of these answers that are wrong (``risk``)."""

    confidence: float
    coverage: float
    risk: float


def risk_coverage_curve(judged: Judged) -> tuple[Point, ...]:
    """A point for each distinct confidence, the surest first; the last is where the system itself stands.

    Source: El-Yaniv and Wiener, "On the foundations of noise-free selective classification", JMLR 11 (2010).
    """
    import numpy as np

    confidences, counts = np.unique(-judged.confidence, return_counts=True)
    answered = np.cumsum(counts)
    wrong = np.cumsum(1.0 - evened(judged.confidence, judged.right))[answered - 1]
    return tuple(
        Point(float(-confidence), float(n / judged.asked), float(w / n))
        for confidence, n, w in zip(confidences, answered, wrong, strict=True)
    )


def risk_coverage_area(judged: Judged) -> float | None:
    """Mean of the risks at 1, 2, … answers, in falling order of confidence: 0 where all are right, less is better.

    Answers of one confidence stand in for each other: at each of their places the mean of all orders is taken. Only
    answers that were given count, so a system that declines much has an easier curve: read the coverage beside it. None
    without answers. Source: Geifman, Uziel and El-Yaniv, "Bias-reduced uncertainty estimation for deep neural
    classifiers", ICLR 2019 (AURC).
    """
    import numpy as np

    if not len(judged.right):
        return None
    wrong = 1.0 - evened(judged.confidence, judged.right)
    return float(np.mean(np.cumsum(wrong) / np.arange(1, len(wrong) + 1)))


def evened(confidence: Floats, right: Floats) -> Floats:
    """``right`` in falling order of confidence, each value the mean over the answers of the same confidence: what any
    order among equals comes to on average."""
    import numpy as np

    _, places, counts = np.unique(-confidence, return_inverse=True, return_counts=True)
    means = np.bincount(places, weights=right) / counts
    return np.repeat(means, counts)
