"""Whether citations quote what is stored."""

from __future__ import annotations

from eval.reply import Outcome


def citation_exactness(outcome: Outcome) -> float | None:
    """Share of citations with text[start:end] == quote, read from the catalog and not from the system that cites.

    None where nothing is cited.
    """
    citations = outcome.reply.citations
    if not citations:
        return None
    exact = [c.quote == stored for c, stored in zip(citations, outcome.witness.stored, strict=True)]
    return sum(exact) / len(exact)
