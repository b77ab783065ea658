"""How long the reader waits."""

from __future__ import annotations

from eval.reply import Outcome


def latency_ms(outcome: Outcome) -> float | None:
    """Milliseconds of wall clock from the question to the whole reply."""
    return outcome.latency_ms
