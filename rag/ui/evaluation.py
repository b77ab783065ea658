"""The Eval page: run a set of known questions, see how well they were answered, and set two runs side by side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from rag.domain.errors import DatelineError
from rag.settings import Settings
from rag.ui import components, evaluation_order, evaluation_promoting, evaluation_report
from rag.ui.evaluation_runs import FoundRun, ReadRun, evaluations, found_runs, read_run
from rag.ui.frame import heading
from rag.ui.session import formats, read_only

if TYPE_CHECKING:
    from rag.dateline import Dateline

_EXPLAINED = (
    "A set is a list of questions whose answers are known. Running it shows how many a system answers rightly, what it "
    "cites, and whether it declines where the articles do not say. Run it again after every change of model, prompt or "
    "settings."
)
_UNKNOWN = "The archive holds no such run. It may have been removed, or the link belongs to another archive."
_PARAMETER = "run"


def page(dateline: Dateline) -> None:
    """What can be run, and what was run."""
    heading("Eval")
    folder = evaluations(Settings().archive)
    runs = found_runs(folder)
    if _named() and _named() not in _names(runs):
        components.notice("This run is not here", _UNKNOWN, tone="error", key="evaluation_unknown")
    if not runs:
        components.notice("", _EXPLAINED, key="evaluation_explained")
    if not read_only():
        evaluation_promoting.promote(dateline, folder)
        evaluation_order.order(folder, is_first=not runs)
    if runs:
        _show(folder, runs)


def _show(folder: Path, runs: list[FoundRun]) -> None:
    left, right = st.columns(2)
    with left:
        run = _picked(runs)
    if not run.is_finished:
        _cut_short(folder, run)
        return
    with right:
        beside = _beside([o for o in runs if o.set_sha256 == run.set_sha256 and o.is_finished and o.path != run.path])
    try:
        read = {name: _read(found.path, found.path.stat().st_mtime_ns) for name, found in _told_apart(run, beside)}
    except DatelineError as error:
        components.notice("The run cannot be shown", str(error), tone="error", key="evaluation_unreadable")
        return
    view = _view(["Figures", "Questions", "Comparison"] if beside else ["Figures", "Questions"])
    if view == "Comparison":
        evaluation_report.comparison(read)
    elif view == "Questions":
        evaluation_report.questions(read)
    else:
        evaluation_report.figures(read)


def _picked(runs: list[FoundRun]) -> FoundRun:
    """The run that the address names, as after Back; where it names none, the newest or one picked from the list."""
    by_name = dict(zip(_names(runs), runs, strict=True))
    if _named() in by_name:
        st.session_state["evaluation_run"] = _named()
    picked = st.selectbox(
        "Run",
        list(by_name),
        format_func=lambda name: _in_list(by_name[name]),
        key="evaluation_run",
        on_change=lambda: _name(st.session_state["evaluation_run"]),
    )
    if not _named():
        _name(picked)
    return by_name[picked]


def _names(runs: list[FoundRun]) -> list[str]:
    """As they stand in the address."""
    return [run.path.name for run in runs]


def _named() -> str:
    return str(st.query_params.get(_PARAMETER, ""))


def _name(run: str) -> None:
    st.query_params[_PARAMETER] = run


def _beside(others: list[FoundRun]) -> FoundRun | None:
    """Another run of the same questions, where one is picked."""
    if not others:
        return None
    by_name = {run.path.name: run for run in others}
    picked = st.selectbox(
        "Beside it",
        ["", *by_name],
        format_func=lambda name: _in_list(by_name[name]) if name else "no other run",
        key="evaluation_beside",
    )
    return by_name.get(picked)


def _view(views: list[str]) -> str | None:
    if st.session_state.get("evaluation_view") not in views:
        st.session_state["evaluation_view"] = views[0]
    view: str | None = st.segmented_control(
        "View", views, key="evaluation_view", required=True, label_visibility="collapsed"
    )
    return view


def _told_apart(run: FoundRun, beside: FoundRun | None) -> list[tuple[str, FoundRun]]:
    """The runs by their systems' names, with the times where those are the same."""
    if beside is None:
        return [(run.system, run)]
    if run.system != beside.system:
        return [(run.system, run), (beside.system, beside)]
    return [
        (f"{each.system}, {formats().moment(each.started)}{mark}", each)
        for each, mark in ((run, ""), (beside, " (beside)"))
    ]


def _in_list(run: FoundRun) -> str:
    state = "" if run.is_finished else " · cut short"
    return f"{run.name} · {formats().moment(run.started)}{state}"


def _cut_short(folder: Path, run: FoundRun) -> None:
    if evaluation_order.is_running(folder):
        components.notice("", "This run is not finished yet.", key="evaluation_not_finished")
        return
    text = "This run was cut short. What was answered is kept."
    can_go_on = not read_only() and evaluation_order.can_go_on(folder, run)
    components.notice(
        "",
        text if can_go_on or read_only() else f"{text} Its set has changed or gone, so it cannot go on.",
        key="evaluation_cut_short",
    )
    if can_go_on:
        st.button("Go on", key="evaluation_go_on", on_click=evaluation_order.go_on, args=(folder, run))


def _fresh(path: Path, _stamp: int) -> ReadRun:
    return read_run(path)


_read: Callable[[Path, int], ReadRun] = st.cache_resource(max_entries=8, show_spinner="Reading the run…")(_fresh)
