"""A finished run for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

from eval.metrics import METRICS
from eval.metrics.of_run import RUN_METRICS
from eval.reports.repeats import in_a_row, repeats_failed, wavering_questions
from eval.reports.tables import as_text, table, with_interval
from eval.scores import RunReport, means, run_means
from eval.statistics.means import Mean

if TYPE_CHECKING:
    from rich.table import Table

_BY_KIND = (
    "answer_in_statements",
    "gold_span_cited",
    "answered_when_answerable",
    "declined_when_unanswerable",
    "false_premise_handled",
    "false_premise_corrected",
    "conflict_shown",
    "newest_value",
)
"""What the table shows of each kind; the JSON has every measure of every kind."""
MEASURES = (*((m.name, m.unit) for m in METRICS), *((m.name, "share") for m in RUN_METRICS))
"""Of questions and of whole runs, each with its unit, in the order of reports."""
_SHOWN_FAILURES = 10
_SHOWN_WAVERING = 20


def run_as_text(report: RunReport) -> str:
    """The measures over all questions and over each half, then by kind, each with n and its 95% interval."""
    lines = [*_wavering(report), *_failures(report)]
    return as_text([heading(report), _measures(report), _kinds(report), *lines])


def heading(report: RunReport) -> str:
    """What ran, over how many questions, how fast, in one line."""
    record = report.record
    failed = f", {len(report.failed)} failed and not scored" if report.failed else ""
    failed += f", {repeats_failed(report)} repeats failed" if repeats_failed(report) else ""
    waiting = f", {report.not_asked} not asked yet" if report.not_asked else ""
    waits = [q.scores["latency_ms"] for q in report.questions if "latency_ms" in q.scores]
    pace = f" · median {median(waits):.0f} ms a question" if waits else ""
    count = f"{len(report.questions)} questions{failed}{waiting}"
    return f"{record.set_name} · {record.system} · {record.model} · {count}{pace}"


def _measures(report: RunReport) -> Table:
    made = table("measure", "n", "all", "n", "dev", "n", "test")
    halves = (report.questions, report.of_split("dev"), report.of_split("test"))
    columns = [{**means(questions), **run_means(questions)} for questions in halves]
    for name, unit in MEASURES:
        if any(name in column for column in columns):
            made.add_row(name, *(cell for column in columns for cell in _counted(column.get(name), unit)))
    return made


def _kinds(report: RunReport) -> Table:
    made = table("kind", "measure", "n", "value [95%]")
    for kind in report.kinds:
        of_kind = means(report.of_kind(kind))
        shown = [name for name in _BY_KIND if name in of_kind]
        for row, name in enumerate(shown):
            # The last row of a kind is followed by a line.
            cells = _counted(of_kind[name], "share")
            made.add_row(kind if row == 0 else "", name, *cells, end_section=name == shown[-1])
    return made


def _counted(mean: Mean | None, unit: str) -> tuple[str, str]:
    """(n, "0.87 [0.80, 0.93]"); dashes where the measure applies to nothing."""
    return ("0", "–") if mean is None else (str(mean.n), with_interval(mean, unit))


def _wavering(report: RunReport) -> Sequence[str]:
    found = wavering_questions(report)
    if report.record.repeats < 2:
        return []
    lines = [
        f"  {w.question_id}: {', '.join(f'{name} {in_a_row(values)}' for name, values in w.values.items())}"
        for w in found[:_SHOWN_WAVERING]
    ]
    more = [f"  and {len(found) - len(lines)} more"] if len(found) > len(lines) else []
    first = f"{len(found)} of {len(report.questions)} questions differ between the {report.record.repeats} repeats"
    return [first, *lines, *more]


def _failures(report: RunReport) -> Sequence[str]:
    lines = [f"failed {q.case.id}: {q.failed}" for q in report.failed[:_SHOWN_FAILURES]]
    more = len(report.failed) - len(lines)
    return [*lines, f"and {more} more"] if more > 0 else lines
