"""A comparison, and a gate, for programs."""

from __future__ import annotations

from dataclasses import asdict

from eval.comparison import Change, Comparison, Difference
from eval.gate import Gate
from eval.record import record_as_json
from eval.reply import Reply, reply_as_json
from eval.reports.record_changes import record_changes


def comparison_as_json(comparison: Comparison) -> dict[str, object]:
    """``differs`` (what the records do not have in common), ``measures``, ``parts``, ``changed``; who is left out."""
    c = comparison
    return {
        "before": record_as_json(c.before),
        "after": record_as_json(c.after),
        "differs": [asdict(change) for change in record_changes(c.before, c.after)],
        "tests": c.tests,
        "measures": [_difference(d) for d in c.differences],
        "whole_runs": [asdict(whole) for whole in c.whole_runs],
        "parts": [{"slice": p.part, **_difference(p.difference)} for p in c.parts],
        "changed": [_change(change) for change in c.changes],
        "failed_before": list(c.failed_before),
        "failed_after": list(c.failed_after),
        "in_one_run_only": list(c.alone),
        "no_longer_applies": [{"measure": name, "n_before": count} for name, count in c.gone],
    }


def gate_as_json(gate: Gate, comparison: Comparison) -> dict[str, object]:
    """``holds``, ``checks`` with a sentence each, and the comparison that they rest on."""
    return {
        "holds": gate.holds,
        "checks": [asdict(check) for check in gate.checks],
        "comparison": comparison_as_json(comparison),
    }


def _difference(d: Difference) -> dict[str, object]:
    return {
        "measure": d.metric.name,
        "unit": d.metric.unit,
        "n": d.n,
        "before": d.before,
        "after": d.after,
        "difference": d.value,
        "low": d.low,
        "high": d.high,
        "gained": d.gained,
        "lost": d.lost,
        "p": d.p,
        "detectable": d.detectable,
        "chance_of_showing_5_points": d.chance,
        "regression": d.is_regression,
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "id": change.case.id,
        "question": change.case.question,
        "kind": change.case.kind,
        "lost": _moves(change.lost),
        "gained": _moves(change.gained),
        "before": _reply(change.before),
        "after": _reply(change.after),
    }


def _moves(values: dict[str, tuple[float, float]]) -> dict[str, dict[str, float]]:
    return {name: {"before": before, "after": after} for name, (before, after) in values.items()}


def _reply(reply: Reply | None) -> dict[str, object] | None:
    return reply_as_json(reply) if reply else None
