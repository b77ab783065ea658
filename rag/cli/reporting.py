"""How a verb ends: an exit status, and one sentence on stderr where something went wrong."""

from __future__ import annotations

import functools
import os
import sys
import traceback
from collections.abc import Callable
from enum import IntEnum
from typing import ParamSpec

import typer

from rag.domain.errors import DatelineError

Parameters = ParamSpec("Parameters")


class Exit(IntEnum):
    """The exit statuses of the contract."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    DONE_WITH_FAILURES = 3
    INTERRUPTED = 130


def reported(verb: Callable[Parameters, Exit]) -> Callable[Parameters, None]:
    """The verb as a command that ends with its exit status and never with a traceback."""

    @functools.wraps(verb)
    def command(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        try:
            status: int = verb(*args, **kwargs)
            sys.stdout.flush()
        except KeyboardInterrupt:
            status = _said("Interrupted. What was stored before is kept.", Exit.INTERRUPTED)
        except BrokenPipeError:
            status = _reader_gone()
        except DatelineError as error:
            status = _said(str(error), error.exit_status)
        except Exception as error:  # noqa: BLE001 - the last line of defence: a user never sees a traceback
            status = _said(sentence_for(error), Exit.FAILED)
        raise typer.Exit(status)

    return command


def sentence_for(error: Exception) -> str:
    """What the user is told about ``error``; the traceback goes to stderr where DATELINE_TRACEBACK asks for it."""
    if isinstance(error, DatelineError):
        return str(error)
    if os.environ.get("DATELINE_TRACEBACK"):
        traceback.print_exception(error)
    return _system_refusal(error) if isinstance(error, OSError) else _bug(error)


def say(message: str) -> None:
    """One message on stderr."""
    from rag.render.escape import for_terminal

    print(for_terminal(message), file=sys.stderr, flush=True)


def _said(sentence: str, status: int) -> int:
    say(" ".join(sentence.split()))
    return status


def _reader_gone() -> Exit:
    """Whoever read stdout stopped reading (`dateline … | head`): end without a word."""
    # The interpreter flushes stdout once more at exit; give it somewhere to write to.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.FAILED


def _system_refusal(error: OSError) -> str:
    place = f" ({error.filename})" if error.filename else ""
    return f"The operating system refused: {error.strerror or error}{place}. Check permissions and free space."


def _bug(error: Exception) -> str:
    return (
        f"This is a bug in Dateline: {type(error).__name__}: {error}; run again with DATELINE_TRACEBACK=1 for details."
    )
