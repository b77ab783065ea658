"""The archive of this server: opened once, warmed up in the background, shared by every page."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from datetime import date
from functools import lru_cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec
from zoneinfo import ZoneInfo

import streamlit as st
from pydantic import ValidationError

from rag.domain.errors import ArchiveLocked, DatelineError
from rag.settings import Settings
from rag.ui import sign_in
from rag.ui.components import notice
from rag.ui.formats import Formats, formats_for

if TYPE_CHECKING:
    from rag.dateline import Dateline

P = ParamSpec("P")
WARM_UP_AFTER_S = 2.5
"""Any sooner and the imports fight the first page for the interpreter's lock."""
CATCH_UP_EVERY_S = 30.0
"""How often the app looks whether passages wait for their vectors."""
BETWEEN_BATCHES_S = 0.5
_TOML = Path("dateline.toml")
_wanted = threading.Event()
"""Set when something was just taken in: its vectors need not wait for the next look."""
_FAILURES = (DatelineError, RuntimeError)
"""In the background. The second is what a library raises that is asked for a thread while the server ends."""
_log = logging.getLogger(__name__)


def _open() -> Dateline:
    """The archive that the settings name; its heavy parts are loaded a little later."""
    from rag import compose

    dateline = compose.open_dateline(Settings())
    timer = threading.Timer(WARM_UP_AFTER_S, _warm_up, args=(dateline,))
    timer.daemon = True
    timer.start()
    return dateline


open_dateline: Callable[[], Dateline] = st.cache_resource(show_spinner="Opening the archive…")(_open)


def show(page: Callable[[Dateline], None]) -> None:
    """The page on the open archive as whoever is at the other end sees it, or a card that says why it cannot be shown
    and what to do."""
    try:
        if sign_in.gate(settings().sign_in_allow):
            page(open_dateline().of(owner()))
    except DatelineError as error:
        notice("This cannot be shown", str(error), tone="error")
    except ValidationError as error:
        notice("A setting cannot be used", _first_problem(error), tone="error")


def telling(draw: Callable[P, None]) -> Callable[P, None]:
    """The same for a part that Streamlit draws anew by itself, past the page: a fragment or a dialog."""

    @wraps(draw)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            draw(*args, **kwargs)
        except DatelineError as error:
            notice("This did not work", str(error), tone="error")

    return told


def settings() -> Settings:
    """What is configured. Read anew only where that may have changed: reading takes 2 ms, and a page needs its reader's
    time zone at every row."""
    written = _TOML.stat().st_mtime_ns if _TOML.exists() else 0
    return _read(tuple(os.environ.items()), os.getcwd(), written)


@lru_cache(maxsize=1)
def _read(environment: tuple[tuple[str, str], ...], folder: str, written_ns: int) -> Settings:
    return Settings()


def model_name() -> str:
    """What writes, "" where nothing does: of a LlamaIndex class, its own name."""
    configured = settings()
    return configured.llamaindex_llm.rpartition(".")[2] or configured.writer


def owner() -> str:
    """Whose conversations, feeds and profiles these are: the signed-in reader's address, "" on one's own machine."""
    return sign_in.signed_in()


def read_only() -> bool:
    """Whether nothing may be changed here: nothing that writes is shown, and nothing written in the background."""
    return settings().read_only


def formats() -> Formats:
    """How the reader's browser writes days, times and numbers."""
    return formats_for(st.context.locale or "", st.context.timezone or "", otherwise=zone())


def zone() -> ZoneInfo:
    """A briefing's day is a day in this zone."""
    return settings().zone


def today() -> date:
    """The day that it is there now."""
    from rag.compose import now

    return now().astimezone(zone()).date()


def index_soon() -> None:
    """Something was taken in, and can be found by its words; the vectors follow in the background."""
    _wanted.set()


def _warm_up(dateline: Dateline) -> None:
    """And then, for as long as the app runs, give vectors to what an ingest with --no-wait left without."""
    try:
        dateline.search("warm up")
    except _FAILURES as error:
        _log.warning("warming up: %s", error)
    while not read_only():
        # Between two batches an ingest that waits for the lock gets it.
        if _catches_up(dateline):
            time.sleep(BETWEEN_BATCHES_S)
        elif _wanted.wait(CATCH_UP_EVERY_S):
            _wanted.clear()


def _catches_up(dateline: Dateline) -> bool:
    """Whether a batch was indexed, and there may be more."""
    try:
        return dateline.catch_up_some()
    except ArchiveLocked:  # an ingest is at work, and does the same
        return False
    except _FAILURES as error:
        _log.warning("catching up: %s", error)
        return False


def _first_problem(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}."
