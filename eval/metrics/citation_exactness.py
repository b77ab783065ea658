"""Whether citations quote what is stored."""

from __future__ import annotations

from eval.reply import Outcome


def citation_exactness(outcome: Outcome) -> float | None:
    """Share of citations with text[start:end] == quote, read from the catalog and not from the system that cites.

    Those of the sides of conflicts count too. None where nothing is cited.
    """
    exact = [is_exact for _, is_exact in outcome.are_exact]
    return sum(exact) / len(exact) if exact else None
