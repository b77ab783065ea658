"""Running a set against a system, through the same functions as the app."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.archive import all_versions, by_arrival, kept_archive
from eval.asking import Job, ask
from eval.budget import Budget, Question, Spending, drawn
from eval.case import CaseSet, load_set
from eval.folder import Answered, Asked, Result, RunFolder
from eval.gold import locate_gold
from eval.record import RunRecord, question_key, record_run
from eval.reports.run_json import run_as_json
from eval.rescore import report_of
from eval.scores import RunReport
from eval.systems import check_system, system_named
from eval.systems.own import is_own
from eval.workers import ask_in_workers
from rag.compose import now, open_embedder
from rag.dateline import Dateline
from rag.settings import Settings

SETS = Path(__file__).parent / "sets"
FEW_QUESTIONS = 50
"""For fewer, processes of their own cost more time than they save: each takes some seconds to start."""
MOST_WORKERS = 4
"""That are started without being asked for: each holds the embedding model and its archive in memory."""

Progress = Callable[[int, int], None]
"""Hears (questions done, questions in all)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a set is asked. ``workers`` None: `fitting_workers`. ``reuse`` is the folder of an earlier run whose answers
    are taken over where nothing that they depend on has changed. ``seed`` draws the questions that a budget allows."""

    workers: int | None = None
    repeats: int = 1
    budget: Budget = Budget()
    seed: int = 0
    reuse: Path | None = None


def run_set(
    set_path: Path,
    *,
    system: str = "dateline",
    out: Path | None,
    settings: Settings,
    progress: Progress | None,
    plan: Plan = Plan(),
    say: Callable[[str], None] | None = None,
) -> RunReport:
    """Ask every question of the set and score the replies; ``say`` hears what else the user should know.

    The record goes to the folder ``out``; a run that was cut short there goes on where it stopped, and its failed
    questions are asked again. Raises UsageError before anything is asked where the set, the system or the folder
    cannot be used.
    """
    check_system(system, settings)
    cases = by_arrival(load_set(find_set(set_path)))
    earlier = RunFolder(plan.reuse) if plan.reuse is not None else None
    earlier_record = earlier.record() if earlier else None
    dateline, archive = kept_archive(cases, settings)
    versions = list(all_versions(dateline))
    gold = locate_gold(cases, versions)
    with _folder(out) as folder:
        record = folder.begin(
            record_run(
                cases,
                system=Path(system).name,
                settings=settings,
                embedder=open_embedder(settings).fingerprint,
                articles=versions,
                started=now().isoformat(timespec="seconds"),
                own_file=Path(system) if is_own(system) else None,
                repeats=plan.repeats,
                seed=plan.seed,
            ),
            cases,
            gold,
        )
        # What was asked more often before stays asked that often.
        record = replace(record, repeats=max(plan.repeats, record.repeats))
        asking = _Asking(cases, record, folder, plan)
        if earlier and earlier_record:
            (say or _unheard)(asking.take_over(earlier, earlier_record))
        results = asking.results(Job(system, archive, settings), dateline, progress or _unheard)
        if asking.spent:
            (say or _unheard)(f"The budget of {asking.spent} is spent. The same command asks the next questions.")
        is_whole = len(results) == len(asking.questions)
        finished = now().isoformat(timespec="seconds") if is_whole else ""
        report = report_of(replace(record, finished=finished), cases, gold, results)
        folder.finish(report.record, run_as_json(report), results.values())
    return report


def find_set(path: Path) -> Path:
    """The file itself, else the shipped set that is meant by "seed" or "eval/sets/seed.jsonl"."""
    is_named = path.parent in (Path(), Path("eval/sets")) and path.suffix in ("", ".jsonl")
    shipped = SETS / f"{path.stem}.jsonl"
    return shipped if is_named and not path.exists() and shipped.exists() else path


def fitting_workers(questions: int, system: str, settings: Settings) -> int:
    """Where only this machine works, as many as it has cores. One where a model is asked, whose server may serve one
    at a time, and for a user's own system, of which nothing is known."""
    if questions < FEW_QUESTIONS or settings.writer or is_own(system):
        return 1
    return min(os.cpu_count() or 1, MOST_WORKERS)


