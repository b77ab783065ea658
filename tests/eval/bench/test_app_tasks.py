"""The table of a first-time user's tasks."""

from __future__ import annotations

from pathlib import Path

from eval.bench import app_tasks
from eval.bench.app_user import Done


def test_a_task_that_was_not_done_says_what_was_looked_for_in_vain() -> None:
    table = app_tasks.rows([Done("Ask", 1, 1, 1.234, ""), Done("Copy", 2, 0, 60.0, "out of sight: button")])
    assert table[2:] == [
        "| Ask | 1 | 1 | 1.2 s | yes |",
        "| Copy | 2 | 0 | 60.0 s | out of sight: button |",
    ]


def test_there_are_ten_tasks_at_a_desk_each_with_a_name_of_its_own() -> None:
    names = [name for name, _ in app_tasks.tasks_at_a_desk(Path("quay.jsonl"), "http://127.0.0.1/")]
    assert len(set(names)) == len(names) == 10
