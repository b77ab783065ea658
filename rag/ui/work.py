"""Work in a thread of its own, so that no page waits for it: the page looks in from time to time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

import streamlit as st

from rag.domain.errors import DatelineError

T = TypeVar("T")
POLL_S = 0.15
"""For what is read as it is written."""
LOOK_IN_S = 0.75
"""For work of many seconds: each look takes time from the work itself."""
QUICK_S = 0.6
UNHURRIED_S = 1.5
"""For work that takes longer only where many wait: to draw the page in between took more time than it shortened."""
logger = logging.getLogger(__name__)


class Work(Generic[T]):
    """One task in a daemon thread. ``result`` is there once ``done`` is set, unless ``error`` is."""

    def __init__(self, task: Callable[[], T]) -> None:
        self._task = task
        self.done = threading.Event()
        self.result: T | None = None
        self.error: DatelineError | None = None

    def start(self, *, patience_s: float = QUICK_S) -> None:
        """Begin; back after ``patience_s`` at the latest, so that quick work needs no second look."""
        threading.Thread(target=self._run, daemon=True).start()
        self.done.wait(patience_s)

    @property
    def running(self) -> bool:
        return not self.done.is_set()

    def _run(self) -> None:
        try:
            self.result = self._task()
        except DatelineError as error:
            self.error = error
        except Exception:
            # A thread has nobody above it: what is written here is all that anyone will ever learn.
            logger.exception("work for a page failed")
            self.error = DatelineError("Something went wrong that should not have; the terminal has the details.")
        finally:
            self.done.set()


def watched(draw: Callable[[], None], *, key: str, is_running: Callable[[], bool], every_s: float = POLL_S) -> None:
    """Draw now, and again and again for as long as the work runs; then the whole page once."""
    polling = is_running()

    def look() -> None:
        draw()
        if polling and not is_running():
            st.rerun(scope="app")

    st.fragment(look, key=key, run_every=every_s if polling else None)()