class _Asking:
    """The questions of a run, those that are answered already, and the asking of the others."""

    def __init__(self, cases: CaseSet, record: RunRecord, folder: RunFolder, plan: Plan) -> None:
        self.questions = [(case, repeat) for case in cases.cases for repeat in range(1, record.repeats + 1)]
        self.spent = ""
        self._cases = {case.id: case for case in cases.cases}
        self._record = record
        self._folder = folder
        self._plan = plan
        wanted = {_asked(question) for question in self.questions}
        self._known: dict[Asked, Result] = {at: row for at, row in folder.answered().items() if at in wanted}

    def take_over(self, earlier: RunFolder, earlier_record: RunRecord) -> str:
        """Copies the earlier run's answers that still hold into this one; returns a sentence about how many."""
        by_key = {row.key: row for row in earlier.answered().values()}
        taken = 0
        for question in self._open():
            if found := by_key.get(self._key(question)):
                self._keep(replace(found, case_id=question[0].id, repeat=question[1]))
                taken += 1
        left = len(self._open())
        return taken_over(taken, left, earlier.path, self._record.reasons_to_ask(earlier_record))

    def results(self, job: Job, dateline: Dateline, progress: Progress) -> dict[Asked, Result]:
        """The results in the order of the set, of all questions but those that the budget did not allow."""
        waiting = self._open()
        if self._plan.budget.is_limited:
            waiting = drawn(waiting, self._plan.seed)
        spending = Spending(self._plan.budget)
        total = len(self.questions)
        done = total - len(waiting)
        if done:
            progress(done, total)
        for result in self._answers(spending.affordable(waiting), len(waiting), job, dateline):
            spending.count(result)
            self._keep(result)
            done += 1
            progress(done, total)
        self.spent = spending.spent if done < total else ""
        return {at: self._known[at] for at in map(_asked, self.questions) if at in self._known}

    def _answers(self, questions: Iterable[Question], count: int, job: Job, dateline: Dateline) -> Iterator[Result]:
        workers = self._plan.workers or fitting_workers(count, job.system, job.settings)
        if min(workers, count) > 1:
            workers = min(workers, count)
            # Neighbours in a set are about the same articles. A budget, though, wants each result before the next one.
            stretch = 1 if self._plan.budget.is_limited else math.ceil(count / workers)
            yield from ask_in_workers(questions, job, workers, stretch=stretch)
            return
        system = system_named(job.system)(dateline, job.settings)
        for question in questions:
            yield ask(question, system, dateline)

    def _open(self) -> list[Question]:
        return [question for question in self.questions if _asked(question) not in self._known]

    def _keep(self, result: Result) -> None:
        if isinstance(result, Answered) and not result.key:
            result = replace(result, key=self._key((self._cases[result.case_id], result.repeat)))
        self._known[result.case_id, result.repeat] = result
        self._folder.append(result)

    def _key(self, question: Question) -> str:
        return question_key(self._record, *question)


def taken_over(taken: int, left: int, earlier: Path, changed: Sequence[str]) -> str:
    """A sentence about what an earlier run spares this one; ``changed`` is what has changed for all of its answers."""
    answers = f"{taken} answer is" if taken == 1 else f"{taken} answers are"
    questions = f"{left} question is" if left == 1 else f"{left} questions are"
    unanswered = "it is new, was changed, or was" if left == 1 else "they are new, were changed, or were"
    why = f"{' and '.join(changed)} changed" if changed else f"{unanswered} not answered there"
    return f"{answers} taken over from {earlier}, {questions} to be asked{f': {why}' if left else ''}."


def _asked(question: Question) -> Asked:
    case, repeat = question
    return case.id, repeat


@contextmanager
def _folder(out: Path | None) -> Iterator[RunFolder]:
    """The run's folder; without ``out`` one that is gone afterwards."""
    if out is not None:
        folder = RunFolder(out)
        folder.make()
        yield folder
        return
    with TemporaryDirectory(prefix="dateline-eval-") as path:
        yield RunFolder(Path(path))


def _unheard(*_: object) -> None:
    """Nobody listens."""
