"""Token F1."""

from __future__ import annotations

from collections import Counter

from eval.metrics.short_answer import short_answer
from eval.reply import Outcome
from eval.wording import squad_normalised, squad_wordings


def answer_f1(outcome: Outcome) -> float | None:
    """F1 of the short answer's tokens, the best over the acceptable answers, 0..1; 0 when declined.

    Wordings of nothing but articles and punctuation are passed over, as in SQuAD 2.0's script.
    None for a case that is not answerable, or whose answer has several parts. Source: Rajpurkar et al., EMNLP 2016.
    """
    if len(outcome.case.answers) != 1:
        return None
    given = short_answer(outcome.reply)
    return max(token_f1(given, wording) for wording in squad_wordings(outcome.case.answers[0]))


def token_f1(given: str, wanted: str) -> float:
    """2PR / (P + R) over normalised tokens as bags; two empty texts are equal (1), one empty text shares nothing."""
    left, right = squad_normalised(given).split(), squad_normalised(wanted).split()
    if not left or not right:
        return float(left == right)
    shared = sum((Counter(left) & Counter(right)).values())
    return 2 * shared / (len(left) + len(right))
