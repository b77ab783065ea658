"""How much a run may ask in one go, and what to ask first where that is not all."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from eval.case import Case
from eval.folder import Answered, Result

Question = tuple[Case, int]
"""A case, and which time it is asked, from 1."""


@dataclass(frozen=True, slots=True)
class Budget:
    """At most so many questions, tokens (of prompts and replies, as the endpoint reports them) and seconds.

    None: no such limit. Questions that are being asked when a limit is met are finished and count.
    """

    questions: int | None = None
    tokens: int | None = None
    seconds: float | None = None

    @property
    def is_limited(self) -> bool:
        return (self.questions, self.tokens, self.seconds) != (None, None, None)


class Spending:
    """What one go has cost so far."""

    def __init__(self, budget: Budget, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._budget = budget
        self._clock = clock
        self._started = clock()
        self._questions = self._tokens = 0

    def count(self, result: Result) -> None:
        """Books what a result has cost."""
        if isinstance(result, Answered):
            self._tokens += result.reply.usage.prompt_tokens + result.reply.usage.completion_tokens

    def affordable(self, questions: Sequence[Question]) -> Iterator[Question]:
        """The questions one after the other, until a limit is met."""
        for question in questions:
            if self.spent:
                return
            self._questions += 1
            yield question

    @property
    def spent(self) -> str:
        """The limit that is met, in words; "" while none is."""
        budget = self._budget
        if budget.questions is not None and self._questions >= budget.questions:
            return f"{budget.questions:,} question{'' if budget.questions == 1 else 's'}"
        if budget.tokens is not None and self._tokens >= budget.tokens:
            return f"{budget.tokens:,} tokens"
        if budget.seconds is not None and self._clock() - self._started >= budget.seconds:
            return f"{budget.seconds:g} seconds"
        return ""


def drawn(questions: Sequence[Question], seed: int) -> list[Question]:
    """The questions in an order that the seed and their ids alone decide: however few are asked, they are a sample of
    the set and not its beginning. All repeats of a question stand together."""
    return sorted(questions, key=lambda question: (_lot(question[0].id, seed), question[1]))


def _lot(case_id: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed} {case_id}".encode()).digest()
