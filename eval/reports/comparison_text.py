"""A comparison for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from eval.comparison import LOOKED_FOR, Change, Comparison, Difference
from eval.record import RunRecord
from eval.reply import Reply
from eval.reports.record_changes import record_changes
from eval.reports.tables import as_text, figure, table, with_interval

if TYPE_CHECKING:
    from rich.table import Table

_SHOWN_CHANGES = 15
_SAID = 160
"""Characters of a reply that a line has room for."""


def comparison_as_text(comparison: Comparison) -> str:
    """What differs between the records, each measure's difference, the parts that stand out, the questions."""
    return as_text(
        [
            *heading(comparison),
            _measures(comparison.differences),
            notes(comparison),
            *_whole_runs(comparison),
            *_parts(comparison),
            *_changes("Lost", [change for change in comparison.changes if change.lost]),
            *_changes("Gained", [change for change in comparison.changes if not change.lost]),
        ]
    )


def heading(comparison: Comparison) -> list[str]:
    """Which runs, and what they do not have in common."""
    before, after = comparison.before, comparison.after
    changes = record_changes(before, after)
    return [
        f"{after.set_name}: {_name(before)} → {_name(after)}",
        "What the runs do not have in common:" if changes else "The records of the two runs do not differ.",
        *(f"  {change}" for change in changes),
        *left_out(comparison),
    ]


def notes(comparison: Comparison) -> str:
    """How the table is to be read."""
    return (
        "p: paired over the questions, those about the same gold words taken together; corrected for "
        f"{comparison.tests} measures (Holm). Shows: the smallest drop that these questions show in 80 cases of 100; "
        f"chance: that they show a drop of {LOOKED_FOR:.2f}. What is not a share is not tested."
    )


def in_short(reply: Reply | None) -> str:
    """The marked short answer in brackets, and what was said, cut to a line; or that nothing was said, and why."""
    if reply is None:
        return "failed"
    if reply.has_declined:
        return f"declined ({reply.declined})" if reply.declined else "declined"
    text = " ".join(reply.text.split())
    if len(text) > _SAID:
        text = f"{text[:_SAID].rsplit(' ', 1)[0]} …"
    return next((f"[{said.short}] " for said in reply.said if said.short), "") + text


def moves(values: dict[str, tuple[float, float]]) -> str:
    """ "answer_f1 1.00 → 0.40, gold_span_cited 1.00 → 0.00"."""
    return ", ".join(f"{name} {before:.2f} → {after:.2f}" for name, (before, after) in values.items())


def signed_interval(d: Difference) -> str:
    """ "-0.05 [-0.09, -0.01]"."""
    value, low, high = (figure(each, d.metric.unit, signed=True) for each in (d.value, d.low, d.high))
    return f"{value} [{low}, {high}]"


def _name(record: RunRecord) -> str:
    return f"{record.system} · {record.model} · {record.started}"


def left_out(comparison: Comparison) -> Iterator[str]:
    """A line for each reason why questions are in no figure, and for each measure that no longer applies."""
    for ids, why in (
        (comparison.failed_before, "failed in the first run"),
        (comparison.failed_after, "failed in the second run"),
        (comparison.alone, "in one run only"),
    ):
        if ids:
            named = ", ".join(ids[:5]) + (f" and {len(ids) - 5} more" if len(ids) > 5 else "")
            yield f"{len(ids)} questions {why}, left out of every figure: {named}"
    for name, count in comparison.gone:
        yield f"{name} applied to {count} questions before and to none now: not compared"


def _measures(differences: Sequence[Difference]) -> Table:
    made = table("measure", "n", "before", "after", "difference [95%]", "p", "shows", "chance", "lost", "gained", "")
    for d in differences:
        unit = d.metric.unit
        made.add_row(
            d.metric.name,
            str(d.n),
            figure(d.before, unit),
            figure(d.after, unit),
            signed_interval(d),
            d.p_shown,
            "–" if d.detectable is None else f"{d.detectable:.3f}",
            "–" if d.chance is None else f"{100 * d.chance:.0f}%",
            str(d.lost),
            str(d.gained),
            verdict(d),
        )
    return made


def _whole_runs(comparison: Comparison) -> list[str | Table]:
    if not comparison.whole_runs:
        return []
    made = table("of the whole run", "n", "before [95%]", "n", "after [95%]")
    for whole in comparison.whole_runs:
        before, after = (with_interval(mean, "share") for mean in (whole.before, whole.after))
        made.add_row(whole.measure, str(whole.before.n), before, str(whole.after.n), after)
    return [made]


def verdict(d: Difference) -> str:
    """ "worse" or "better" where that is sure, else nothing."""
    if not d.is_sure:
        return ""
    return "worse" if d.is_regression else "better"


def _parts(comparison: Comparison) -> list[str | Table]:
    """Parts of the set whose interval lies on one side of 0."""
    standing_out = [(p.part, p.difference) for p in comparison.parts if p.stands_out]
    if not standing_out:
        return []
    made = table("part", "measure", "n", "before", "after", "difference [95%]")
    for part, d in standing_out:
        before, after = figure(d.before, d.metric.unit), figure(d.after, d.metric.unit)
        made.add_row(part, d.metric.name, str(d.n), before, after, signed_interval(d))
    return ["Where it may come from (not corrected: a hint, no proof)", made]


def _changes(title: str, changes: Sequence[Change]) -> Iterator[str]:
    if changes:
        yield f"{title}: {len(changes)} questions"
    for change in changes[:_SHOWN_CHANGES]:
        yield f"  {change.case.id}: {change.case.question}"
        yield f"    {moves({**change.lost, **change.gained})}"
        yield f"    before: {in_short(change.before)}"
        yield f"    after:  {in_short(change.after)}"
    if len(changes) > _SHOWN_CHANGES:
        yield f"  and {len(changes) - _SHOWN_CHANGES} more; --json and --html have them all"
