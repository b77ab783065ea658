"""Scores of single questions, their means by slice, and the scores of a whole run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from eval.case import Case, Kind, Split
from eval.metrics import METRICS
from eval.metrics.judged import Judged
from eval.metrics.of_run import RUN_METRICS, RunMetric
from eval.record import RunRecord
from eval.related import cluster_of
from eval.reply import Outcome, Reply
from eval.statistics.means import Mean, bootstrap_mean, share_mean

_RESAMPLES = 400


@dataclass(frozen=True, slots=True)
class Scored:
    """One question of a run: its scores by measure (only those that apply), or the reason why it failed.

    Where it was asked more than once, ``repeats`` has each time by itself, ``scores`` are the means over the times that
    did not fail, and ``reply`` is the first of those.
    """

    case: Case
    scores: dict[str, float]
    reply: Reply | None = None
    failed: str = ""
    repeats: tuple[Scored, ...] = ()


@dataclass(frozen=True, slots=True)
class RunReport:
    """A run; ``not_asked`` counts the questions of the set that a budget left for another time."""

    record: RunRecord
    questions: tuple[Scored, ...]
    not_asked: int = 0

    @property
    def failed(self) -> tuple[Scored, ...]:
        """The questions that the system could not work on; no measure counts them."""
        return tuple(q for q in self.questions if q.failed)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """In the order of the set."""
        return tuple(dict.fromkeys(q.case.kind for q in self.questions))

    def of_kind(self, kind: Kind) -> list[Scored]:
        return [q for q in self.questions if q.case.kind == kind]

    def of_split(self, split: Split) -> list[Scored]:
        return [q for q in self.questions if q.case.split == split]


def score(outcome: Outcome) -> Scored:
    """Every measure that applies to the outcome."""
    scores = {metric.name: metric.score(outcome) for metric in METRICS}
    return Scored(outcome.case, {name: value for name, value in scores.items() if value is not None}, outcome.reply)


def over_repeats(repeats: Sequence[Scored]) -> Scored:
    """One question from all the times that it was asked, at least one."""
    if len(repeats) == 1:
        return repeats[0]
    answered = [each for each in repeats if not each.failed]
    if not answered:
        return replace(repeats[0], repeats=tuple(repeats))
    measures = dict.fromkeys(name for each in answered for name in each.scores)
    values = {name: [each.scores[name] for each in answered if name in each.scores] for name in measures}
    return Scored(
        answered[0].case,
        {name: fmean(found) for name, found in values.items()},
        answered[0].reply,
        repeats=tuple(repeats),
    )


def means(questions: Sequence[Scored]) -> dict[str, Mean]:
    """For each measure that applies to any of the questions, its mean over those that it applies to."""
    clusters = {q.case.id: cluster_of(q.case) for q in questions}
    found: dict[str, Mean] = {}
    for metric in METRICS:
        mean_of = share_mean if metric.unit == "share" else bootstrap_mean
        applying = [q for q in questions if metric.name in q.scores]
        if mean := mean_of([q.scores[metric.name] for q in applying], [clusters[q.case.id] for q in applying]):
            found[metric.name] = mean
    return found


def judged(questions: Sequence[Scored]) -> Judged:
    """The answers given with a confidence, each repeat by itself, as the measures of a whole run look at them."""
    import numpy as np

    asked = [each for q in questions for each in (q.repeats or (q,)) if each.reply is not None]
    given = [(q.reply, q.scores["right_when_answered"]) for q in asked if "right_when_answered" in q.scores]
    sure = [(reply.confidence, right) for reply, right in given if reply and reply.confidence]
    return Judged(
        confidence=np.array([confidence.value for confidence, _ in sure], dtype=np.float64),
        right=np.array([right for _, right in sure], dtype=np.float64),
        asked=len(asked),
        are_probabilities=all(confidence.scale == "probability" for confidence, _ in sure),
    )


def run_means(questions: Sequence[Scored]) -> dict[str, Mean]:
    """For each measure of a whole run that applies, its value and 95% interval; ``n`` counts the answers looked at."""
    answers = judged(questions)
    found: dict[str, Mean] = {}
    for metric in RUN_METRICS:
        value = metric.score(answers)
        if value is not None:
            found[metric.name] = Mean(len(answers.right), value, *_interval(metric, answers))
    return found


def _interval(metric: RunMetric, answers: Judged, *, seed: int = 0, level: float = 0.95) -> tuple[float, float]:
    """Percentile bootstrap over the answers; the same seed gives the same interval."""
    import numpy as np

    random = np.random.default_rng(seed)
    draws = (random.integers(0, len(answers.right), size=len(answers.right)) for _ in range(_RESAMPLES))
    again = [
        metric.score(replace(answers, confidence=answers.confidence[draw], right=answers.right[draw])) for draw in draws
    ]
    low, high = np.quantile([value for value in again if value is not None], [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
