"""How far a run is, and how long the rest may take."""

from __future__ import annotations

import time
from collections.abc import Callable

_MINUTE_S = 60
_HOUR_S = 3_600


class Pace:
    """A listener to a run that says where it is in one line. The first report starts the clock, since what was
    answered before this run says nothing about its pace."""

    def __init__(self, say: Callable[[str], None], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._say = say
        self._clock = clock
        self._start: tuple[int, float] | None = None

    def __call__(self, done: int, total: int) -> None:
        now = self._clock()
        if self._start is None:
            self._start = (done, now)
        first, since = self._start
        left = f" · about {duration((now - since) / (done - first) * (total - done))} left" if done > first else ""
        self._say(f"{done} of {total} questions{left if done < total else ''}")


def duration(seconds: float) -> str:
    """ "40 s", "3 min", "2 h 10 min": as exact as an estimate deserves."""
    if seconds < _MINUTE_S:
        return f"{max(round(seconds), 1)} s"
    minutes = round(seconds / _MINUTE_S)
    if seconds < _HOUR_S:
        return f"{minutes} min"
    return f"{minutes // _MINUTE_S} h {minutes % _MINUTE_S} min"
