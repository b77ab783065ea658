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


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is asked; ``context`` holds the words that say what it is about where ``text`` alone does not."""

    text: str
    context: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``text`` as typed; ``standalone`` with what a follow-up left out put back from the history.

    ``parts`` are the things that are asked, at least one. ``language`` is a two-letter code, "" if too short to
    tell; ``understood`` says in words what was read into the question (a follow-up, two parts), for the user to see.
    """

    text: str
    standalone: str
    parts: tuple[Part, ...]
    filters: Filters = Filters()
    history: tuple[Turn, ...] = ()
    language: str = ""
    understood: tuple[str, ...] = ()
