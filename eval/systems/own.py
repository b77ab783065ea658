"""A system that a user brings, in one Python file with a function `system(dateline, settings)`."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from eval.systems.system import System
from rag.dateline import Dateline
from rag.domain.errors import DatelineError, UsageError
from rag.settings import Settings

MAKER = "system"
"""The function's name in the file."""


def is_own(name: str) -> bool:
    """Whether the name of a system is that of a file."""
    return name.endswith(".py")


def own_system(path: Path) -> Callable[[Dateline, Settings], System]:
    """The file's way to make its system. Raises UsageError naming file and line where it cannot be used; the function
    that comes back does too."""
    make = getattr(_module(path), MAKER, None)
    if not callable(make):
        raise UsageError(
            f"{path} has no function {MAKER}(dateline, settings) that returns a system. docs/eval.md shows a whole one."
        )

    def made(dateline: Dateline, settings: Settings) -> System:
        try:
            system = make(dateline, settings)
        except DatelineError:
            raise
        except Exception as error:
            raise UsageError(f"{path} could not make its system: {_place(error, path)}.") from error
        if not callable(getattr(system, "answer", None)):
            kind = type(system).__name__
            raise UsageError(f"{MAKER}() in {path} returned a {kind} without a method answer(case).")
        answering: System = system
        return answering

    return made


def _module(path: Path) -> ModuleType:
    if not path.is_file():
        raise UsageError(f"There is no file {path}. --system takes a name, or a Python file of yours.")
    spec = importlib.util.spec_from_file_location(f"own_system_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its dataclasses and pickled values look their module up by name.
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise UsageError(f"{path} cannot be loaded: {_place(error, path)}.") from error
    return module


def _place(error: Exception, path: Path) -> str:
    """The error, with the line of the user's own file that it came through."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    line = error.lineno if isinstance(error, SyntaxError) else lines[-1] if lines else None
    said = error.msg if isinstance(error, SyntaxError) else error
    return f"{type(error).__name__}: {said}{f' (line {line})' if line else ''}"
