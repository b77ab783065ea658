"""Whether the answer is said."""

from __future__ import annotations

from eval.reply import Outcome
from eval.wording import says


def answer_in_statements(outcome: Outcome) -> float | None:
    """Share of the answer's parts that the reply says in one of their acceptable wordings; 0 when declined.

    Numbers and dates are compared by value. It does not ask whether the rest is right: a long reply has it easier,
    which is why it stands beside `cited_characters`. None for a case that is not answerable.
    """
    parts = outcome.case.answers
    if not parts:
        return None
    text = outcome.reply.text
    return sum(any(says(text, wording) for wording in part) for part in parts) / len(parts)
