"""A finished run for people (a table) and for programs (JSON)."""

from __future__ import annotations

import io
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

from eval.metrics import METRICS, Metric
from eval.record import record_as_json
from eval.reply import reply_as_json
from eval.scores import RunReport, Scored, means
from eval.stats import Mean

if TYPE_CHECKING:
    from rich.table import Table

_BY_KIND = (
    "answer_in_statements",
    "gold_span_cited",
    "answered_when_answerable",
    "declined_when_unanswerable",
    "false_premise_handled",
    "false_premise_corrected",
)
"""What the table shows of each kind; the JSON has every measure of every kind."""
_WIDTH = 200
"""Wide enough for any figures; a table is only as wide as what is in it."""
_SHOWN_FAILURES = 10


def terminal(report: RunReport) -> str:
    """The measures over all questions and over each half, then by kind, each with n and its 95% interval."""
    from rich.console import Console

    text = io.StringIO()
    console = Console(file=text, width=_WIDTH, color_system=None, highlight=False, markup=False, emoji=False)
    for line in _heading(report):
        console.print(line, soft_wrap=True)
    console.print(_measures(report))
    console.print(_kinds(report))
    for line in _failures(report):
        console.print(line, soft_wrap=True)
    return text.getvalue()


def as_json(report: RunReport) -> dict[str, object]:
    """``run``, ``summary`` (a row for each slice and measure), and ``questions`` with the scores of each."""
    slices = [("all", report.questions), *((f"split:{s}", report.of_split(s)) for s in ("dev", "test"))]
    slices += [(f"kind:{kind}", report.of_kind(kind)) for kind in report.kinds]
    return {
        "run": record_as_json(report.record),
        "summary": [
            {"slice": name, "measure": measure, "n": m.n, "value": m.value, "low": m.low, "high": m.high}
            for name, questions in slices
            for measure, m in means(questions).items()
        ],
        "questions": [_question(q) for q in report.questions],
    }


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
        "reply": reply_as_json(scored.reply) if scored.reply else None,
    }


def _heading(report: RunReport) -> list[str]:
    record = report.record
    failed = f", {len(report.failed)} failed and not scored" if report.failed else ""
    waits = [q.scores["latency_ms"] for q in report.questions if "latency_ms" in q.scores]
    pace = f" · median {median(waits):.0f} ms a question" if waits else ""
    return [f"{record.set_name} · {record.system} · {record.model} · {len(report.questions)} questions{failed}{pace}"]


def _measures(report: RunReport) -> Table:
    table = _table("measure", "n", "all", "n", "dev", "n", "test")
    columns = [means(q) for q in (report.questions, report.of_split("dev"), report.of_split("test"))]
    for metric in METRICS:
        if any(metric.name in column for column in columns):
            cells = [cell for column in columns for cell in _counted(metric, column.get(metric.name))]
            table.add_row(metric.name, *cells)
    return table


def _kinds(report: RunReport) -> Table:
    table = _table("kind", "measure", "n", "value [95%]")
    by_name = {metric.name: metric for metric in METRICS}
    for kind in report.kinds:
        of_kind = means(report.of_kind(kind))
        shown = [name for name in _BY_KIND if name in of_kind]
        for row, name in enumerate(shown):
            # The last row of a kind is followed by a line.
            table.add_row(
                kind if row == 0 else "", name, *_counted(by_name[name], of_kind[name]), end_section=name == shown[-1]
            )
    return table


def _counted(metric: Metric, mean: Mean | None) -> tuple[str, str]:
    """(n, "0.87 [0.80, 0.93]"); dashes where the measure applies to nothing."""
    if mean is None:
        return "0", "–"
    digits = 2 if metric.unit == "share" else 0
    unit = " ms" if metric.unit == "ms" else ""
    return str(mean.n), f"{mean.value:.{digits}f} [{mean.low:.{digits}f}, {mean.high:.{digits}f}]{unit}"


def _table(*headings: str) -> Table:
    from rich.box import SIMPLE
    from rich.table import Table

    table = Table(box=SIMPLE, pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right" if heading == "n" else "left", no_wrap=True)
    return table


def _failures(report: RunReport) -> Sequence[str]:
    lines = [f"failed {q.case.id}: {q.failed}" for q in report.failed[:_SHOWN_FAILURES]]
    more = len(report.failed) - len(lines)
    return [*lines, f"and {more} more"] if more > 0 else lines
