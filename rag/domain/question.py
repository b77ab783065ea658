"""A question as it was asked, and as it was understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier turn of a conversation. It helps to understand a follow-up; it is never evidence."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What may be searched. Days are inclusive; an empty tuple means no restriction.

    ``as_of`` restricts to what the archive knew at the end of that day.
    """

    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    sources: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def restrict(self) -> bool:
        """Whether anything is filtered at all."""
        return self != Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``text`` as typed; ``standalone`` with what a follow-up left out put back from the history.

    ``language`` is a two-letter code, "" if too short to tell; ``understood`` says in words what was read
    into the question (a date, a source, a follow-up), for the user to see.
    """

    text: str
    standalone: str
    filters: Filters = Filters()
    history: tuple[Turn, ...] = ()
    language: str = ""
    understood: tuple[str, ...] = ()
