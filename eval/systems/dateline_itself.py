"""Dateline, through the same call that the app and the command line make."""

from __future__ import annotations

from eval.case import Case
from eval.reply import Confidence, Reply, Said
from eval.systems.system import allowed, ranked
from rag.dateline import Dateline
from rag.domain.answer import Answer, Statement
from rag.domain.errors import WorkFailed
from rag.settings import Settings


class DatelineItself:
    """Answers in the mode that the settings choose: with the language model where one is configured."""

    def __init__(self, dateline: Dateline, settings: Settings) -> None:
        self._dateline = dateline
        self._asks_model = bool(settings.writer)

    def answer(self, case: Case) -> Reply:
        """The answer. Raises ModelError where the model failed, and WorkFailed where its reply broke off half-way."""
        answer = self._dateline.ask(case.question, history=case.history, filters=allowed(case))
        if answer.broke_off:
            raise WorkFailed(answer.broke_off)
        return reply_of(answer, withheld=len(answer.dropped) if self._asks_model else None)


def reply_of(answer: Answer, *, withheld: int | None = None) -> Reply:
    """What of an answer is measured."""
    return Reply(
        said=tuple(_said(statement) for statement in answer.statements),
        declined=answer.abstention.reason if answer.abstention else "",
        premises=answer.premises,
        ranked=ranked(answer.passages),
        confidence=None if answer.confidence is None else Confidence(answer.confidence, "probability"),
        conflicts=answer.conflicts,
        withheld=withheld,
        model=answer.model,
        usage=answer.usage,
    )


def _said(statement: Statement) -> Said:
    short = statement.text[slice(*statement.answer_span)] if statement.answer_span else ""
    return Said(statement.text, statement.citations, short)
