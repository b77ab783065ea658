"""A question as it was asked, and as it was understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

ReadingKind = Literal["follow-up", "rewritten", "published", "publisher", "section", "name"]


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
class Reading:
    """One thing that was read into a question and that its asker may take back: "publisher", "Harbour Post"."""

    kind: ReadingKind
    words: str

    @property
    def said(self) -> str:
        """As it is told to the reader."""
        told = {"follow-up": "follow-up, about", "rewritten": "asked as"}
        return f"{told.get(self.kind, self.kind)}: {self.words}"


@dataclass(frozen=True, slots=True)
class Days:
    """From ``since`` to ``until``, both included; None leaves that side open."""

    since: date | None = None
    until: date | None = None

    @property
    def is_one_day(self) -> bool:
        return self.since is not None and self.since == self.until

    def distance(self, day: date) -> int:
        """Days from the nearest day of the range to ``day``: 0 inside, below 0 before it, above 0 after it."""
        if self.since is not None and day < self.since:
            return (day - self.since).days
        if self.until is not None and day > self.until:
            return (day - self.until).days
        return 0


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is asked; ``context`` holds the words that say what it is about where ``text`` alone does not."""

    text: str
    context: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch [start, end) of the standalone question that is looked for by itself, in what it names.

    ``sources`` and ``sections`` are names of the archive, ``days`` when the articles were published. They steer the
    search and leave nothing out: unlike filters, which the user gave, they were only read.
    """

    text: str
    start: int
    end: int
    sources: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    days: tuple[Days, ...] = ()

    @property
    def names_anything(self) -> bool:
        return bool(self.sources or self.sections or self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``text`` as typed; ``standalone`` with what a follow-up left out put back from the history.

    ``parts`` are the things that are asked, at least one; ``clauses`` the stretches that are searched for.
    ``language`` is a two-letter code, "" if too short to tell; ``understood`` says in words what was read into the
    question (a follow-up, two parts, days), for the user to see; ``readings`` is what of it can be taken back, and
    ``without`` what was. ``names`` are people and places that it names: passages with them are preferred. ``today`` is
    the day that "yesterday" counts from, where there is one.
    """

    text: str
    standalone: str
    parts: tuple[Part, ...]
    filters: Filters = Filters()
    history: tuple[Turn, ...] = ()
    language: str = ""
    understood: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    clauses: tuple[Clause, ...] = ()
    names: tuple[str, ...] = ()
    today: date | None = None
    without: tuple[Reading, ...] = ()
