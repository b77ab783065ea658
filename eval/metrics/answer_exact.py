"""Exact match."""

from __future__ import annotations

from eval.metrics.short_answer import short_answer
from eval.reply import Outcome
from eval.wording import squad_normalised, squad_wordings


def answer_exact(outcome: Outcome) -> float | None:
    """1 if the short answer is one of the acceptable ones after SQuAD's normalisation, else 0; 0 when declined.

    Wordings of nothing but articles and punctuation are passed over, as in SQuAD 2.0's script.
    None for a case that is not answerable, or whose answer has several parts. Source: Rajpurkar et al., EMNLP 2016.
    """
    if len(outcome.case.answers) != 1:
        return None
    given = squad_normalised(short_answer(outcome.reply))
    return float(any(given == squad_normalised(wording) for wording in squad_wordings(outcome.case.answers[0])))
