"""One question on its way to an answer: asked in a thread, watched by the page."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rag.domain.answer import Answer, Dropped, Statement, Step
from rag.domain.errors import DatelineError, ModelError
from rag.domain.question import Turn
from rag.ui.views import cited_in, conflict_view, first_words, numbered, source_views, statement_view
from rag.ui.words import searched_in_words
from rag.ui.work import Work

if TYPE_CHECKING:
    from rag.dateline import Dateline, Mode

_LONGEST_HEADING = 400


class Asking:
    """A question, and what has come of it so far. The thread only adds; the page only reads."""

    def __init__(self, question: str, *, mode: Mode, model: str = "") -> None:
        self.question, self.mode, self.model = question, mode, model
        self.step = ""
        self.statements: list[Statement] = []
        self.dropped: list[Dropped] = []
        self.stopped = threading.Event()
        self._work: Work[Answer | None] | None = None

    def start(self, dateline: Dateline, history: Sequence[Turn]) -> None:
        """Begin to ask; back soon, whether or not the answer is there."""
        self._work = Work(lambda: self._ask(dateline, history))
        self._work.start()

    def stop(self) -> None:
        """No more of this answer; the model is stopped at its next word."""
        self.stopped.set()

    @property
    def running(self) -> bool:
        return self._work is not None and self._work.running and not self.stopped.is_set()

    @property
    def answer(self) -> Answer | None:
        """The finished answer, None while it is being written, after a stop and after an error."""
        return self._work.result if self._work and not self.stopped.is_set() else None

    @property
    def error(self) -> DatelineError | None:
        return self._work.error if self._work else None

    @property
    def model_failed(self) -> bool:
        """Whether an answer without the model is worth offering."""
        return isinstance(self.error, ModelError)

    @property
    def turn(self) -> Turn:
        """For the questions that follow; what was declined or cut short helps only by its question."""
        answered = self.answer and not self.answer.abstained
        return Turn(self.question, self.answer.text if self.answer and answered else "")

    def _ask(self, dateline: Dateline, history: Sequence[Turn]) -> Answer | None:
        events = dateline.ask_streamed(self.question, history=history, mode=self.mode)
        for event in events:
            if self.stopped.is_set():
                # Leaving the loop would leave the generator, and so the model's stream, open.
                getattr(events, "close", lambda: None)()
                return None
            match event:
                case Step(text):
                    self.step = text
                case Statement():
                    self.statements.append(event)
                case Dropped():
                    self.dropped.append(event)
                case Answer():
                    return event
        return None

    def view(self, *, newest: bool) -> dict[str, object]:
        """What the component shows of it now; the ``newest`` is brought into sight."""
        answer = self.answer
        statements = list(answer.statements if answer else self.statements)
        dropped = answer.dropped if answer else tuple(self.dropped)
        conflicts = answer.conflicts if answer else ()
        chips = numbered(cited_in(statements, conflicts))
        return {
            "question": first_words(self.question, limit=_LONGEST_HEADING),
            "newest": newest,
            "running": self.running,
            "step": self.step,
            "statements": [statement_view(s, chips) for s in statements],
            "conflicts": [conflict_view(c, chips) for c in conflicts],
            "dropped": [{"text": d.text, "why": d.why} for d in dropped],
            "sources": [] if self.running else source_views(chips.values()),
            "error": str(self.error) if self.error else "",
            "abstention": _abstention(answer) if answer and answer.abstention else None,
            "understood": list(answer.understood) if answer else [],
            "missing": list(answer.missing) if answer else [],
            "notes": [*answer.premises, *answer.notes] if answer else [],
            "basis": self._basis(answer),
        }

    def _basis(self, answer: Answer | None) -> str:
        if self.stopped.is_set():
            return "Stopped. What stands here was checked; the rest was not written."
        if answer is None or answer.abstained:
            return ""
        writer = "the articles' own sentences" if answer.model == "extract" else f"written by {answer.model}"
        return f"{searched_in_words(answer.searched)} · {writer}"


def _abstention(answer: Answer) -> dict[str, object]:
    assert answer.abstention
    return {
        "text": answer.abstention.text,
        "nearest": list(numbered(answer.nearest).values()),
    }
