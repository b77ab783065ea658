"""Each call that changes a file of the archive may fail once, on a disk that is well otherwise: one clear error or none
at all, nothing lost, and the same archive once the work is repeated.

As SQLite tests itself: fail the n-th operation, for n = 1, 2, 3 and so on. A whole run has thousands of them; CI takes
CALLS spread over it, DATELINE_FAILED_CALLS takes as many as it says.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from archive.failing_call import ERRORS
from archive.failing_disk import IS_SUPPORTED
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
CALLS = int(os.environ.get("DATELINE_FAILED_CALLS", "8"))


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory, undisturbed: Undisturbed) -> int:
    """How many such calls the whole work makes."""
    ended = undisturbed.children.work_with_a_failing_call(tmp_path_factory.mktemp("counted") / "archive", failing=None)
    assert ended["said"][-1] == "rebuilt", ended
    assert ended["calls"] > 500
    return int(ended["calls"])


@pytest.mark.parametrize("share", range(CALLS))
def test_a_call_that_fails_once(tmp_path: Path, undisturbed: Undisturbed, calls: int, share: int) -> None:
    folder = tmp_path / "archive"
    failing, error = calls * share // CALLS, ERRORS[share % len(ERRORS)]
    ended = undisturbed.children.work_with_a_failing_call(folder, failing=failing, error=error)
    if ended["exit"] != 0:
        assert_one_clear_error(ended)
    if (folder / "catalog.sqlite").exists():
        assert_nothing_reported_is_lost(folder, ended["said"], undisturbed)
    assert undisturbed.children.work(folder)["said"][-1] == "rebuilt"
    assert_completed(folder, undisturbed)
