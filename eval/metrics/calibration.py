"""Whether a system that is 80% sure is right eight times in ten."""

from __future__ import annotations

from eval.metrics.judged import Judged
from eval.metrics.risk_coverage import evened

BINS = 10


def expected_calibration_error(judged: Judged) -> float | None:
    """Mean distance between confidence and share of right answers over ten bins of equal mass, 0..1, less is better.

    Bins are cut in the order of confidence so that their sizes differ by at most one, and weigh by their sizes. Bins
    of equal width, as at first proposed (Naeini, Cooper and Hauskrecht, AAAI 2015), are mostly empty where a system is
    usually sure. Even a perfect system has an error above 0 on few answers: read n. None without answers, and where
    confidences are no probabilities. Source: Nguyen and O'Connor, "Posterior calibration and exploratory analysis for
    natural language processing models", EMNLP 2015; Roelofs et al., AISTATS 2022.
    """
    import numpy as np

    if not judged.are_probabilities or not len(judged.right):
        return None
    confidence = np.sort(judged.confidence)
    # Answers of one confidence that fall into two bins must not matter by their order.
    right = evened(judged.confidence, judged.right)[::-1]
    bins = min(BINS, len(right))
    gaps = [
        abs(float(c.mean() - r.mean())) * len(c)
        for c, r in zip(np.array_split(confidence, bins), np.array_split(right, bins), strict=True)
    ]
    return sum(gaps) / len(right)


def brier_score(judged: Judged) -> float | None:
    """Mean squared distance between confidence and being right (1) or wrong (0), 0..1, less is better.

    It rewards both calibration and telling right from wrong: always saying the base rate b scores b(1 - b). None
    without answers, and where confidences are no probabilities. Source: Brier, "Verification of forecasts expressed in
    terms of probability", Monthly Weather Review 78 (1950), the form for two outcomes halved to 0..1, as is usual.
    """
    if not judged.are_probabilities or not len(judged.right):
        return None
    return float(((judged.confidence - judged.right) ** 2).mean())
