"""What a system must offer to be measured."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from eval.case import Case
from eval.reply import Ranked, Reply
from rag.domain.passage import Hit
from rag.domain.question import Filters


class System(Protocol):
    """Anything that answers questions on an archive."""

    def answer(self, case: Case) -> Reply:
        """The reply to ``case.question`` after ``case.history``; the gold is not looked at.

        Raises DatelineError where the system could not work: the question then counts as failed, not as wrong.
        """


def allowed(case: Case) -> Filters:
    """What may be searched for a case: everything, or what was known on its ``as_of`` day; where the archive does not
    say when its articles came, what was published by then."""
    return Filters(as_of=case.as_of) if case.by_arrival else Filters(until=case.as_of)


def ranked(hits: Iterable[Hit], *, part: str = "") -> tuple[Ranked, ...]:
    """Hits as a ranking, in the order given; ``part`` names the part of the score that they are ranked by."""
    return tuple(
        Ranked(
            hit.passage.article_id,
            hit.passage.version,
            "body",
            hit.passage.start,
            hit.passage.end,
            hit.parts.get(part, 0.0) if part else hit.score,
        )
        for hit in hits
    )
