"""Two small convex fits in numpy, and the area under a curve: all that the calibration needs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

STEPS = 250
RANKING_L2 = 2e-3
LOGISTIC_L2 = 3.0


def fit_ranking(questions: Sequence[tuple[Floats, NDArray[np.bool_]]]) -> Floats:
    """Weights w (features,) that put a right row first: softmax over each question's rows (ListNet, Cao et al. 2007).

    Each item: features (n, features) and which rows are right (at least one). Features are standardised for the fit
    and the weights given back for the features as they are. Adam, a fixed number of steps: same data, same weights.
    """
    every = np.concatenate([features for features, _ in questions])
    centre, spread = every.mean(axis=0), every.std(axis=0) + 1e-6
    scaled = [((features - centre) / spread, right.astype(np.float64)) for features, right in questions]
    w = np.zeros(every.shape[1])
    first, second = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, STEPS + 1):
        gradient = RANKING_L2 * w
        for features, right in scaled:
            scores = features @ w
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            wanted = shares * right
            gradient = gradient + features.T @ (shares - wanted / wanted.sum()) / len(scaled)
        first = 0.9 * first + 0.1 * gradient
        second = 0.99 * second + 0.01 * gradient**2
        w -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    weights: Floats = w / spread
    return weights


def fit_logistic(features: Floats, labels: Floats, weights: Floats) -> Floats:
    """Weights (features + 1,), the constant last, of weighted logistic regression with L2, by Newton's method."""
    centre, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    rows = np.c_[(features - centre) / spread, np.ones(len(features))]
    penalty = np.r_[np.full(features.shape[1], LOGISTIC_L2), 1e-6]
    w = np.zeros(rows.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-rows @ w))
        gradient = rows.T @ (weights * (p - labels)) + penalty * w
        hessian = (rows * (weights * p * (1 - p))[:, None]).T @ rows + np.diag(penalty)
        w -= np.linalg.solve(hessian, gradient)
    unscaled: Floats = np.r_[w[:-1] / spread, w[-1] - (w[:-1] * centre / spread).sum()]
    return unscaled


def auc(positive: Floats, negative: Floats) -> float:
    """Probability that a positive lies above a negative, ties counted half (Mann and Whitney 1947)."""
    above = (positive[:, None] > negative[None, :]).mean()
    equal = (positive[:, None] == negative[None, :]).mean()
    return float(above + equal / 2)
