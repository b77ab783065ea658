"""A comparison, with the gate that rests on it if there is one, as one HTML file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.comparison import Change, Comparison, Difference
from eval.gate import Check, Gate
from eval.reports.comparison_text import in_short, left_out, moves, notes, signed_interval, verdict
from eval.reports.pages import fill
from eval.reports.plots import whisker
from eval.reports.record_changes import RecordChange, record_changes
from eval.reports.tables import figure, with_interval

_NARROWEST = 0.1
"""Half the width of the field that differences are drawn on, at least: noise should not look like news."""


@dataclass(frozen=True, slots=True)
class _Row:
    part: str
    name: str
    n: int
    before: str
    after: str
    difference: str
    plot: str
    p: str
    shows: str
    chance: str
    lost: int
    gained: int
    verdict: str


@dataclass(frozen=True, slots=True)
class _Parts:
    name: str
    rows: tuple[_Row, ...]


@dataclass(frozen=True, slots=True)
class _Question:
    id: str
    question: str
    kind: str
    moves: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    title: str
    is_worse: bool
    summary: str
    changes: tuple[RecordChange, ...]
    left_out: tuple[str, ...]
    holds: bool
    checks: tuple[Check, ...]
    notes: str
    measures: tuple[_Row, ...]
    whole_runs: tuple[tuple[str, str, str], ...]
    parts: tuple[_Parts, ...]
    questions: tuple[tuple[str, tuple[_Question, ...]], ...]


def comparison_as_html(comparison: Comparison, gate: Gate | None = None) -> str:
    """The whole document: what differs, measures with intervals of the difference, parts of the set, questions."""
    lost = [change for change in comparison.changes if change.lost]
    gained = [change for change in comparison.changes if not change.lost]
    width = max(_NARROWEST, *(max(abs(d.low), abs(d.high)) for d in comparison.differences if d.p is not None), 0.0)
    page = _Page(
        title=f"{comparison.after.set_name}: {comparison.before.system} → {comparison.after.system}",
        is_worse=bool(comparison.regressions),
        summary=_summary(comparison),
        changes=tuple(record_changes(comparison.before, comparison.after)),
        left_out=tuple(left_out(comparison)),
        holds=gate.holds if gate else True,
        checks=gate.checks if gate else (),
        notes=notes(comparison),
        measures=tuple(_row("", d, width) for d in comparison.differences),
        whole_runs=tuple(
            (whole.measure, with_interval(whole.before, "share"), with_interval(whole.after, "share"))
            for whole in comparison.whole_runs
        ),
        parts=tuple(_parts(comparison)),
        questions=(("Lost", tuple(map(_question, lost))), ("Gained", tuple(map(_question, gained)))),
    )
    return fill("comparison.html.j2", page)


def _summary(comparison: Comparison) -> str:
    if worse := comparison.regressions:
        return f"Worse by more than chance allows: {', '.join(d.metric.name for d in worse)}."
    better = [d.metric.name for d in comparison.differences if d.is_sure]
    if better:
        return f"Better by more than chance allows: {', '.join(better)}."
    return "No difference that chance would not bring about as well."


def _row(part: str, d: Difference, width: float) -> _Row:
    unit = d.metric.unit
    return _Row(
        part=part,
        name=d.metric.name,
        n=d.n,
        before=figure(d.before, unit),
        after=figure(d.after, unit),
        difference=signed_interval(d),
        plot=whisker(d.value, d.low, d.high, least=-width, most=width) if unit == "share" else "",
        p=d.p_shown,
        shows="–" if d.detectable is None else f"{d.detectable:.3f}",
        chance="–" if d.chance is None else f"{100 * d.chance:.0f}%",
        lost=d.lost,
        gained=d.gained,
        verdict=verdict(d),
    )


def _parts(comparison: Comparison) -> Iterator[_Parts]:
    """Kinds, halves and tags: in each what stands out before the rest, and only shares."""
    parts = [p for p in comparison.parts if p.difference.metric.unit == "share"]
    for group in dict.fromkeys(p.part.partition(":")[0] for p in parts):
        rows = sorted((p for p in parts if p.part.startswith(f"{group}:")), key=lambda p: not p.stands_out)
        yield _Parts(group, tuple(_row(p.part.partition(":")[2], p.difference, 1.0) for p in rows))


def _question(change: Change) -> _Question:
    case = change.case
    told: Sequence[dict[str, tuple[float, float]]] = (change.lost, change.gained)
    moved = {name: values for each in told for name, values in each.items()}
    return _Question(case.id, case.question, case.kind, moves(moved), in_short(change.before), in_short(change.after))
