"""`dateline chat`: a conversation in the terminal, or with the lines of stdin."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from rag.cli.options import (
    ArchiveDir,
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
from rag.cli.reporting import Exit, say
from rag.domain.answer import Answer, Statement, Step
from rag.domain.errors import DatelineError
from rag.domain.question import Filters

if TYPE_CHECKING:
    from rag.dateline import Dateline

GREETING = "Ask about the archive; /open 1 shows a source, /help what else there is. Ctrl-D ends."
STOPPED = "Stopped. Press Ctrl-C again to quit."


def chat(
    mode: Mode = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    sources: Sources = None,
    sections: Sections = None,
    languages: Languages = None,
    archive: ArchiveDir = None,
) -> Exit:
    """Talk with the archive: questions, follow-ups, and sources that can be opened.

    Reads questions from stdin, one a line, where that is no terminal.
    """
    from rag.cli.opening import open_archive

    filters = filters_from(since, until, as_of, sources, sections, languages)
    dateline = open_archive(archive)
    dateline.answerers[mode or dateline.mode]()  # a model that is not configured is said now, not at every question
    talk = _Talk(dateline, mode, filters)
    return _in_terminal(talk) if sys.stdin.isatty() else _from_lines(talk)


def _in_terminal(talk: _Talk) -> Exit:
    """Until Ctrl-D or /quit; the first Ctrl-C stops an answer, one more quits."""
    say(GREETING)
    interrupted = False
    while True:
        try:
            line = _prompted()
        except EOFError:
            return Exit.DONE
        except KeyboardInterrupt:
            if interrupted:
                return Exit.INTERRUPTED
            interrupted = True
            say("Press Ctrl-C again to quit.")
            continue
        interrupted = False
        try:
            if talk.hears(line) == "over":
                return Exit.DONE
        except KeyboardInterrupt:
            interrupted = True
            say(STOPPED)
        except DatelineError as error:
            say(str(error))


def _from_lines(talk: _Talk) -> Exit:
    """Until the input ends; a line that fails does not stop those after it."""
    failed = 0
    for row in sys.stdin.buffer:
        line = row.decode("utf-8", errors="replace")
        talk.echo(line)
        try:
            if talk.hears(line) == "over":
                break
        except DatelineError as error:
            failed += 1
            say(str(error))
    return Exit.DONE_WITH_FAILURES if failed else Exit.DONE


def _prompted() -> str:
    """A line typed at the prompt. Raises EOFError at Ctrl-D."""
    from rich.console import Console
    from rich.text import Text

    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - from here on the line can be edited, and earlier ones come back
    return typed(Console(stderr=not sys.stdout.isatty()).input(Text("\n> ", style="bold"))) or ""


class _Talk:
    """The conversation and where it is printed."""

    def __init__(self, dateline: Dateline, mode: Mode, filters: Filters) -> None:
        from rag.answer.conversation import Conversation

        self._dateline = dateline
        self._mode = mode
        self._filters = filters
        self._conversation = Conversation()

    def hears(self, line: str) -> str:
        """Does what the line asks for: "over" after /quit, else "on". Raises DatelineError where that fails."""
        from rag.answer.conversation import Ask, Conversation, Help, ListSources, Open, Quit, StartAnew, read_entry

        match read_entry(line):
            case Ask(text):
                self._answer(text)
            case Open(number):
                self._open(number)
            case ListSources():
                self._list_sources()
            case StartAnew():
                self._conversation = Conversation()
                say("A new conversation.")
            case Help():
                self._help()
            case Quit():
                return "over"
        return "on"

    def echo(self, line: str) -> None:
        """The line itself, where nobody saw it being typed."""
        from rag.cli.terminal import print_lines
        from rag.render.terminal import Line

        if line.strip():
            print_lines([Line(f"> {line.strip()}", "strong")])

    def _answer(self, question: str) -> None:
        """Statements as they pass; a turn that was stopped or failed leaves its sources, but was not asked."""
        from rag.cli.terminal import print_lines, steps
        from rag.render.terminal import Marks, statement_line, turn_closing

        marks = Marks.going_on_from(self._conversation.sources)
        events = self._dateline.ask_streamed(
            question, filters=self._filters, history=self._conversation.turns, mode=self._mode
        )
        # Left by Ctrl-C, the loop would keep the model's stream open.
        with contextlib.closing(events), steps() as now:
            for event in events:
                if isinstance(event, Step):
                    now.show(event.text)
                elif isinstance(event, Statement):
                    self._conversation = self._conversation.citing(event.citations)
                    now.print_lines([statement_line(event, marks)])
                elif isinstance(event, Answer):
                    answer = event
        self._conversation = self._conversation.answered(question, answer)
        marks = Marks.going_on_from(self._conversation.sources)
        print_lines(turn_closing(answer, marks))

    def _open(self, number: int) -> None:
        from rag.cli.terminal import print_lines
        from rag.domain.errors import ArticleNotFound
        from rag.render.terminal import Line, Marks, article_lines

        citation = self._conversation.source(number)
        record = self._dateline.show(citation.article_id)
        version = record.version(citation.version)
        if version is None:
            raise ArticleNotFound(citation.article_id, citation.version)
        marks = Marks.going_on_from(self._conversation.sources)
        print_lines([*article_lines(record, version, citation), Line(), *marks.lines_of([citation])])

    def _list_sources(self) -> None:
        from rag.cli.terminal import print_lines
        from rag.render.terminal import Line, Marks

        nothing = [Line("No source has been cited yet.")]
        print_lines(Marks.going_on_from(self._conversation.sources).sources() or nothing)

    def _help(self) -> None:
        from rag.answer.conversation import COMMANDS
        from rag.cli.terminal import print_lines
        from rag.render.terminal import Line

        print_lines(Line(f"{command}: {does}") for command, does in COMMANDS)
