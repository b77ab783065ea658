"""Match by value: numbers, percentages, days and times of day."""

from __future__ import annotations

from eval.metrics.short_answer import short_answer
from eval.reply import Outcome
from eval.stated_values import stated_values


def answer_values(outcome: Outcome) -> float | None:
    """1 if the short answer states the values of an acceptable answer, all of them and no others; 0 when declined.

    "Nine million" is 9,000,000, "12 per cent" 12%, "14 March 2025" 2025-03-14, "5 p.m." 17:00; units are not compared.
    Where a system marks no short answer, all that it said is read, and every further number counts against it.
    None for a case whose acceptable answers hold no value, or whose answer has several parts.
    """
    if len(outcome.case.answers) != 1:
        return None
    wanted = [values for wording in outcome.case.answers[0] if (values := stated_values(wording))]
    if not wanted:
        return None
    return float(stated_values(short_answer(outcome.reply)) in wanted)
