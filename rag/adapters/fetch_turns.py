"""How long one fetch may take, and how many of them a host gets at once."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from rag.adapters.fetch_errors import Unfetched


class Deadline:
    """The end of one whole fetch, ``timeout_s`` from now."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._end = time.monotonic() + timeout_s

    @property
    def left_s(self) -> float:
        return self._end - time.monotonic()

    def require(self, stage: str) -> float:
        """Seconds that are left; raises Unfetched, naming the stage, where none are."""
        left_s = self.left_s
        if left_s <= 0:
            raise self.missed(stage)
        return left_s

    def missed(self, stage: str) -> Unfetched:
        return Unfetched(f"not finished within {self._timeout_s:g} s ({stage})")


class Turns:
    """At most ``most`` requests to one host at once, counted over all threads; the others wait."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._changed = threading.Condition()
        self._busy: Counter[str] = Counter()

    @contextmanager
    def turn(self, host: str, deadline: Deadline) -> Iterator[None]:
        """Waits for a turn. Raises Unfetched where none comes before the deadline."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._busy[host] < self._most, timeout=max(deadline.left_s, 0)):
                raise deadline.missed("other requests to the same host were under way")
            self._busy[host] += 1
        try:
            yield
        finally:
            with self._changed:
                self._busy[host] -= 1
                if not self._busy[host]:
                    del self._busy[host]
                self._changed.notify_all()
