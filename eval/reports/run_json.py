"""A finished run for programs."""

from __future__ import annotations

from eval.record import record_as_json
from eval.reply import reply_as_json
from eval.reports.parts import Part, halves, kinds_and_tags
from eval.reports.repeats import wavering_questions
from eval.scores import RunReport, Scored, means, run_means
from eval.statistics.means import Mean


def run_as_json(report: RunReport) -> dict[str, object]:
    """``run``, ``not_asked``, ``summary`` (a row for each slice and measure), ``wavering`` (what differs between
    repeats) and ``questions`` with the scores of each."""
    large: list[Part] = [("all", report.questions), *halves(report)]
    rows = [(name, measure, m) for name, of in [*large, *kinds_and_tags(report)] for measure, m in means(of).items()]
    rows += [(name, measure, m) for name, of in large for measure, m in run_means(of).items()]
    return {
        "run": record_as_json(report.record),
        "not_asked": report.not_asked,
        "summary": [_row(*row) for row in rows],
        "wavering": [{"id": w.question_id, "scores": w.values} for w in wavering_questions(report)],
        "questions": [_question(q) for q in report.questions],
    }


def _row(name: str, measure: str, mean: Mean) -> dict[str, object]:
    return {"slice": name, "measure": measure, "n": mean.n, "value": mean.value, "low": mean.low, "high": mean.high}


def _question(scored: Scored) -> dict[str, object]:
    case = scored.case
    return {
        "id": case.id,
        "question": case.question,
        "kind": case.kind,
        "split": case.split,
        "tags": list(case.tags),
        "scores": scored.scores,
        "failed": scored.failed or None,
        "repeats": [{"scores": each.scores, "failed": each.failed or None} for each in scored.repeats],
        "reply": reply_as_json(scored.reply) if scored.reply else None,
    }
