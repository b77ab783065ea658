"""What a system must offer to be measured."""

from __future__ import annotations

from typing import Protocol

from eval.case import Case
from eval.reply import Reply
from rag.domain.question import Filters


class System(Protocol):
    """Anything that answers questions on an archive."""

    def answer(self, case: Case) -> Reply:
        """The reply to ``case.question`` after ``case.history``; the gold is not looked at.

        Raises DatelineError where the system could not work: the question then counts as failed, not as wrong.
        """


def allowed(case: Case) -> Filters:
    """What may be searched for a case: everything, or what was published up to its ``as_of``."""
    return Filters(until=case.as_of)
