"""One question on its way to an answer: asked in a thread, watched by any page that shows its conversation."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from rag.domain.answer import Answer, AnswerEvent, Dropped, Statement, Step, Understood
from rag.domain.conversation import Ending, Exchange
from rag.domain.errors import DatelineError, ModelError
from rag.domain.question import Filters, Reading, Turn
from rag.ui.work import QUICK_S, UNHURRIED_S, Work

if TYPE_CHECKING:
    from collections.abc import Generator

    from rag.dateline import Dateline, Mode

UNFORESEEN = "Something went wrong that should not have; the server's terminal has the details."
logger = logging.getLogger(__name__)


class Asking:
    """A question, and what has come of it so far. The thread only adds; pages only read.

    ``keep`` is handed the exchange once, when it is settled: answered, failed or stopped, whichever comes first.
    """

    def __init__(
        self,
        exchange_id: str,
        question: str,
        *,
        asked: datetime,
        mode: Mode,
        filters: Filters,
        without: Collection[Reading] = (),
        keep: Callable[[Exchange], None],
    ) -> None:
        self.exchange_id, self.question, self.asked, self.mode = exchange_id, question, asked, mode
        self.filters, self.without = filters, tuple(without)
        self.step = ""
        self._readings: tuple[Reading, ...] = ()
        self._statements: list[Statement] = []
        self._dropped: list[Dropped] = []
        self._keep = keep
        self._lock = threading.Lock()
        self._settled: Exchange | None = None

    def start(self, dateline: Dateline, history: Sequence[Turn]) -> None:
        """Begin to ask; back soon, whether or not the answer is there."""
        with _REGISTRY:
            _at_work[self.exchange_id] = self
        work = Work(lambda: self._ask(dateline, history))
        work.start(patience_s=QUICK_S if self.mode == "llm" else UNHURRIED_S)

    def stop(self) -> None:
        """No more of this answer: what was checked is kept, and the model is stopped at its next word."""
        self._settle("stopped")

    @property
    def running(self) -> bool:
        return self._settled is None

    @property
    def exchange(self) -> Exchange:
        """As it stands now."""
        return self._settled or self._so_far("", None, "")

    def _ask(self, dateline: Dateline, history: Sequence[Turn]) -> None:
        try:
            events = dateline.ask_streamed(
                self.question, filters=self.filters, history=history, mode=self.mode, without=self.without
            )
            self._listen(events)
        except ModelError as error:
            self._settle("model_failed", error=str(error))
        except DatelineError as error:
            self._settle("failed", error=str(error))
        except Exception:
            # A thread has nobody above it: what is written here is all that anyone will ever learn.
            logger.exception("a question could not be answered")
            self._settle("failed", error=UNFORESEEN)

    def _listen(self, events: Generator[AnswerEvent, None, None]) -> None:
        for event in events:
            if not self.running:
                # Leaving the loop would leave the generator, and so the model's stream, open.
                events.close()
                return
            match event:
                case Understood(readings):
                    self._readings = readings
                case Step(text):
                    self.step = text
                case Statement():
                    self._statements.append(event)
                    self._tell_of_checking()
                case Dropped():
                    self._dropped.append(event)
                    self._tell_of_checking()
                case Answer():
                    self._settle("", answer=event)

    def _tell_of_checking(self) -> None:
        if self.mode == "llm":
            self.step = f"checking sentence {len(self._statements) + len(self._dropped) + 1}"

    def _settle(self, ending: Ending, *, answer: Answer | None = None, error: str = "") -> None:
        with self._lock:
            if self._settled is not None:
                return
            self._settled = self._so_far(ending, answer, error)
        try:
            self._keep(self._settled)
        except DatelineError as failed:
            logger.warning("an answer could not be kept: %s", failed)
        finally:
            with _REGISTRY:
                _at_work.pop(self.exchange_id, None)

    def _so_far(self, ending: Ending, answer: Answer | None, error: str) -> Exchange:
        statements, dropped = tuple(self._statements), tuple(self._dropped)
        if answer is None and (statements or dropped):
            answer = Answer(question=self.question, statements=statements, dropped=dropped)
        return Exchange(
            id=self.exchange_id,
            question=self.question,
            asked=self.asked,
            filters=self.filters,
            readings=self._readings,
            without=self.without,
            answer=answer,
            ending=ending,
            error=error,
        )


_REGISTRY = threading.Lock()
_at_work: dict[str, Asking] = {}
"""Of this server, by the id of the exchange: a page that was reloaded finds its answer being written."""


def at_work() -> dict[str, Asking]:
    """Those under way now. Look here before looking at what is kept: what is settled in between is then found."""
    with _REGISTRY:
        return dict(_at_work)
