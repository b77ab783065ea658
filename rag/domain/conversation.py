"""Conversations that are kept: questions, what was answered to them, and what their asker said of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rag.domain.answer import Answer
from rag.domain.evidence import Citation
from rag.domain.question import Filters, Reading, Turn

TITLE_CHARACTERS = 60
"""How much of the first question names a conversation until somebody gives it another name."""

Ending = Literal["", "stopped", "failed", "model_failed"]


@dataclass(frozen=True, slots=True)
class Conversation:
    """``owner`` is who signed in, "" on a machine of one's own; nobody else may see it. ``changed`` is when something
    was last asked in it."""

    id: str
    owner: str
    title: str
    started: datetime
    changed: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A question of a conversation and what came of it, as it was shown.

    ``readings`` is what was understood, ``without`` what the asker took back of it. ``answer`` is None while it is
    being written and where nothing came of it. After an ``ending`` it holds what had passed the check by then;
    ``error`` is why it failed.
    """

    id: str
    question: str
    asked: datetime
    filters: Filters = Filters()
    readings: tuple[Reading, ...] = ()
    without: tuple[Reading, ...] = ()
    answer: Answer | None = None
    ending: Ending = ""
    error: str = ""

    @property
    def turn(self) -> Turn:
        """For the questions that follow; what was declined or cut short helps only by its question."""
        whole = self.answer is not None and not self.answer.abstained and not self.ending
        return Turn(self.question, self.answer.text if self.answer and whole else "")

    @property
    def words(self) -> str:
        """What a search for it looks in."""
        return f"{self.question} {self.answer.text if self.answer else ''}".strip()


Judgement = Literal["right", "wrong", "wrong_citation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What an asker said of one answer, which it keeps as it was, with the turns before it.

    ``citation`` is the one that does not hold, for "wrong_citation"; ``correct`` what would have been right, "" where
    nobody said.
    """

    exchange: Exchange
    history: tuple[Turn, ...]
    judgement: Judgement
    given: datetime
    citation: Citation | None = None
    correct: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class StoredExchange:
    """An `Exchange` as the catalog holds it: ``text`` is its JSON, ``words`` what a search looks in."""

    id: str
    conversation_id: str
    words: str
    text: str


@dataclass(frozen=True, slots=True)
class StoredFeedback:
    """A `Feedback` as the catalog holds it, one for each exchange: ``text`` is its JSON."""

    exchange_id: str
    conversation_id: str
    given: datetime
    text: str


def title_of(question: str) -> str:
    """The beginning of a question, cut between words."""
    line = " ".join(question.split())
    if len(line) <= TITLE_CHARACTERS:
        return line
    return line[:TITLE_CHARACTERS].rsplit(" ", 1)[0].rstrip(",;:") + "…"
