"""The measures of a whole run: of all its given answers together, not of single questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from eval.metrics.calibration import brier_score, expected_calibration_error
from eval.metrics.judged import Judged
from eval.metrics.risk_coverage import risk_coverage_area


@dataclass(frozen=True, slots=True)
class RunMetric:
    """A measure under the name of its function; None where it does not apply. All lie in 0..1, and less is better."""

    score: Callable[[Judged], float | None]

    @property
    def name(self) -> str:
        return self.score.__name__


RUN_METRICS: tuple[RunMetric, ...] = (
    RunMetric(risk_coverage_area),
    RunMetric(expected_calibration_error),
    RunMetric(brier_score),
)
