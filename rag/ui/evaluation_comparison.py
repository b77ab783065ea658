"""Two runs of the same set side by side: by how much they differ, how sure that is, and at which questions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rag.ui.evaluation_figures import Cell, words


@dataclass(frozen=True, slots=True)
class Changed:
    """A question that scored otherwise in the second run, with the measures that it lost and gained in."""

    id: str
    lost: tuple[str, ...]
    gained: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """ "worse: answer f1 · better: gold span cited"."""
        sides = (("worse", self.lost), ("better", self.gained))
        return " · ".join(f"{side}: {', '.join(names)}" for side, names in sides if names)


@dataclass(frozen=True, slots=True)
class Compared:
    """``worse`` and ``better`` are the measures that surely changed; ``told`` is what else is to be known: what the
    runs are made of, what is in no figure, and how the table is to be read."""

    worse: tuple[str, ...]
    better: tuple[str, ...]
    told: tuple[str, ...]
    rows: tuple[dict[str, Cell], ...]
    changed: tuple[Changed, ...]

    @property
    def summary(self) -> str:
        """Whether anything surely changed, in a sentence."""
        sides = (("worse", self.worse), ("better", self.better))
        sure = [f"Surely {side}: {', '.join(names)}." for side, names in sides if names]
        return " ".join(sure) or "No difference is sure: what is seen here may be chance."


def compared(before: Path, after: Path) -> Compared:
    """The second run against the first. Raises UsageError where they are of different sets, or are no runs."""
    from eval.compare import compare_runs
    from eval.comparison import Difference
    from eval.reports.comparison_text import left_out, notes, signed_interval, verdict
    from eval.reports.record_changes import record_changes
    from eval.reports.tables import figure
    from eval.rescore import stored_report

    def row(difference: Difference) -> dict[str, Cell]:
        unit = difference.metric.unit
        return {
            "measure": words(difference.metric.name),
            "n": difference.n,
            "before": figure(difference.before, unit),
            "after": figure(difference.after, unit),
            "difference": signed_interval(difference),
            "p": difference.p_shown,
            "lost": difference.lost,
            "gained": difference.gained,
            "sure": verdict(difference),
            "shows": "" if difference.detectable is None else f"{difference.detectable:.2f}",
            "chance": "" if difference.chance is None else f"{100 * difference.chance:.0f}%",
        }

    def surely(which: str) -> tuple[str, ...]:
        return tuple(words(d.metric.name) for d in comparison.differences if verdict(d) == which)

    comparison = compare_runs(stored_report(before), stored_report(after))
    changes = [str(change) for change in record_changes(comparison.before, comparison.after)]
    made_of = (
        f"Not the same in both runs: {'; '.join(changes)}." if changes else "Both runs are made of the same parts."
    )
    return Compared(
        worse=surely("worse"),
        better=surely("better"),
        told=(made_of, *(f"{line}." for line in left_out(comparison)), notes(comparison)),
        rows=tuple(row(difference) for difference in comparison.differences),
        changed=tuple(
            Changed(change.case.id, tuple(map(words, change.lost)), tuple(map(words, change.gained)))
            for change in comparison.changes
        ),
    )
