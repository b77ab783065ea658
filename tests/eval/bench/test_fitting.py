import numpy as np
import pytest

from eval.bench.fitting import auc, fit_logistic, fit_ranking


def test_the_ranking_puts_right_rows_first() -> None:
    drawn = np.random.default_rng(1)
    questions = []
    for _ in range(40):
        features = drawn.standard_normal((6, 2))
        questions.append((features, features[:, 0] == features[:, 0].max()))
    weights = fit_ranking(questions)
    found = [bool(right[np.argmax(features @ weights)]) for features, right in questions]
    assert np.mean(found) > 0.9
    assert weights[0] > 3 * abs(weights[1])


def test_the_decision_is_likelier_where_the_label_is_one() -> None:
    features = np.linspace(-1, 1, 200)[:, None]
    labels = (features[:, 0] > 0.2).astype(float)
    slope, constant = fit_logistic(features, labels, np.ones(200))
    assert slope > 0
    assert -constant / slope == pytest.approx(0.2, abs=0.1)


def test_an_area_counts_equals_half() -> None:
    assert auc(np.array([2.0, 3.0]), np.array([0.0, 1.0])) == 1.0
    assert auc(np.array([1.0]), np.array([1.0])) == 0.5
