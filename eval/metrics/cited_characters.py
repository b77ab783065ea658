"""How much the reader is given to read in order to check."""

from __future__ import annotations

from eval.reply import Outcome


def cited_characters(outcome: Outcome) -> float | None:
    """Characters of all citations together; None where nothing is cited. Citing everything finds every gold span."""
    citations = outcome.reply.citations
    return float(sum(c.end - c.start for c in citations)) if citations else None
