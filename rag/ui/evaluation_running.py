"""Systems asked the questions of a set, one system after another in a thread; a folder for each."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.domain.errors import DatelineError
from rag.settings import Settings
from rag.ui.words import count_of
from rag.ui.work import Work


@dataclass(frozen=True, slots=True)
class Planned:
    """One system that is to be asked, and the folder that its run goes to; a run that is there already goes on."""

    system: str
    out: Path


@dataclass(frozen=True, slots=True)
class Problem:
    """A run that could not be made, or not to its end."""

    system: str
    reason: str


class _Stopped(DatelineError):
    """Somebody pressed Stop."""

    def __init__(self) -> None:
        super().__init__("The run was stopped. What was answered is kept; it can go on from there.")


class Running:
    """Runs on their way. The thread only writes what the page only reads."""

    def __init__(self, set_path: Path, planned: Sequence[Planned], settings: Settings) -> None:
        self.planned, self.problems = tuple(planned), list[Problem]()
        self.finished = list[Path]()
        self.done, self.total, self.pace = 0, 0, ""
        self._set_path, self._settings = set_path, settings
        self._is_stopped = False
        self._work = Work(self._run_all)

    def start(self) -> None:
        self._work.start()

    def stop(self) -> None:
        """Asks the thread to end after the question that it is at."""
        self._is_stopped = True

    @property
    def is_running(self) -> bool:
        return self._work.running

    @property
    def is_stopping(self) -> bool:
        return self.is_running and self._is_stopped

    @property
    def error(self) -> DatelineError | None:
        """What nobody foresaw; what a single run failed at stands in ``problems``."""
        return self._work.error

    @property
    def share_done(self) -> float:
        """Of all questions to all systems, 0 to 1."""
        over = len(self.finished) + len(self.problems)
        now = self.done / self.total if self.total and over < len(self.planned) else 0.0
        return min(1.0, (over + now) / len(self.planned))

    @property
    def summary(self) -> str:
        """ "dateline, 2 of 3: 14 of 152 questions", then what came of all."""
        if not self.is_running:
            return f"{count_of(len(self.finished), 'run')} finished"
        at = min(len(self.finished) + len(self.problems), len(self.planned) - 1)
        which = self.planned[at].system
        if len(self.planned) > 1:
            which += f", {at + 1} of {len(self.planned)}"
        return f"{which}: {'stopping' if self._is_stopped else self.pace or 'reading the articles'}"

    def _run_all(self) -> None:
        for planned in self.planned:
            self.done, self.total, self.pace = 0, 0, ""
            try:
                self._run(planned)
            except DatelineError as error:
                self.problems.append(Problem(planned.system, str(error)))
            else:
                self.finished.append(planned.out)

    def _run(self, planned: Planned) -> None:
        from eval.progress import Pace
        from eval.run import Plan, run_set

        def heed(done: int, total: int) -> None:
            if self._is_stopped:
                raise _Stopped
            self.done, self.total = done, total
            pace(done, total)

        pace = Pace(self._say)
        if self._is_stopped:
            raise _Stopped
        run_set(
            self._set_path,
            system=planned.system,
            out=planned.out,
            settings=self._settings,
            progress=heed,
            # The server's other cores belong to those who read and ask meanwhile.
            plan=Plan(workers=1),
        )

    def _say(self, pace: str) -> None:
        self.pace = pace


class Desk:
    """What is run on this server, by the folder of the runs: one order at a time, for whoever looks at the page.

    It outlives a visit, so that a reload finds its run again and does not start it a second time.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken: dict[Path, Running] = {}

    def current(self, folder: Path) -> Running | None:
        """The order that was taken last."""
        return self._taken.get(folder)

    def take(self, folder: Path, running: Running) -> None:
        """Begins the order, unless another is being worked on."""
        with self._lock:
            current = self._taken.get(folder)
            if current and current.is_running:
                return
            self._taken[folder] = running
        running.start()
