"""Whether a run may stand in for its baseline: bounds that it must keep, and nothing that surely got worse."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.compare import metrics_named
from eval.comparison import Comparison, Difference
from eval.metrics import Metric
from eval.scores import RunReport, means
from rag.domain.errors import UsageError

_BOUND = re.compile(r"\s*(\w+)\s*(>=|<=|>|<)\s*([+-]?\d*\.?\d+)\s*")
_NAMED = 5
_HOLDS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Bound:
    """What the mean of a measure over the new run must keep, as it was written."""

    metric: Metric
    relation: str
    value: float

    def __str__(self) -> str:
        return f"{self.metric.name}{self.relation}{self.value:g}"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that the gate looked at; ``why`` is a sentence for people."""

    name: str
    held: bool
    why: str


@dataclass(frozen=True, slots=True)
class Gate:
    """What the gate looked at, what did not hold first."""

    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        return all(check.held for check in self.checks)


def bound_from(text: str) -> Bound:
    """The bound that was written as ``measure>=value`` (or <=, >, <). Raises UsageError for anything else."""
    found = _BOUND.fullmatch(text)
    if found is None:
        raise UsageError(f"--require {text!r} is no bound; write it as measure>=value, such as answer_f1>=0.7.")
    (metric,) = metrics_named([found[1]])
    return Bound(metric, found[2], float(found[3]))


def gate(after: RunReport, comparison: Comparison, bounds: Sequence[Bound], *, allowed_failures: int = 0) -> Gate:
    """All questions asked, all bounds kept, and no measure worse than in the baseline by more than chance allows.

    A bound is held against the mean over the whole new run, a regression against the questions that both answered. A
    measure with a bound that applies to no question does not hold: nothing is known of it.
    """
    checks = [
        _asked(after, comparison, allowed_failures),
        *(_bounded(bound, after) for bound in bounds),
        *_regressions(comparison),
    ]
    return Gate(tuple(sorted(checks, key=lambda check: check.held)))


def _asked(after: RunReport, comparison: Comparison, allowed: int) -> Check:
    asked = {q.case.id for q in after.questions}
    unknown = [*comparison.failed_after, *(case_id for case_id in comparison.alone if case_id not in asked)]
    count = max(len(unknown), len(after.failed) + after.not_asked)
    if count <= allowed:
        told = f"{count} of them without an answer" if count else "all answered"
        return Check("questions", True, f"{len(after.questions)} questions, {told}.")
    named = f": {_named(unknown)}" if unknown else ""
    return Check("questions", False, f"{count} questions have no answer, so nothing is known of them{named}.")


def _bounded(bound: Bound, after: RunReport) -> Check:
    name = f"require {bound}"
    mean = means(after.questions).get(bound.metric.name)
    if mean is None:
        return Check(name, False, f"{bound.metric.name} applies to no question of this run; {bound} was required.")
    held = _HOLDS[bound.relation](mean.value, bound.value)
    said = "as required" if held else "required was"
    return Check(name, held, f"{bound.metric.name} is {mean.value:.4g} over {mean.n} questions; {said} {bound}.")


def _regressions(comparison: Comparison) -> list[Check]:
    tested = [difference for difference in comparison.differences if difference.p is not None]
    if not tested:
        return [Check("comparison", False, "No measure applies to a question that both runs answered.")]
    gone = [
        Check(
            f"no regression in {name}",
            True,
            f"{name} applied to {count} questions before and to none now: not compared.",
        )
        for name, count in comparison.gone
    ]
    return [
        *(Check(f"no regression in {d.metric.name}", not d.is_regression, _moved(d, comparison)) for d in tested),
        *gone,
    ]


def _moved(d: Difference, comparison: Comparison) -> str:
    if not d.gained and not d.lost:
        return f"{d.metric.name} is {d.after:.3f} over {d.n} questions, the same at each of them."
    moved = f"{d.metric.name} went from {d.before:.3f} to {d.after:.3f} over {d.n} questions"
    turns = f"p {d.p_shown if '<' in d.p_shown else f'= {d.p_shown}'}, {d.lost} lost, {d.gained} gained"
    if d.is_regression:
        lost = _named([change.case.id for change in comparison.changes if d.metric.name in change.lost])
        return f"{moved}: worse by more than chance allows ({turns}). Lost: {lost}."
    if d.is_sure:
        return f"{moved}: better by more than chance allows ({turns})."
    seen = "no drop" if d.detectable is None else f"a drop of {d.detectable:.3f} or more"
    return f"{moved}: within chance ({turns}); these questions would mostly show {seen}."


def _named(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return ", ".join(ids[:_NAMED]) + more
