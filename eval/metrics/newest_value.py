"""Whether a correction has reached the answer."""

from __future__ import annotations

from eval.metrics.answer_in_statements import answer_in_statements
from eval.reply import Outcome
from eval.wording import says


def newest_value(outcome: Outcome) -> float | None:
    """1 if the reply says the value that holds after the correction and nothing that the case forbids, else 0.

    The value is the case's acceptable answer, all parts of it; ``forbidden`` is the old one, told as if it held. With
    an ``as_of`` before the correction the old value is the one that holds. None for cases of another kind than
    "correction", or without an answer; 0 when declined.
    """
    case = outcome.case
    if case.kind != "correction" or not case.answers:
        return None
    is_outdated = any(says(outcome.reply.text, text) for text in case.forbidden)
    return float(answer_in_statements(outcome) == 1.0 and not is_outdated)
