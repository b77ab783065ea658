"""Scores of single questions, and their means by slice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.case import Case, Kind, Split
from eval.metrics import METRICS
from eval.record import RunRecord
from eval.reply import Outcome, Reply
from eval.stats import Mean, bootstrap_mean


@dataclass(frozen=True, slots=True)
class Scored:
    """One question of a run: its scores by measure (only those that apply), or the reason why it failed."""

    case: Case
    scores: dict[str, float]
    reply: Reply | None = None
    failed: str = ""


@dataclass(frozen=True, slots=True)
class RunReport:
    """A finished run."""

    record: RunRecord
    questions: tuple[Scored, ...]

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


def means(questions: Sequence[Scored]) -> dict[str, Mean]:
    """For each measure that applies to any of the questions, its mean over those that it applies to."""
    found: dict[str, Mean] = {}
    for metric in METRICS:
        values = [q.scores[metric.name] for q in questions if metric.name in q.scores]
        if mean := bootstrap_mean(values):
            found[metric.name] = mean
    return found
