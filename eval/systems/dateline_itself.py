"""Dateline, through the same call that the app and the command line make."""

from __future__ import annotations

from eval.case import Case
from eval.reply import Reply, Said
from eval.systems.system import allowed
from rag.dateline import Dateline
from rag.domain.answer import Answer, Statement
from rag.domain.errors import WorkFailed
from rag.settings import Settings


class DatelineItself:
    """Answers in the mode that the settings choose: with the language model where one is configured."""

    def __init__(self, dateline: Dateline, settings: Settings) -> None:
        self._dateline = dateline
        self._model = settings.model

    def answer(self, case: Case) -> Reply:
        """The answer; WorkFailed where the configured model failed, even if an extractive answer stepped in."""
        answer = self._dateline.ask(case.question, history=case.history, filters=allowed(case))
        if answer.abstention is not None and answer.abstention.reason == "model_failed":
            raise WorkFailed(answer.abstention.text)
        return reply_of(answer)


def reply_of(answer: Answer) -> Reply:
    """What of an answer is measured."""
    return Reply(
        said=tuple(_said(statement) for statement in answer.statements),
        declined=answer.abstention.reason if answer.abstention else "",
        nearest=answer.nearest,
        model=answer.model,
        usage=answer.usage,
    )


def _said(statement: Statement) -> Said:
    short = statement.text[slice(*statement.answer_span)] if statement.answer_span else ""
    return Said(statement.text, statement.citations, short)
