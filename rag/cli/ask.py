"""`dateline ask`: an answer whose every sentence is cited and checked, or a reasoned refusal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rag.cli.options import (
    ArchiveDir,
    AsJson,
    AsOf,
    Languages,
    Mode,
    Sections,
    Since,
    Sources,
    Until,
    filters_from,
    typed,
)
from rag.cli.reporting import Exit
from rag.domain.answer import Answer, Statement, Step
from rag.domain.errors import UsageError
from rag.domain.question import Filters

if TYPE_CHECKING:
    from rag.dateline import Dateline


def ask(
    question: Annotated[str | None, typer.Argument(help="The question.", show_default=False)] = None,
    questions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help='JSONL of {"id", "question", "history"?}; prints one JSON row for each.'),
    ] = None,
    mode: Mode = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    sources: Sources = None,
    sections: Sections = None,
    languages: Languages = None,
    as_json: AsJson = False,
    archive: ArchiveDir = None,
) -> Exit:
    """Answer a question from the archived articles."""
    from rag.cli.opening import open_archive
    from rag.cli.terminal import json_alone
    from rag.render.json import answer_as_json

    question = typed(question)
    filters = filters_from(since, until, as_of, sources, sections, languages)
    if (question is None) == (questions is None):
        raise UsageError("Give either a question, or a file of questions with --questions.")
    if question is None:
        assert questions is not None
        return _ask_all(questions, archive, mode, filters)
    if as_json:
        with json_alone() as print_json:
            print_json(answer_as_json(open_archive(archive).ask(question, filters=filters, mode=mode)))
    else:
        _print_streamed(open_archive(archive), question, mode, filters)
    return Exit.DONE


def _print_streamed(dateline: Dateline, question: str, mode: Mode, filters: Filters) -> None:
    """Each statement as soon as it has passed its check, then everything that belongs under them."""
    from rag.cli.terminal import print_lines, steps
    from rag.render.terminal import Marks, answer_closing, statement_line

    marks = Marks()
    with steps() as now:
        for event in dateline.ask_streamed(question, filters=filters, mode=mode):
            if isinstance(event, Step):
                now.show(event.text)
            elif isinstance(event, Statement):
                now.print_lines([statement_line(event, marks)])
            elif isinstance(event, Answer):
                answer = event
    print_lines(answer_closing(answer, marks))


def _ask_all(file: Path, archive: Path | None, mode: Mode, filters: Filters) -> Exit:
    from rag.cli.batch import run_batch
    from rag.cli.opening import open_archive
    from rag.cli.rows import GoodRow, QuestionRow
    from rag.render.json import answer_as_json

    dateline = open_archive(archive)

    def work(row: GoodRow[QuestionRow]) -> dict[str, object]:
        answer = dateline.ask(row.row.question, filters=filters, history=row.row.turns(), mode=mode)
        return answer_as_json(answer, row_id=row.id)

    return run_batch(file, QuestionRow, work)
