"""A model's prose for the stories of one briefing, and what is done when the model fails halfway."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.writer import Writer, Written
from rag.domain.answer import Dropped, Statement, Usage
from rag.domain.errors import ModelError, ModelKeyMissing, ModelKeyRefused, ModelUnknown
from rag.domain.evidence import Evidence

EXTRACT = "extract"

_STORIES = 8
_SENTENCES_SHOWN = 14
_NEVER_WORKS = (ModelKeyMissing, ModelKeyRefused, ModelUnknown)


class Prose:
    """Writes story by story; after a failure of the model it writes no more, and ``notes`` says so."""

    def __init__(self, writer: Writer | None) -> None:
        self._writer = writer
        self._written = 0
        self._wrote = False
        self._model = writer.model if writer else EXTRACT
        self.usage = Usage()
        self.notes: tuple[str, ...] = ()
        self.failure = ""

    @property
    def model(self) -> str:
        """The model only where something on the page is in its words."""
        return self._model if self._wrote else EXTRACT

    def write(self, title: str, evidence: Sequence[Evidence]) -> tuple[list[Statement], tuple[Dropped, ...]]:
        """Checked statements, in the order of writing, and the withheld sentences; nothing without a model.

        Raises the ModelError where the endpoint refuses the key or the model's name before anything was written.
        """
        if self._writer is None or not evidence or self._written == _STORIES:
            return [], ()
        statements: list[Statement] = []
        dropped: list[Dropped] = []
        try:
            for event in self._writer.brief(title, evidence[:_SENTENCES_SHOWN]):
                match event:
                    case Statement():
                        statements.append(event)
                    case Dropped():
                        dropped.append(event)
                    case Written():
                        self._account(event)
        except _NEVER_WORKS as error:
            if not self._written:
                raise
            self._give_up(str(error))
        except ModelError as error:
            self._give_up(str(error))
        self._written += 1
        self._wrote = self._wrote or any(statement.support == "checked" for statement in statements)
        return statements, tuple(dropped)

    def _account(self, written: Written) -> None:
        self.usage = self.usage + written.usage
        self.notes = tuple(dict.fromkeys((*self.notes, *written.notes)))
        if written.broke_off:
            self._give_up(written.broke_off)

    def _give_up(self, why: str) -> None:
        self._writer = None
        told = f"after {self._written} stories" if self._written else "at the first story"
        self.notes += (f"The model failed {told}; the rest stands in the articles' own sentences.",)
        self.failure = why
