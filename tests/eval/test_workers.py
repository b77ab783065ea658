"""Worker processes, and a run that is killed with SIGKILL; the system that is asked stands in a file of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eval.asking import Job
from eval.case import Case, load_set
from eval.folder import Answered, Failed, RunFolder
from eval.run import Plan, run_set
from eval.scores import RunReport
from eval.workers import ask_in_workers
from rag.domain.errors import UsageError, WorkFailed
from rag.settings import Settings

SYSTEM = """
import os
import time
from pathlib import Path

from eval.reply import Reply, Said

LOG = Path(__file__).with_name("asked.txt")


class Mine:
    def answer(self, case):
        with LOG.open("a") as file:
            file.write(f"{case.id} {os.getpid()}\\n")
        if case.question.startswith("Die"):
            os._exit(9)
        if case.question.startswith("Fail"):
            raise ValueError("no such price")
        if case.question.startswith("Threads"):
            return Reply(said=(Said(os.environ["OPENBLAS_NUM_THREADS"]),))
        time.sleep(0.02)
        print("said by the system")
        return Reply(said=(Said(f"answer to {case.id}"),))


def system(dateline, settings):
    if settings.passages == 1:
        raise ValueError("one passage is not enough")
    return Mine()
"""
RUN = """
import sys
from pathlib import Path
from eval.run import Plan, run_set
from rag.settings import Settings

if __name__ == "__main__":
    folder, workers = Path(sys.argv[1]), int(sys.argv[2])
    run_set(folder / "set.jsonl", system=str(folder / "mine.py"), out=folder / "run", settings=Settings(model=""),
            progress=None, plan=Plan(workers=workers))
"""
ROOT = Path(__file__).resolve().parents[2]
QUESTIONS = 200
PATIENCE_S = 60.0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.py").write_text(SYSTEM, encoding="utf-8")
    (tmp_path / "news.jsonl").write_text('{"id": "bridge", "body": "It opened."}', encoding="utf-8")
    (tmp_path / "run.py").write_text(RUN, encoding="utf-8")
    return tmp_path


def a_set(folder: Path, *questions: str) -> Path:
    rows = [
        {"id": f"q{at}", "question": question, "answerable": False, "kind": "unanswerable", "archive": "news.jsonl"}
        for at, question in enumerate(questions)
    ]
    (folder / "set.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    return folder / "set.jsonl"


def run(folder: Path, workers: int) -> RunReport:
    return run_set(
        folder / "set.jsonl",
        system=str(folder / "mine.py"),
        out=folder / "run",
        settings=Settings(model=""),
        progress=None,
        plan=Plan(workers=workers),
    )


def asked(folder: Path) -> list[str]:
    """The ids that the system was asked, in order, over all runs."""
    log = folder / "asked.txt"
    return [line.split()[0] for line in log.read_text().splitlines()] if log.exists() else []


def pids(folder: Path) -> set[int]:
    return {int(line.split()[1]) for line in (folder / "asked.txt").read_text().splitlines()}


def wait_until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_a_run_that_is_killed_loses_at_most_the_question_that_each_worker_was_at(folder: Path, workers: int) -> None:
    a_set(folder, *[f"What {n}?" for n in range(QUESTIONS)])
    command = [sys.executable, str(folder / "run.py"), str(folder), str(workers)]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}) as process:
        wait_until(lambda: len(asked(folder)) >= 10)
        process.send_signal(signal.SIGKILL)
    # Workers find their pipe closed and end; nobody is left to ask.
    wait_until(lambda: not any(is_alive(pid) for pid in pids(folder) - {os.getpid()}))
    kept = RunFolder(folder / "run").answered()
    before = asked(folder)
    assert 0 <= len(before) - len(kept) <= workers
    assert len(before) < QUESTIONS

    report = run(folder, 1)
    assert (len(report.questions), report.not_asked, report.failed) == (QUESTIONS, 0, ())
    assert len(asked(folder)) <= QUESTIONS + workers
    assert list(RunFolder(folder / "run").results()) == [(f"q{n}", 1) for n in range(QUESTIONS)]


def test_workers_give_the_answers_of_one_process_in_the_order_of_the_set(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    a_set(folder, *[f"What {n}?" for n in range(8)], "Fail?", "Threads?")
    environment = dict(os.environ)
    report = run(folder, 2)
    assert len(pids(folder)) == 2
    assert os.getpid() not in pids(folder)
    assert [q.reply.text for q in report.questions if q.reply] == [*(f"answer to q{n}" for n in range(8)), "1"]
    assert dict(os.environ) == environment
    assert [q.failed.split(" (")[0] for q in report.failed] == ["ValueError: no such price"]
    rows = (folder / "run" / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(row)["id"] for row in rows] == [f"q{n}" for n in range(10)]
    # The command's own result stays alone on stdout.
    assert "said by the system" not in capfd.readouterr().out


def questions(folder: Path, *texts: str) -> Iterator[tuple[Case, int]]:
    return iter([(case, 1) for case in load_set(a_set(folder, *texts)).cases])


def a_job(folder: Path, **settings: object) -> Job:
    return Job(str(folder / "mine.py"), folder / "archive", Settings(model="", **settings))  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_worker_that_dies_fails_its_question_and_the_others_go_on(folder: Path) -> None:
    results = list(ask_in_workers(questions(folder, "Die!", "What?", "Who?", "Why?"), a_job(folder), 2))
    failed = [result for result in results if isinstance(result, Failed)]
    assert [result.reason for result in failed] == ["the process that was asked ended by itself (exit status 9)"]
    assert {result.case_id for result in results if isinstance(result, Answered)} == {"q1", "q2", "q3"}


@pytest.mark.slow
def test_neighbours_in_a_set_are_asked_by_the_same_worker(folder: Path) -> None:
    texts = [f"What is {n}?" for n in range(12)]
    assert len(list(ask_in_workers(questions(folder, *texts), a_job(folder), 2, stretch=6))) == 12
    pid_of = dict(line.split() for line in (folder / "asked.txt").read_text().splitlines())
    assert sorted(pid_of) == sorted(f"q{n}" for n in range(12))
    assert len({pid_of[f"q{n}"] for n in range(3)}) == 1


@pytest.mark.slow
def test_the_stretch_of_a_worker_that_died_is_asked_by_the_others(folder: Path) -> None:
    results = list(ask_in_workers(questions(folder, "Die!", *["What?"] * 7), a_job(folder), 2, stretch=4))
    assert {result.case_id for result in results if isinstance(result, Failed)} == {"q0"}
    assert {result.case_id for result in results if isinstance(result, Answered)} == {f"q{n}" for n in range(1, 8)}


@pytest.mark.slow
def test_where_every_worker_dies_the_run_ends_and_says_so(folder: Path) -> None:
    results = ask_in_workers(questions(folder, "Die!", "Die!", "What?"), a_job(folder), 2)
    with pytest.raises(WorkFailed, match="Every worker process ended by itself"):
        list(results)


def test_a_system_that_cannot_be_made_ends_the_run_with_its_own_sentence(folder: Path) -> None:
    results = ask_in_workers(questions(folder, "What?", "Who?"), a_job(folder, passages=1), 2)
    with pytest.raises(UsageError, match=r"mine\.py could not make its system: ValueError: one passage is not enough"):
        list(results)
