"""Measures of a whole run, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from eval.metrics.calibration import brier_score, expected_calibration_error
from eval.metrics.judged import Judged
from eval.metrics.of_run import RUN_METRICS
from eval.metrics.risk_coverage import Point, risk_coverage_area, risk_coverage_curve


def answers(*sure_and_right: tuple[float, float], asked: int = 0, are_probabilities: bool = True) -> Judged:
    sure, right = np.array(sure_and_right, dtype=np.float64).reshape(-1, 2).T
    return Judged(sure, right, asked or len(sure), are_probabilities)


FOUR = answers((0.6, 1.0), (0.9, 1.0), (0.4, 0.0), (0.8, 0.0), asked=5)


def test_the_curve_goes_from_the_surest_answer_to_where_the_system_stands() -> None:
    assert risk_coverage_curve(FOUR) == (
        Point(0.9, 1 / 5, 0.0),
        Point(0.8, 2 / 5, 1 / 2),
        Point(0.6, 3 / 5, pytest.approx(1 / 3)),  # type: ignore[arg-type]
        Point(0.4, 4 / 5, 1 / 2),
    )


def test_the_area_is_the_mean_risk_over_the_numbers_of_answers() -> None:
    assert risk_coverage_area(FOUR) == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4, abs=1e-9)


def test_equals_have_one_point_and_their_order_does_not_matter() -> None:
    one = answers((0.9, 1.0), (0.5, 0.0), (0.5, 1.0))
    other = answers((0.5, 1.0), (0.5, 0.0), (0.9, 1.0))
    assert [point.coverage for point in risk_coverage_curve(one)] == [1 / 3, 1.0]
    # the equals each count as half wrong: (0 + 1/4 + 1/3) / 3
    assert risk_coverage_area(one) == pytest.approx((0 + 1 / 4 + 1 / 3) / 3, abs=1e-9)
    assert risk_coverage_area(other) == risk_coverage_area(one)
    assert expected_calibration_error(other) == expected_calibration_error(one)


def test_a_system_that_knows_where_it_is_wrong_has_less_area_than_one_that_does_not() -> None:
    knows = answers((0.9, 1.0), (0.8, 1.0), (0.2, 0.0), (0.1, 0.0))
    blind = answers((0.9, 0.0), (0.8, 0.0), (0.2, 1.0), (0.1, 1.0))
    assert (risk_coverage_area(knows) or 0) < (risk_coverage_area(blind) or 0)


def test_calibration_error_by_hand() -> None:
    # up to ten answers each is a bin: |0.4 - 0| + |0.6 - 1| + |0.8 - 0| + |0.9 - 1| over 4
    assert expected_calibration_error(FOUR) == pytest.approx((0.4 + 0.4 + 0.8 + 0.1) / 4, abs=1e-9)
    # twenty answers of one confidence, half right: every bin is 0.7 sure and right by half
    half = answers(*[(0.7, float(n % 2)) for n in range(20)])
    assert expected_calibration_error(half) == pytest.approx(0.2, abs=1e-9)


def test_bins_hold_equally_many_answers_in_the_order_of_confidence() -> None:
    # 11 answers: the first bin has the two least sure, 0.1 and 0.2, one of them right: |0.15 - 0.5| * 2; others exact
    rest = [(1.0, 1.0)] * 9
    assert expected_calibration_error(answers((0.2, 1.0), *rest, (0.1, 0.0))) == pytest.approx(0.7 / 11, abs=1e-9)


def test_there_are_ten_bins_and_too_much_trust_in_one_is_not_made_up_for_in_the_next() -> None:
    # 20 answers, two a bin: 0.8 too little trust, 0.8 too much, the others exact; halved bins would cancel out
    exact = [(1.0, 1.0)] * 16
    given = answers((0.2, 1.0), (0.2, 1.0), (0.8, 0.0), (0.8, 0.0), *exact)
    assert expected_calibration_error(given) == pytest.approx((2 * 0.8 + 2 * 0.8) / 20, abs=1e-9)


def test_brier_score_by_hand() -> None:
    assert brier_score(FOUR) == pytest.approx((0.4**2 + 0.1**2 + 0.4**2 + 0.8**2) / 4, abs=1e-9)


def test_scores_that_are_no_probabilities_have_an_order_and_no_calibration() -> None:
    scores = answers((12.0, 1.0), (7.0, 0.0), are_probabilities=False)
    assert risk_coverage_area(scores) == 0.25
    assert expected_calibration_error(scores) is None
    assert brier_score(scores) is None


def test_without_answers_nothing_applies() -> None:
    assert [metric.score(answers(asked=3)) for metric in RUN_METRICS] == [None, None, None]
    assert risk_coverage_curve(answers(asked=3)) == ()
