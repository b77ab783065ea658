"""Whether the citations show the place that settles the question."""

from __future__ import annotations

from eval.gold import facts_cited
from eval.reply import Outcome


def gold_span_cited(outcome: Outcome) -> float | None:
    """Share of the gold facts for which a gold span lies wholly inside a citation of the same field; 0 when declined.

    None for a case that is not answerable or has no gold. Compared by article, version, field and offsets.
    """
    if not outcome.case.answerable or not outcome.gold:
        return None
    cited = facts_cited(outcome.gold, outcome.reply.citations)
    return sum(cited.values()) / len(cited)
