"""Whether the system knows when to say nothing."""

from __future__ import annotations

from eval.gold import facts_cited
from eval.reply import Outcome


def answered_when_answerable(outcome: Outcome) -> float | None:
    """1 if an answerable case got any answer, right or wrong; None for the others. 1 minus it: false declines."""
    return float(not outcome.reply.has_declined) if outcome.case.answerable else None


def declined_when_unanswerable(outcome: Outcome) -> float | None:
    """1 if a case whose answer is not in the archive was declined; None for answerable cases and false premises."""
    if outcome.case.answerable or outcome.case.kind == "false-premise":
        return None
    return float(outcome.reply.has_declined)


def false_premise_handled(outcome: Outcome) -> float | None:
    """1 if a false premise was declined, or if a statement cites the text that corrects it; None for other cases.

    A system that cites without reading scores here too: read it beside `declined_when_unanswerable`.
    """
    if outcome.case.kind != "false-premise":
        return None
    return float(outcome.reply.has_declined or any(facts_cited(outcome.gold, outcome.reply.citations).values()))


def false_premise_corrected(outcome: Outcome) -> float | None:
    """1 if a false premise was marked as one and a statement cites the text that corrects it.

    None for other cases, and for systems that have no way to mark a premise.
    """
    if outcome.case.kind != "false-premise" or outcome.reply.premises is None:
        return None
    cited = facts_cited(outcome.gold, outcome.reply.citations)
    return float(bool(outcome.reply.premises) and any(cited.values()))
