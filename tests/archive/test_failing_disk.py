"""A disk that is full, broken or read-only from one moment on: one clear error, nothing lost, and work can go on later.

The moments are the named points at which `test_kill` kills, and times spread over the work; the disk then fails for
every thread and library of the process (`archive.failing_disk`).
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import get_args

import pytest
from archive.failing_disk import IS_SUPPORTED, Fault
from archive.killed_archive import POINTS, passes_before
from archive.undisturbed import (
    Undisturbed,
    assert_completed,
    assert_nothing_reported_is_lost,
    assert_one_clear_error,
    undisturbed,
)

__all__ = ["undisturbed"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not IS_SUPPORTED, reason="faults are made by system call filters of Linux on x86-64"),
]
FAULTS: tuple[Fault, ...] = get_args(Fault)
NAMED = [(point, FAULTS[n % len(FAULTS)]) for n, point in enumerate(POINTS)]
TIMES = 6


@pytest.mark.parametrize(("point", "fault"), NAMED)
def test_a_disk_that_fails_at_a_named_point(tmp_path: Path, undisturbed: Undisturbed, point: str, fault: Fault) -> None:
    folder = tmp_path / "archive"
    passes = passes_before(point, random.Random(point))
    ended = undisturbed.children.work(folder, point=point, passes=passes, happens=fault)
    if "rebuilt" not in ended["said"]:
        assert_one_clear_error(ended)
    assert_nothing_reported_is_lost(folder, ended["said"], undisturbed)
    assert undisturbed.children.work(folder)["said"][-1] == "rebuilt"
    assert_completed(folder, undisturbed)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_disk_that_fails_again_and_again_at_any_time(tmp_path: Path, undisturbed: Undisturbed, fault: Fault) -> None:
    chance = random.Random(fault)
    folder = tmp_path / "archive"
    for _ in range(TIMES):
        ended = undisturbed.children.work(folder, after_s=chance.uniform(0.02, undisturbed.seconds), happens=fault)
        if ended["exit"] != 0:
            assert_one_clear_error(ended)
        if (folder / "catalog.sqlite").exists():
            assert_nothing_reported_is_lost(folder, ended["said"], undisturbed)
    assert undisturbed.children.work(folder)["said"][-1] == "rebuilt"
    assert_completed(folder, undisturbed)
