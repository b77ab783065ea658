"""What a comparison of two runs comes to."""

from __future__ import annotations

from dataclasses import dataclass

from eval.case import Case
from eval.metrics import Metric
from eval.record import RunRecord
from eval.reply import Reply
from eval.statistics.means import Mean
from rag.domain.errors import UsageError

LEVEL = 0.05
"""False alarms that are put up with, over all measures together."""
LOOKED_FOR = 0.05
"""The drop whose chance of being noticed is told: five points."""


SIX_TURNS = 6
"""Fewer questions that changed have p > LEVEL whatever way they went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One measure over the ``n`` questions that it applies to in both runs; the interval is that of after - before.

    ``p`` is corrected for all measures that were tested; None for what is not tested: seconds, characters and the like
    hang on the day and the machine. ``detectable`` is the smallest drop that this set would show with a chance of 80%
    (None: none would), ``chance`` the chance that it shows a drop of five points; both at the corrected level.
    """

    metric: Metric
    n: int
    before: float
    after: float
    value: float
    low: float
    high: float
    gained: int
    lost: int
    p: float | None = None
    detectable: float | None = None
    chance: float | None = None

    @property
    def is_sure(self) -> bool:
        return self.p is not None and self.p < LEVEL

    @property
    def p_shown(self) -> str:
        """ "0.012", "< 0.001", or a dash where nothing was tested."""
        if self.p is None:
            return "–"
        return "< 0.001" if self.p < 0.001 else f"{self.p:.3f}"

    @property
    def is_regression(self) -> bool:
        return self.is_sure and self.value < 0


@dataclass(frozen=True, slots=True)
class SliceDifference:
    """One measure in one part of the set, such as "kind:fact". Its interval is corrected for nothing: a hint."""

    part: str
    difference: Difference

    @property
    def stands_out(self) -> bool:
        """Enough questions changed, and the interval of a share lies on one side of 0."""
        d = self.difference
        return d.metric.unit == "share" and d.gained + d.lost >= SIX_TURNS and (d.low > 0 or d.high < 0)


@dataclass(frozen=True, slots=True)
class WholeRun:
    """A measure of all answers together, such as calibration: in each run over its own answers, and not tested."""

    measure: str
    before: Mean
    after: Mean


@dataclass(frozen=True, slots=True)
class Change:
    """A question that scored otherwise: by measure, before and after; and the replies, None where it failed."""

    case: Case
    lost: dict[str, tuple[float, float]]
    gained: dict[str, tuple[float, float]]
    before: Reply | None
    after: Reply | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """``tests``: so many measures could have raised a false alarm, and every p is corrected for them.

    ``failed_before`` and ``failed_after`` are ids of questions that could not be asked: they are in no figure.
    ``alone`` are ids that only one of the runs holds. ``gone`` are measures that applied to so many questions before,
    and apply to none of them any more.
    """

    before: RunRecord
    after: RunRecord
    differences: tuple[Difference, ...]
    tests: int
    whole_runs: tuple[WholeRun, ...]
    parts: tuple[SliceDifference, ...]
    changes: tuple[Change, ...]
    failed_before: tuple[str, ...]
    failed_after: tuple[str, ...]
    alone: tuple[str, ...]
    gone: tuple[tuple[str, int], ...]

    @property
    def regressions(self) -> list[Difference]:
        return [d for d in self.differences if d.is_regression]


class DifferentSets(UsageError):
    """The runs are of different questions."""

    def __init__(self, before: RunRecord, after: RunRecord) -> None:
        super().__init__(
            f"The first run is of the set {before.set_name} ({before.set_sha256[:12]}), the second of "
            f"{after.set_name} ({after.set_sha256[:12]}): only runs of the same set can be compared. "
            "Run one of the sets again with `dateline eval run --set … --out …`."
        )
