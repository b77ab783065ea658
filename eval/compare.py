"""Two runs over the same questions: by how much they differ, how sure that is, and at which questions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from statistics import fmean

from eval.case import Case
from eval.comparison import LEVEL, LOOKED_FOR, SIX_TURNS, Change, Comparison, Difference, DifferentSets, SliceDifference
from eval.metrics import METRICS, Metric
from eval.related import cluster_of
from eval.scores import RunReport, Scored
from eval.statistics.clusters import Clustered, clustered
from eval.statistics.means import bootstrap_mean
from eval.statistics.paired import holm, paired_p
from eval.statistics.power import detectable, noise_of, power_at
from rag.domain.errors import UsageError


@dataclass(frozen=True, slots=True)
class _Pair:
    before: Scored
    after: Scored

    @property
    def case(self) -> Case:
        return self.after.case

    def has(self, measure: str) -> bool:
        return measure in self.before.scores and measure in self.after.scores

    def difference(self, measure: str) -> float:
        return self.after.scores[measure] - self.before.scores[measure]


def compare_runs(before: RunReport, after: RunReport, *, measures: Sequence[str] = ()) -> Comparison:
    """The comparison over the questions that both runs answered; of all ``measures``, where none are named.

    Naming few makes each of them show smaller drops, since there is less to correct for.
    Raises DifferentSets, and UsageError for a name that is no measure.
    """
    if before.record.set_sha256 != after.record.set_sha256:
        raise DifferentSets(before.record, after.record)
    metrics = metrics_named(measures)
    earlier = {q.case.id: q for q in before.questions}
    later = {q.case.id: q for q in after.questions}
    both = [_Pair(q, later[q.case.id]) for q in before.questions if q.case.id in later]
    pairs = [pair for pair in both if not pair.before.failed and not pair.after.failed]
    differences, tests = _tested(pairs, metrics)
    return Comparison(
        before=before.record,
        after=after.record,
        differences=differences,
        tests=tests,
        parts=_parts(pairs, metrics),
        changes=_changes(pairs, metrics),
        failed_before=tuple(q.case.id for q in before.failed),
        failed_after=tuple(q.case.id for q in after.failed),
        alone=tuple(sorted(earlier.keys() ^ later.keys())),
    )


def metrics_named(names: Sequence[str]) -> tuple[Metric, ...]:
    """Those measures; all of them where none is named. Raises UsageError for a name that is no measure."""
    known = {metric.name: metric for metric in METRICS}
    for name in names:
        if name not in known:
            raise UsageError(f"There is no measure {name!r}. There are: {', '.join(known)}.")
    return tuple(known[name] for name in dict.fromkeys(names)) if names else METRICS


def _tested(pairs: Sequence[_Pair], metrics: Sequence[Metric]) -> tuple[tuple[Difference, ...], int]:
    """The differences, and for how many tests each p is corrected."""
    found = [(metric, _applying(pairs, metric)) for metric in metrics]
    sums = {metric.name: _sums(of, metric) for metric, of in found if of and metric.unit == "share"}
    # Of the others nothing could be shown whichever way they went, so that they cannot raise a false alarm either.
    p_values = {name: paired_p(each.sums) for name, each in sums.items()}
    open_to_alarm = {name: p for name, p in p_values.items() if sum(s != 0 for s in sums[name].sums) >= SIX_TURNS}
    corrected = {**p_values, **holm(open_to_alarm)}
    tests = max(1, len(open_to_alarm))
    differences = (
        _difference(metric, of, corrected.get(metric.name), sums.get(metric.name), LEVEL / tests)
        for metric, of in found
        if of
    )
    return tuple(differences), tests


def _applying(pairs: Sequence[_Pair], metric: Metric) -> list[_Pair]:
    return [pair for pair in pairs if pair.has(metric.name)]


def _sums(pairs: Sequence[_Pair], metric: Metric) -> Clustered:
    return clustered([pair.difference(metric.name) for pair in pairs], _clusters(pairs))


def _clusters(pairs: Sequence[_Pair]) -> list[Hashable]:
    return [cluster_of(pair.case) for pair in pairs]


def _difference(
    metric: Metric, pairs: Sequence[_Pair], p: float | None, sums: Clustered | None, level: float
) -> Difference:
    differences = [pair.difference(metric.name) for pair in pairs]
    interval = bootstrap_mean(differences, _clusters(pairs))
    assert interval is not None
    noise = noise_of(sums) if sums else None
    better = 1 if metric.more_is_better else -1
    return Difference(
        metric=metric,
        n=len(pairs),
        before=fmean(pair.before.scores[metric.name] for pair in pairs),
        after=fmean(pair.after.scores[metric.name] for pair in pairs),
        value=interval.value,
        low=interval.low,
        high=interval.high,
        gained=sum(d * better > 0 for d in differences),
        lost=sum(d * better < 0 for d in differences),
        p=p,
        detectable=detectable(noise, alpha=level) if noise else None,
        chance=power_at(LOOKED_FOR, noise, alpha=level) if noise else None,
    )


def _parts(pairs: Sequence[_Pair], metrics: Sequence[Metric]) -> tuple[SliceDifference, ...]:
    """By kind, by half and by tag, each in the order of the set."""
    named: list[tuple[str, Callable[[Case], Sequence[str]]]] = [
        ("kind", lambda case: (case.kind,)),
        ("split", lambda case: (case.split,)),
        ("tag", lambda case: case.tags),
    ]
    return tuple(
        SliceDifference(f"{kind}:{name}", _difference(metric, of, None, None, LEVEL))
        for kind, names in named
        for name in dict.fromkeys(name for pair in pairs for name in names(pair.case))
        for metric in metrics
        if (of := _applying([pair for pair in pairs if name in names(pair.case)], metric))
    )


def _changes(pairs: Sequence[_Pair], metrics: Sequence[Metric]) -> tuple[Change, ...]:
    """Of shares only; of equals in the order of the set."""
    changes = []
    for pair in pairs:
        moved = {
            m.name: (pair.before.scores[m.name], pair.after.scores[m.name])
            for m in metrics
            if m.unit == "share" and pair.has(m.name) and pair.difference(m.name)
        }
        lost = {name: values for name, values in moved.items() if values[1] < values[0]}
        gained = {name: values for name, values in moved.items() if values[1] > values[0]}
        if moved:
            changes.append(Change(pair.case, lost, gained, pair.before.reply, pair.after.reply))
    return tuple(sorted(changes, key=_order))


def _order(change: Change) -> tuple[bool, float]:
    """Those that lost first, and of both the furthest moved first."""
    return not change.lost, -max(abs(after - before) for before, after in {**change.lost, **change.gained}.values())
