"""A process that is killed while it writes loses nothing that it reported, and the same work, repeated, completes it.

About sixty kills; ``DATELINE_KILLS=200`` for more. An archive for each named point: it is killed there first, then at
any time, then the work is done to its end and compared with work that nothing disturbed.
"""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path
from typing import Any

import pytest
from archive.killed_archive import POINTS, passes_before
from archive.undisturbed import Undisturbed, assert_completed, assert_nothing_reported_is_lost, undisturbed

__all__ = ["undisturbed"]

KILLS = int(os.environ.get("DATELINE_KILLS", "60"))
KILLS_A_POINT = -(-KILLS // len(POINTS))
KILLED = -signal.SIGKILL


def killed_at_any_time(whole: Undisturbed, folder: Path, chance: random.Random) -> dict[str, Any]:
    """What a child said that was killed within the time that the work takes; the time is halved until one is."""
    within_s = whole.seconds
    while (ended := whole.children.work(folder, after_s=chance.uniform(0.02, within_s)))["exit"] != KILLED:
        within_s = min(within_s, ended["seconds"]) / 2
    return ended


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_named_point_and_then_at_any_time(tmp_path: Path, undisturbed: Undisturbed, point: str) -> None:
    chance = random.Random(point)
    folder = tmp_path / "archive"
    ended = undisturbed.children.work(folder, point=point, passes=passes_before(point, chance))
    assert ended["exit"] == KILLED, ended
    assert_nothing_reported_is_lost(folder, ended["said"], undisturbed)
    for _ in range(KILLS_A_POINT - 1):
        ended = killed_at_any_time(undisturbed, folder, chance)
        assert_nothing_reported_is_lost(folder, ended["said"], undisturbed)
    ended = undisturbed.children.work(folder)
    assert ended["said"][-1] == "rebuilt", ended
    assert_completed(folder, undisturbed)
