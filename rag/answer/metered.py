"""A language model within bounds: so many requests at once, so many tokens or so much money, and what each cost."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from rag.domain.answer import Usage
from rag.domain.errors import ModelBudgetSpent, ModelUnreachable
from rag.ports import LLM, JsonSchema, Message

CHARACTERS_PER_TOKEN = 4
"""Of English: to count against a budget what an endpoint does not report."""


@dataclass(frozen=True, slots=True)
class Price:
    """Of a million tokens, in whatever currency the endpoint bills."""

    read: float
    written: float

    def of(self, usage: Usage) -> float:
        """What these tokens cost."""
        return (usage.prompt_tokens * self.read + usage.completion_tokens * self.written) / 1e6


@dataclass(frozen=True, slots=True)
class Bounds:
    """``tokens`` and ``cost`` are for all requests of this process together, 0 is no bound; ``at_once`` is requests
    under way, and one more waits for ``wait_s``."""

    tokens: int = 0
    cost: float = 0.0
    at_once: int = 4
    wait_s: float = 60.0


class MeteredLLM:
    """``llm`` with its usage counted and priced. Safe to use from several threads.

    Raises ModelBudgetSpent before a request that the budget no longer allows (the request that oversteps it is still
    finished), ModelUnreachable where no place comes free in time.
    """

    def __init__(self, llm: LLM, bounds: Bounds, price: Price | None = None) -> None:
        self._llm, self._bounds, self._price = llm, bounds, price
        self._places = threading.BoundedSemaphore(bounds.at_once)
        self._counting = threading.Lock()
        self._spent = Usage()

    @property
    def model(self) -> str:
        return self._llm.model

    @property
    def spent(self) -> Usage:
        """By this process so far."""
        return self._spent

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: JsonSchema | None = None,
        timeout_s: float | None = None,
    ) -> Generator[str, None, Usage]:
        """As the model's own; the usage that is returned has its cost where there is a price.

        The wait for a place counts to ``timeout_s`` where that is given.
        """
        self._require_budget()
        asked = time.monotonic()
        patience_s = self._bounds.wait_s if timeout_s is None else min(timeout_s, self._bounds.wait_s)
        if not self._places.acquire(timeout=patience_s):
            raise ModelUnreachable(f"of {self.model}", f"{self._bounds.at_once} requests are under way already")
        said = 0
        reported = Usage()
        left_s = timeout_s if timeout_s is None else max(0.0, timeout_s - (time.monotonic() - asked))
        stream = self._llm.stream(messages, max_tokens=max_tokens, schema=schema, timeout_s=left_s)
        try:
            while True:
                piece = next(stream)
                said += len(piece)
                yield piece
        except StopIteration as ended:
            reported = self._priced(ended.value)
            return reported
        finally:
            stream.close()
            self._places.release()
            self._count(reported if reported.prompt_tokens else self._guessed(messages, said))

    def _priced(self, usage: Usage) -> Usage:
        return replace(usage, cost=self._price.of(usage)) if self._price else usage

    def _guessed(self, messages: Sequence[Message], said: int) -> Usage:
        """Of a reply that was closed or broke off, or of an endpoint that reports nothing."""
        asked = sum(len(message.text) for message in messages)
        return self._priced(Usage(asked // CHARACTERS_PER_TOKEN, said // CHARACTERS_PER_TOKEN))

    def _count(self, usage: Usage) -> None:
        with self._counting:
            self._spent = self._spent + usage

    def _require_budget(self) -> None:
        spent = self._spent
        tokens = spent.prompt_tokens + spent.completion_tokens
        if self._bounds.tokens and tokens >= self._bounds.tokens:
            raise ModelBudgetSpent(self.model, f"{tokens:,} of {self._bounds.tokens:,} tokens")
        if self._bounds.cost and (spent.cost or 0.0) >= self._bounds.cost:
            raise ModelBudgetSpent(self.model, f"{spent.cost or 0.0:.4f} of {self._bounds.cost:g}, at the prices set")
