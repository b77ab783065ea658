"""Printing: results on stdout, progress and messages on stderr, and nothing but JSON where JSON was asked for."""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from rag.domain.ingest import IngestProgress
from rag.render.escape import for_terminal
from rag.render.terminal import Line, Tone

if TYPE_CHECKING:
    from rich.status import Status
    from rich.text import Text

_MARKED = "reverse"
_STYLES: dict[Tone, str] = {"plain": "", "strong": "bold", "quiet": "dim", "warning": "yellow"}


def print_lines(lines: Iterable[Line]) -> None:
    """Each line on stdout, wrapped at words in a terminal and left whole in a pipe."""
    from rich.console import Console
    from rich.padding import Padding

    console = Console(highlight=False)
    for line in lines:
        text = _text_of(line, *(("", "") if console.is_terminal else (">>>", "<<<")))
        if console.is_terminal:
            console.print(Padding(text, (0, 0, 0, line.indent)))
        else:
            print(" " * line.indent + text.plain)
    sys.stdout.flush()


def _text_of(line: Line, opening: str, closing: str) -> Text:
    """The line with its marked part highlighted, and between ``opening`` and ``closing``."""
    from rich.text import Text

    style = _STYLES[line.tone]
    if line.marked is None:
        return Text(for_terminal(line.text), style=style)
    start, end = line.marked
    pieces = (line.text[:start], style), (line.text[start:end], f"{style} {_MARKED}".strip()), (line.text[end:], style)
    before, marked, after = (Text(_keeping_edges(piece), style=look) for piece, look in pieces)
    return before + opening + marked + closing + after


def _keeping_edges(piece: str) -> str:
    """A piece of a line, escaped, with the spaces at its ends that part it from the others."""
    shown = for_terminal(piece)
    if not shown:
        return " " if piece[:1].isspace() else ""
    return f"{' ' * piece[0].isspace()}{shown}{' ' * piece[-1].isspace()}"


def print_text(text: str) -> None:
    """A finished text on stdout: as it is in a pipe, without control characters in a terminal."""
    if sys.stdout.isatty():
        # Piece by piece, so that the columns of a table stay where they are.
        text = re.sub(r"[^ \n]+", lambda piece: for_terminal(piece[0]), text)
    print(text.removesuffix("\n"))


@contextlib.contextmanager
def json_alone() -> Iterator[Callable[[dict[str, object]], None]]:
    """A function that prints one JSON object; whatever else prints meanwhile goes to stderr."""
    from rag.render.json import one_line

    stdout = sys.stdout

    def print_json(row: dict[str, object]) -> None:
        print(one_line(row), file=stdout, flush=True)

    with contextlib.redirect_stdout(sys.stderr):
        yield print_json


@contextlib.contextmanager
def ingest_progress() -> Iterator[Callable[[IngestProgress], None] | None]:
    """A line on stderr that follows an ingest or a rebuild; None where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as status:

        def follow(progress: IngestProgress) -> None:
            waiting = f", {progress.passages_waiting} passages wait" if progress.passages_waiting else ""
            current = f" · {for_terminal(progress.current)}" if progress.current else ""
            status.update(_plain(f"{progress.articles} articles{waiting}{current}"))

        yield follow


class Steps:
    """What is being done now, on stderr; silent where stderr is no terminal."""

    def __init__(self, status: Status | None) -> None:
        self._status = status

    def show(self, text: str) -> None:
        """Say it in place of what was said before."""
        if self._status is not None:
            self._status.update(_plain(for_terminal(text)))

    def print_lines(self, lines: Iterable[Line]) -> None:
        """Lines on stdout; what is being said makes way, since both may be the same terminal."""
        if self._status is not None:
            self._status.stop()
        print_lines(lines)
        if self._status is not None:
            self._status.start()


@contextlib.contextmanager
def steps() -> Iterator[Steps]:
    """Steps that end with the block."""
    if not sys.stderr.isatty():
        yield Steps(None)
        return
    from rich.console import Console

    with Console(stderr=True).status("searching") as status:
        yield Steps(status)


def _plain(text: str) -> Text:
    from rich.text import Text

    return Text(text)
