"""Whether an answer that was given is right: what risk, coverage and calibration are reckoned with."""

from __future__ import annotations

from eval.metrics.abstention import false_premise_handled
from eval.metrics.answer_in_statements import answer_in_statements
from eval.reply import Outcome


def right_when_answered(outcome: Outcome) -> float | None:
    """1 if a given answer is right, else 0; None when declined, or where an answerable case names no acceptable answer.

    Right is: to an answerable case, every part said in an acceptable wording (`answer_in_statements` of 1); to a false
    premise, a citation of the text that corrects it; to an unanswerable case nothing is.
    """
    if outcome.reply.has_declined:
        return None
    if outcome.case.answerable:
        said = answer_in_statements(outcome)
        return None if said is None else float(said == 1.0)
    return false_premise_handled(outcome) or 0.0
