"""Two runs over the same questions: by how much they differ, how sure that is, and at which questions."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from eval.case import Case
from eval.comparison import LEVEL, LOOKED_FOR, Change, Comparison, Difference, DifferentSets, SliceDifference, WholeRun
from eval.metrics import METRICS, Metric
from eval.related import cluster_of
from eval.scores import RunReport, Scored, run_means
from eval.statistics.clusters import Clustered, clustered
from eval.statistics.means import bootstrap_mean
from eval.statistics.paired import holm, open_to_alarm, paired_p
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
    earlier = {q.case.id for q in before.questions}
    later = {q.case.id: q for q in after.questions}
    # A question that failed has no scores, and is in no figure that way.
    pairs = [_Pair(q, later[q.case.id]) for q in before.questions if q.case.id in later]
    differences, tests = _tested(pairs, metrics)
    return Comparison(
        before=before.record,
        after=after.record,
        differences=differences,
        tests=tests,
        whole_runs=_whole_runs(before, after, measures),
        parts=_parts(pairs, metrics),
        changes=_changes(pairs, metrics),
        failed_before=tuple(q.case.id for q in before.failed),
        failed_after=tuple(q.case.id for q in after.failed),
        alone=tuple(sorted(earlier ^ later.keys())),
        gone=tuple(_gone(pairs, metrics)),
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
    found = [(metric, of) for metric in metrics if (of := _applying(pairs, metric))]
    sums = {metric.name: _sums(of, metric) for metric, of in found if metric.unit == "share"}
    p_values = {name: paired_p(each.sums) for name, each in sums.items()}
    moved = {name: sum(s != 0 for s in each.sums) for name, each in sums.items()}
    counted, tests = open_to_alarm(moved, level=LEVEL)
    corrected = {
        # None of those that are not counted can pass this.
        **{name: min(1.0, tests * p) for name, p in p_values.items()},
        **holm({name: p_values[name] for name in counted}),
    }
    differences = (
        _difference(metric, of, corrected.get(metric.name), sums.get(metric.name), LEVEL / tests)
        for metric, of in found
    )
    return tuple(differences), tests


def _whole_runs(before: RunReport, after: RunReport, measures: Sequence[str]) -> tuple[WholeRun, ...]:
    """Only where no measures are named: the names are those of measures of questions."""
    if measures:
        return ()
    old, new = run_means(before.questions), run_means(after.questions)
    return tuple(WholeRun(name, old[name], new[name]) for name in old if name in new)


def _gone(pairs: Sequence[_Pair], metrics: Sequence[Metric]) -> Iterator[tuple[str, int]]:
    for metric in metrics:
        count = sum(metric.name in pair.before.scores for pair in pairs)
        if count and not _applying(pairs, metric):
            yield metric.name, count


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
    parts: dict[str, list[_Pair]] = {}
    for name_of in (_kind, _split, _tags):
        for pair in pairs:
            for name in name_of(pair.case):
                parts.setdefault(name, []).append(pair)
    return tuple(
        SliceDifference(name, _difference(metric, of, None, None, LEVEL))
        for name, part in parts.items()
        for metric in metrics
        if (of := _applying(part, metric))
    )


def _kind(case: Case) -> list[str]:
    return [f"kind:{case.kind}"]


def _split(case: Case) -> list[str]:
    return [f"split:{case.split}"]


def _tags(case: Case) -> list[str]:
    return [f"tag:{tag}" for tag in dict.fromkeys(case.tags)]


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
