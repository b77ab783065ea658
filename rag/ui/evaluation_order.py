"""Ordering runs: the set, the systems, the progress, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from rag.domain.errors import UsageError
from rag.settings import Settings
from rag.ui import components
from rag.ui.evaluation_running import Desk, Planned, Running
from rag.ui.evaluation_runs import FoundRun, FoundSet, found_sets, new_folder, set_files
from rag.ui.session import formats
from rag.ui.work import watched

_PREFERRED, _OPENED = "evaluation_preferred", "evaluation_order_opened"
desk: Callable[[], Desk] = st.cache_resource(show_spinner=False)(Desk)


def order(folder: Path, *, is_first: bool) -> None:
    """Where a set and systems are picked and run; open where there is no run yet, and while one is made."""
    expanded = is_first or is_running(folder) or st.session_state.get(_OPENED, False)
    with st.expander("Run a set", icon=":material/play_circle:", expanded=expanded):
        _form(folder)
        watched(partial(_draw, folder), key="evaluation_running", is_running=partial(is_running, folder))


def prefer(set_name: str) -> None:
    """That set is picked when the form is drawn next, and the form stands open: it was just made."""
    st.session_state[_PREFERRED], st.session_state[_OPENED] = set_name, True


def is_running(folder: Path) -> bool:
    return bool((running := desk().current(folder)) and running.is_running)


def go_on(folder: Path, run: FoundRun) -> None:
    """In a callback: an unfinished run goes on where it stopped."""
    same = next((found for found in known_sets(folder) if found.sha256 == run.set_sha256), None)
    if same:
        desk().take(folder, Running(same.path, [Planned(run.system, run.path)], Settings()))


def can_go_on(folder: Path, run: FoundRun) -> bool:
    """Whether its set is still there as it was."""
    return any(found.sha256 == run.set_sha256 for found in known_sets(folder))


def known_sets(folder: Path) -> list[FoundSet]:
    """The sets that are there; read again when a file changes."""
    return _read_sets(tuple((path, path.stat().st_mtime_ns) for path in set_files(folder)))


def _fresh(files: tuple[tuple[Path, int], ...]) -> list[FoundSet]:
    return found_sets([path for path, _ in files])


_read_sets: Callable[[tuple[tuple[Path, int], ...]], list[FoundSet]] = st.cache_resource(
    max_entries=8, show_spinner=False
)(_fresh)


def _form(folder: Path) -> None:
    sets = known_sets(folder)
    usable, others = _systems()
    if preferred := st.session_state.pop(_PREFERRED, None):
        st.session_state["evaluation_set"] = next((found for found in sets if found.name == preferred), None)
    # A form, so that picking does not draw the page anew each time.
    with st.form("evaluation_order", border=False):
        own = f"Sets of your own (JSONL or YAML) are offered here when they lie in `{folder}`."
        st.selectbox("Set", sets, format_func=_set_label, key="evaluation_set", help=own)
        st.multiselect("Systems", usable, default=usable[:1], key="evaluation_systems", help=_left_out(others))
        st.form_submit_button("Run", type="primary", on_click=_take, args=(folder,), disabled=is_running(folder))


def _left_out(others: list[str]) -> str | None:
    return f"{', '.join(others)} need a language model: set DATELINE_MODEL to have them offered." if others else None


def _systems() -> tuple[list[str], list[str]]:
    """Those that can be asked with these settings, and the others."""
    from eval.systems import SYSTEMS, check_system

    settings, refused = Settings(), []
    for name in SYSTEMS:
        try:
            check_system(name, settings)
        except UsageError:
            refused.append(name)
    return [name for name in SYSTEMS if name not in refused], refused


def _set_label(found: FoundSet) -> str:
    count = "cannot be used" if found.problem else formats().count(found.questions, "question")
    return f"{found.name} · {count}"


def _take(folder: Path) -> None:
    """In a callback: the runs of the form begin."""
    from rag.compose import now

    picked: FoundSet | None = st.session_state["evaluation_set"]
    systems: list[str] = st.session_state["evaluation_systems"]
    if picked and systems:
        at = now()
        planned = [Planned(name, new_folder(folder, set_name=picked.name, system=name, at=at)) for name in systems]
        desk().take(folder, Running(picked.path, planned, Settings()))


def _draw(folder: Path) -> None:
    running = desk().current(folder)
    if running is None:
        return
    if running.is_running:
        components.working(running.summary, key="evaluation_working", share=running.share_done)
        st.button("Stop", key="evaluation_stop", on_click=running.stop, disabled=running.is_stopping)
    elif running.finished:
        st.text(f"{running.summary}.")
    for number, problem in enumerate(running.problems):
        components.notice(problem.system, problem.reason, tone="error", key=f"evaluation_problem{number}")
    if running.error:
        components.notice("The runs could not be made", str(running.error), tone="error", key="evaluation_error")
