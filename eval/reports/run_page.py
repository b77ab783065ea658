"""A finished run as one HTML file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from eval.metrics import METRICS
from eval.metrics.risk_coverage import risk_coverage_curve
from eval.reports.comparison_text import in_short
from eval.reports.pages import fill
from eval.reports.parts import kinds_and_tags
from eval.reports.plots import curve, histogram, whisker
from eval.reports.repeats import in_a_row, wavering_questions
from eval.reports.run_text import MEASURES, heading
from eval.reports.tables import with_interval
from eval.scores import RunReport, Scored, judged, means, run_means
from eval.statistics.means import Mean

_LOOKED_AT = 500
"""A page of many thousand questions would not open on a phone; the JSON has them all."""
_TELLING = ("answer_in_statements", "declined_when_unanswerable", "false_premise_handled", "forbidden_absent")
"""Each kind of question has one of these; below 1 somebody should look."""


@dataclass(frozen=True, slots=True)
class _Measure:
    name: str
    n: int
    all: str
    dev: str
    test: str
    plot: str


@dataclass(frozen=True, slots=True)
class _Part:
    part: str
    n: int
    value: str
    plot: str


@dataclass(frozen=True, slots=True)
class _Parts:
    name: str
    rows: tuple[_Part, ...]


@dataclass(frozen=True, slots=True)
class _Question:
    id: str
    question: str
    kind: str
    said: str
    scores: str


@dataclass(frozen=True, slots=True)
class _Wavering:
    id: str
    question: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    title: str
    summary: str
    record: tuple[tuple[str, str], ...]
    failed: tuple[tuple[str, str], ...]
    measures: tuple[_Measure, ...]
    risk_coverage: str
    latency: str
    parts: tuple[_Parts, ...]
    opened: str
    wavering: tuple[_Wavering, ...]
    repeats: str
    looked_at: str
    questions: tuple[_Question, ...]


def run_as_html(report: RunReport) -> str:
    """The whole document: measures with intervals, the risk–coverage curve, waiting, parts of the set, questions."""
    wrong = [q for q in report.questions if any(q.scores.get(name, 1.0) < 1.0 for name in _TELLING)]
    shown = wrong[:_LOOKED_AT]
    more = f" The first {len(shown)} are shown; the JSON has them all." if len(wrong) > len(shown) else ""
    page = _Page(
        title=f"{report.record.set_name}: {report.record.system}",
        summary=heading(report),
        record=_record(report),
        failed=tuple((q.case.id, q.failed) for q in report.failed),
        measures=tuple(_measures(report)),
        risk_coverage=_risk_coverage(report),
        latency=_latency(report),
        parts=tuple(_parts(report)),
        opened=_TELLING[0],
        wavering=tuple(_wavering(report)),
        repeats=_repeats(report),
        looked_at=f"{len(wrong)} of {len(report.questions)} were not wholly right.{more}",
        questions=tuple(_question(q) for q in shown),
    )
    return fill("run.html.j2", page)


def _record(report: RunReport) -> tuple[tuple[str, str], ...]:
    record = report.record
    told = (
        ("set", f"{record.set_name} ({record.set_sha256[:12]})"),
        ("system", record.system),
        ("model", record.model),
        ("endpoint", record.endpoint),
        ("embedder", record.embedder),
        ("articles", record.archive[:12]),
        ("Dateline", f"{record.dateline}, code {record.code[:12]}"),
        ("started", record.started),
        ("finished", record.finished),
    )
    return tuple((name, value) for name, value in told if value)


def _measures(report: RunReport) -> Iterator[_Measure]:
    everything, dev, test = (
        {**means(questions), **run_means(questions)}
        for questions in (report.questions, report.of_split("dev"), report.of_split("test"))
    )
    for name, unit in MEASURES:
        if mean := everything.get(name):
            on_dev, on_test = (with_interval(half[name], unit) if name in half else "–" for half in (dev, test))
            yield _Measure(name, mean.n, with_interval(mean, unit), on_dev, on_test, _whisker(mean, unit))


def _whisker(mean: Mean, unit: str) -> str:
    return whisker(mean.value, mean.low, mean.high) if unit == "share" else ""


def _risk_coverage(report: RunReport) -> str:
    points = risk_coverage_curve(judged(report.questions))
    if len(points) < 2:
        return ""
    last = points[-1]
    label = f"Risk against coverage; at {100 * last.coverage:.0f}% answered, {100 * last.risk:.0f}% of them are wrong"
    return curve([(p.coverage, p.risk) for p in points], across="questions answered", up="answers wrong", label=label)


def _latency(report: RunReport) -> str:
    waits = [q.scores["latency_ms"] for q in report.questions if "latency_ms" in q.scores]
    label = f"Histogram of milliseconds over {len(waits)} questions"
    return histogram(waits, across="ms", up="questions", label=label) if len(waits) > 1 else ""


def _parts(report: RunReport) -> Iterator[_Parts]:
    """A group for each measure of a share; its parts are kinds, then tags."""
    named = [(name, means(questions)) for name, questions in kinds_and_tags(report)]
    for metric in METRICS:
        found = [(part, of[metric.name]) for part, of in named if metric.unit == "share" and metric.name in of]
        if found:
            rows = (_Part(part, m.n, with_interval(m, metric.unit), _whisker(m, metric.unit)) for part, m in found)
            yield _Parts(metric.name, tuple(rows))


def _repeats(report: RunReport) -> str:
    """How many questions differ between the repeats; nothing where each was asked once."""
    count, of = len(wavering_questions(report)), len(report.questions)
    repeats = report.record.repeats
    return f"{count} of {of} questions differ between the {repeats} repeats." if repeats > 1 else ""


def _wavering(report: RunReport) -> Iterator[_Wavering]:
    asked = {q.case.id: q.case.question for q in report.questions}
    for w in wavering_questions(report):
        values = tuple(f"{name}: {in_a_row(values)}" for name, values in w.values.items())
        yield _Wavering(w.question_id, asked[w.question_id], values)


def _question(scored: Scored) -> _Question:
    shares = [m.name for m in METRICS if m.unit == "share" and m.name in scored.scores]
    scores = ", ".join(f"{name} {scored.scores[name]:.2f}" for name in shares)
    return _Question(scored.case.id, scored.case.question, scored.case.kind, in_short(scored.reply), scores)
