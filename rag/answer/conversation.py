"""A conversation: its turns, the sources that it has numbered so far, and what a typed line asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rag.domain.answer import Answer
from rag.domain.errors import UsageError
from rag.domain.evidence import Citation
from rag.domain.question import Turn


@dataclass(frozen=True, slots=True)
class Conversation:
    """``turns`` help to understand what is asked next and are never evidence; ``sources`` are numbered from 1.

    A source keeps its number as long as the conversation lasts, so that [3] can still be opened ten turns later.
    """

    turns: tuple[Turn, ...] = ()
    sources: tuple[Citation, ...] = ()

    def citing(self, citations: Iterable[Citation]) -> Conversation:
        """With those that are new numbered on."""
        return replace(self, sources=tuple(dict.fromkeys((*self.sources, *citations))))

    def answered(self, question: str, answer: Answer) -> Conversation:
        """With a turn more; what was declined helps the next question only by its own."""
        cited = [citation for statement in answer.statements for citation in statement.citations]
        disputed = [side.citation for conflict in answer.conflicts for side in conflict.sides]
        turn = Turn(question, "" if answer.abstained else answer.text)
        return replace(self.citing([*cited, *disputed, *answer.nearest]), turns=(*self.turns, turn))

    def source(self, number: int) -> Citation:
        """The source of that number. Raises UsageError where there is none."""
        if 1 <= number <= len(self.sources):
            return self.sources[number - 1]
        there_are = f"the sources are 1 to {len(self.sources)}" if self.sources else "no source has been cited yet"
        raise UsageError(f"There is no source {number}; {there_are}.")


@dataclass(frozen=True, slots=True)
class Ask:
    """A question."""

    text: str


@dataclass(frozen=True, slots=True)
class Open:
    """`/open N`: the article of that source."""

    number: int


@dataclass(frozen=True, slots=True)
class ListSources:
    """`/sources`: everything cited so far."""


@dataclass(frozen=True, slots=True)
class StartAnew:
    """`/new`: forget what was asked."""


@dataclass(frozen=True, slots=True)
class Help:
    """`/help`: what can be typed."""


@dataclass(frozen=True, slots=True)
class Quit:
    """`/quit`."""


Entry = Ask | Open | ListSources | StartAnew | Help | Quit

COMMANDS: tuple[tuple[str, str], ...] = (
    ("/open N", "show the article of source N, its quote highlighted"),
    ("/sources", "list what was cited so far"),
    ("/new", "start anew"),
    ("/help", "show this list"),
    ("/quit", "end; Ctrl-D does too"),
)
"""What can be typed beside questions, and what it does."""

_PLAIN: dict[str, Entry] = {"/sources": ListSources(), "/new": StartAnew(), "/help": Help(), "/quit": Quit()}


def read_entry(line: str) -> Entry | None:
    """What a typed line asks for, None for an empty one. Raises UsageError for a command that there is not."""
    words = line.split()
    if not words:
        return None
    if not words[0].startswith("/"):
        return Ask(line.strip())
    if len(words) == 1 and words[0] in _PLAIN:
        return _PLAIN[words[0]]
    if words[0] == "/open":
        return Open(_number(words[1:]))
    raise UsageError(f"There is no command {line.strip()!r}. Type /help for those that there are.")


def _number(words: list[str]) -> int:
    typed = words[0].strip("[]") if len(words) == 1 else ""
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise UsageError("Say which source to open by its number, for example /open 1.")
    return int(typed)
