"""What a reply cost: tokens, as the endpoint counted them, and money, by the prices that were set."""

from __future__ import annotations

from eval.reply import Outcome
from rag.domain.answer import Usage


def prompt_tokens(outcome: Outcome) -> float | None:
    """Tokens sent for one question, all calls together; None where the endpoint reported none."""
    return _counted(outcome.reply.usage, outcome.reply.usage.prompt_tokens)


def completion_tokens(outcome: Outcome) -> float | None:
    """Tokens written for one question, all calls together; None where the endpoint reported none."""
    return _counted(outcome.reply.usage, outcome.reply.usage.completion_tokens)


def cost_per_thousand(outcome: Outcome) -> float | None:
    """What a thousand such questions cost, in the currency of the prices in the settings; None without prices."""
    cost = outcome.reply.usage.cost
    return None if cost is None else 1_000 * cost


def _counted(usage: Usage, tokens: int) -> float | None:
    return float(tokens) if usage.prompt_tokens or usage.completion_tokens else None
