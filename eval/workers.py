"""Asking questions in several processes at once, each with an archive and a system of its own.

Processes and not threads: most of the work without a model is Python's own, and a system that a user brings need not be
safe to share. A worker ends when the process that started it does, however that ended: its end of the pipe closes.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING

from rag.domain.errors import DatelineError, UsageError, WorkFailed

if TYPE_CHECKING:
    from eval.asking import Job
    from eval.budget import Question
    from eval.folder import Result

_END_S = 5.0
_ONE_EACH = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS")


@dataclass(frozen=True, slots=True)
class _Broken:
    """Why a worker cannot go on, for the process that started it: an error class of ours need not survive a pipe."""

    message: str
    is_usage: bool


def ask_in_workers(questions: Iterable[Question], job: Job, workers: int, *, stretch: int = 1) -> Iterator[Result]:
    """The results as they come, in no certain order.

    A worker asks ``stretch`` questions in a row: neighbours in a set are often about the same articles, which it has
    then read. So many are taken from ``questions`` ahead of their results. A question whose worker died is a failed
    one, and the others of its stretch go to the workers that are left. Raises UsageError or WorkFailed where no worker
    can go on.
    """
    waiting = _Stretches(questions, stretch)
    pool = [_Worker(job) for _ in range(workers)]
    try:
        for worker in pool:
            worker.hand(waiting.next_for(worker))
        while asked := [worker for worker in pool if worker.question]:
            ready = wait([worker.connection for worker in asked])
            for worker in [worker for worker in asked if worker.connection in ready]:
                yield worker.result()
                # Asked for after the result was taken, so that a budget knows what it has cost.
                worker.hand(None if worker.is_dead else waiting.next_for(worker))
            if all(worker.is_dead for worker in pool):
                raise WorkFailed(
                    "Every worker process ended by itself, perhaps for want of memory. The answers that came are kept; "
                    "run again with a smaller --workers."
                )
    finally:
        for worker in pool:
            worker.end()


class _Stretches:
    """The questions that wait: every worker's own, then those that nobody has."""

    def __init__(self, questions: Iterable[Question], length: int) -> None:
        self._questions = iter(questions)
        self._length = length
        self._own: dict[_Worker, deque[Question]] = {}

    def next_for(self, worker: _Worker) -> Question | None:
        """None: there is none that this worker should ask."""
        own = self._own.setdefault(worker, deque())
        if not own:
            own.extend(islice(self._questions, self._length))
        if own:
            return own.popleft()
        longest = max(self._own.values(), key=len)
        return longest.pop() if longest else None


class _Worker:
    """One process, seen from the one that started it."""

    def __init__(self, job: Job) -> None:
        # A forked process would share locks and open databases with this one.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, job), daemon=True)
        with _one_thread_each():
            self._process.start()
        theirs.close()
        self.question: Question | None = None
        self.is_dead = False

    def hand(self, question: Question | None) -> None:
        """The next question; None: there is none."""
        self.question = question
        if question is not None:
            try:
                self.connection.send(question)
            except OSError:
                self.is_dead = True

    def result(self) -> Result:
        """Of the question that it was handed. Raises UsageError or WorkFailed where the worker says it cannot go on."""
        from eval.folder import Failed

        assert self.question is not None
        case, repeat = self.question
        try:
            found = self.connection.recv()
        except (EOFError, OSError):
            self.is_dead = True
            self._process.join(_END_S)
            code = self._process.exitcode
            return Failed(case.id, f"the process that was asked ended by itself (exit status {code})", repeat)
        if isinstance(found, _Broken):
            raise UsageError(found.message) if found.is_usage else WorkFailed(found.message)
        result: Result = found
        return result

    def end(self) -> None:
        """The process with it; one that is still asking is not waited for."""
        self.connection.close()
        if self.question is not None:
            self._process.terminate()
        self._process.join(_END_S)


@contextlib.contextmanager
def _one_thread_each() -> Iterator[None]:
    """What is started meanwhile multiplies matrices on one thread, as the embedder does there: threads that spin while
    they wait for one another trebled the processor time of a question.

    Set from outside, since numpy may be loaded before anything of ours runs there.
    """
    before = {name: os.environ.get(name) for name in _ONE_EACH}
    os.environ.update({name: value or "1" for name, value in before.items()})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]


def _work(connection: Connection, job: Job) -> None:
    """What a worker process does: questions in, results out, until the other end closes."""
    # Ctrl-C reaches every process of the terminal; the one that started this one decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    job = replace(job, settings=job.settings.model_copy(update={"embedder_threads": 1}))
    # What a system prints is not the command's result.
    sys.stdout = sys.stderr
    from eval.asking import ask, open_job

    try:
        system, dateline = open_job(job)
    except Exception as error:  # noqa: BLE001 - told to the process that waits for an answer, which says so
        connection.send(_Broken(str(error), isinstance(error, UsageError)))
        return
    try:
        while True:
            connection.send(ask(connection.recv(), system, dateline))
    except (EOFError, OSError):
        return  # whoever asked is gone
    except DatelineError as error:
        connection.send(_Broken(str(error), isinstance(error, UsageError)))
