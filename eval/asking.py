"""Asking a system one question, and opening the system that is to be asked."""

from __future__ import annotations

import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from eval.budget import Question
from eval.folder import Answered, Failed, Result
from eval.reply import Reply
from eval.systems import system_named
from eval.systems.system import System
from eval.witness import bear_witness
from rag.compose import open_dateline
from rag.dateline import Dateline
from rag.domain.errors import DatelineError, ModelKeyMissing, ModelKeyRefused, ModelUnknown
from rag.settings import Settings

SETUP_ERRORS = (ModelKeyMissing, ModelKeyRefused, ModelUnknown)
"""Every question would fail alike: these end the run at once."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a process needs in order to ask: ``archive`` is the folder of the archive that the set is about."""

    system: str
    archive: Path
    settings: Settings


def open_job(job: Job) -> tuple[System, Dateline]:
    """The system and the archive that it answers from. Raises UsageError where the system cannot be made."""
    dateline = open_dateline(job.settings.model_copy(update={"archive": job.archive}))
    return system_named(job.system)(dateline, job.settings), dateline


def ask(question: Question, system: System, dateline: Dateline) -> Result:
    """The reply with what the archive says of it, or why there is none. Raises one of SETUP_ERRORS."""
    case, repeat = question
    started = time.perf_counter()
    try:
        reply = system.answer(case)
        latency_ms = (time.perf_counter() - started) * 1e3
        if not isinstance(reply, Reply):
            return Failed(case.id, f"the system returned {type(reply).__name__}, not an eval.reply.Reply", repeat)
        return Answered(case.id, reply, bear_witness(reply, dateline), latency_ms, repeat)
    except SETUP_ERRORS:
        raise
    except DatelineError as error:
        return Failed(case.id, str(error), repeat)
    except Exception as error:  # noqa: BLE001 - a fault at one question must not lose the answers to the others
        return Failed(case.id, _described(error), repeat)


def _described(error: Exception) -> str:
    """The kind of error, what it says, and where it was raised."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(last.filename).name}, line {last.lineno})"
