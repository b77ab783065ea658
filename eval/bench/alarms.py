"""How often a comparison cries wolf, and how often it sees what is there: whole comparisons over simulated runs.

    python -m eval.bench.alarms [--comparisons 1000] [--questions 200] [--seed 0]

A system that answers by chance: each question has its own chance of being answered rightly, and both runs draw from it.
Without a drop every measure that is called worse or better is a false alarm. With a true drop of five points the share
of comparisons that see it is held against the chance that the same comparisons claim to have.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from eval.case import Case, split_of
from eval.compare import compare_runs
from eval.comparison import LOOKED_FOR, Comparison
from eval.record import RunRecord
from eval.scores import RunReport, Scored

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MEASURES = ("answer_in_statements", "answer_f1", "gold_span_cited")
"""Right or wrong; a share that is high where the answer is right; and nearly the same as the first."""
_RECORD = RunRecord(
    set_name="simulated",
    set_sha256="",
    system="simulated",
    model="",
    endpoint="",
    embedder="",
    archive="",
    code="",
    dateline="",
    prompts=(),
    started="",
)


@dataclass(frozen=True, slots=True)
class Rate:
    """``count`` of ``of`` comparisons."""

    count: int
    of: int

    @property
    def share(self) -> float:
        return self.count / self.of

    @property
    def error(self) -> float:
        """Twice the standard error of a simulated share: what chance alone may make of it."""
        return 2 * sqrt(max(self.share * (1 - self.share), 1 / self.of) / self.of)


@dataclass(frozen=True, slots=True)
class Power:
    """How many comparisons saw a true drop, and the mean of the chances that they claimed to have."""

    seen: Rate
    claimed: float


def false_alarms(*, comparisons: int, questions: int, seed: int) -> Rate:
    """Comparisons of a system with itself in which any measure is called worse or better."""
    runs = _simulated(comparisons, questions, drop=0.0, measures=MEASURES, seed=seed)
    return Rate(sum(any(d.is_sure for d in each.differences) for each in runs), comparisons)


def power(*, comparisons: int, questions: int, seed: int) -> Power:
    """Comparisons with a true drop of five points, of the measure that is 0 or 1, which is the only one tested."""
    runs = list(_simulated(comparisons, questions, drop=LOOKED_FOR, measures=MEASURES[:1], seed=seed))
    seen = sum(bool(each.regressions) for each in runs)
    claimed = sum(each.differences[0].chance or 0.0 for each in runs) / comparisons
    return Power(Rate(seen, comparisons), claimed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--comparisons", type=int, default=1_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    size = {"comparisons": asked.comparisons, "questions": asked.questions, "seed": asked.seed}
    alarms = false_alarms(**size)
    print(f"{alarms.count} false alarms in {alarms.of} comparisons of {asked.questions} questions ({alarms.share:.1%})")
    found = power(**size)
    print(
        f"a drop of {LOOKED_FOR:.2f}: seen in {found.seen.share:.1%} of {found.seen.of} (± {found.seen.error:.1%}), "
        f"claimed {found.claimed:.1%}"
    )


def _simulated(
    comparisons: int, questions: int, *, drop: float, measures: Sequence[str], seed: int
) -> Iterator[Comparison]:
    import numpy as np

    random = np.random.default_rng(seed)
    cases = [_case(number) for number in range(questions)]
    for _ in range(comparisons):
        # Most questions are easy or hard for a system, few are toss-ups.
        chances = random.beta(1.6, 0.4, size=questions)
        before = _run(cases, chances, random)
        after = _run(cases, chances * (1 - drop / chances.mean()), random)
        yield compare_runs(before, after, measures=measures)


def _run(cases: Sequence[Case], chances: NDArray[np.float64], random: np.random.Generator) -> RunReport:
    import numpy as np

    right = random.random(len(cases)) < chances
    f1 = np.where(right, random.beta(6, 2, size=len(cases)), random.beta(1, 6, size=len(cases)))
    cited = right & (random.random(len(cases)) < 0.95)
    scores = zip(cases, right, f1, cited, strict=True)
    return RunReport(
        _RECORD,
        tuple(Scored(case, dict(zip(MEASURES, map(float, values), strict=True))) for case, *values in scores),
    )


def _case(number: int) -> Case:
    name = f"q{number}"
    return Case(id=name, question=name, kind="fact", answerable=True, split=split_of(name), line=number + 1)


if __name__ == "__main__":
    main()
