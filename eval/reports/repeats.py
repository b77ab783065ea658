"""What the repeats of a run say about each other."""

from __future__ import annotations

from eval.metrics import METRICS
from eval.scores import RunReport
from eval.statistics.wavering import Wavering, wavering


def wavering_questions(report: RunReport) -> list[Wavering]:
    """Questions with a share that came out otherwise in another repeat; what failed is passed over."""
    shares = {metric.name for metric in METRICS if metric.unit == "share"}
    return wavering(
        {
            q.case.id: [
                {name: value for name, value in each.scores.items() if name in shares}
                for each in q.repeats
                if not each.failed
            ]
            for q in report.questions
        }
    )


def repeats_failed(report: RunReport) -> int:
    """Single repeats that failed where another repeat of the same question did not."""
    return sum(bool(each.failed) for q in report.questions if not q.failed for each in q.repeats)


def in_a_row(values: tuple[float | None, ...]) -> str:
    """ "1.00, 0.00, –", one for each repeat."""
    return ", ".join("–" if value is None else f"{value:.2f}" for value in values)
