"""An end for what might never end: hostile input must not hang a reader. No measure of speed."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PATIENCE_S = 60.0
"""Many times what any of it takes on a slow machine; what is quadratic or worse takes hours."""


@contextmanager
def ends() -> Iterator[None]:
    """Fails where the block is still at work after `PATIENCE_S`."""

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"still at work after {PATIENCE_S:g} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
