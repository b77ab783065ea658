"""Feeds on the Archive page: how each fares, and adding, reading and ending subscriptions, alone or as a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from rag.domain.feed import FeedHealth, Refresh
from rag.domain.ingest import FailedInput
from rag.ui import components
from rag.ui.formats import Formats
from rag.ui.session import formats, index_soon, owner, read_only
from rag.ui.views import Row, web_address
from rag.ui.words import count_of
from rag.ui.work import LOOK_IN_S, Work, watched

if TYPE_CHECKING:
    from rag.dateline import Dateline

_NONE_YET = (
    "A feed is read whenever it is due, and what it brings is searched, cited and briefed like everything else. "
    "Give the address of a feed, or of a page that names one; or bring a list of feeds (OPML) from another reader."
)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task: one sentence, and a row for each thing that needs a look."""

    said: str
    rows: list[Row] = field(default_factory=list)


class Task:
    """Something that is being done to the feeds, in a thread of its own."""

    def __init__(self, doing: str, work: Callable[[], Done]) -> None:
        self.doing = doing
        self.work: Work[Done] = Work(work)


def feed_view(health: FeedHealth, now: datetime, formats: Formats, *, reader: str = "") -> dict[str, object]:
    """A feed as the list shows it; ``tone`` is "failing", "fresh" or "never". ``own`` is whether ``reader`` may end it;
    a shared one is for whoever keeps the archive to end."""
    state = health.state
    own = health.feed.owner == reader
    waits = state.next_try if state and not health.is_due(now) else None
    due = f"next try {formats.moment(waits)}" if waits else "due now"
    if state is None or not state.fetches:
        tone, standing, error = "never", "never read", ""
    elif state.failures_in_a_row:
        times = count_of(state.failures_in_a_row, "failure") + " in a row"
        last = f"last read {formats.moment(state.last_success)}" if state.last_success else "never read"
        tone, standing, error = "failing", f"{times}; {last}", state.reason
    else:
        tone, error = "fresh", ""
        standing = f"read {formats.moment(state.last_success)}" if state.last_success else ""
    return {
        "url": health.feed.url,
        "link": web_address(health.feed.url),
        "title": health.feed.title,
        "tone": tone,
        "own": own,
        "standing": " · ".join(part for part in ("" if own else "shared", standing, due) if part),
        "error": error,
    }


def refreshed(done: Refresh) -> Done:
    """What reading the feeds came to."""
    report = done.report
    new = report.added + report.new_versions + report.near_copies
    said = f"{count_of(len(done.asked), 'feed')} read, {count_of(new, 'new article')}"
    if done.not_due:
        said += f"; {count_of(len(done.not_due), 'feed')} not due"
    return Done(said, _failures(report.failed))


def section(dateline: Dateline) -> None:
    """The whole of it."""
    with (
        st.form("feed_form", clear_on_submit=True, border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        st.text_input("Address of a feed or a page", placeholder="https://…", key="feed_url", max_chars=2_000)
        st.form_submit_button("Follow it", on_click=_add, args=(dateline,), disabled=_is_running())
    watched(_draw_task, key="feeds_task", is_running=_is_running, every_s=LOOK_IN_S)
    feeds = dateline.subscriptions.all()
    if feeds:
        _listed(dateline, feeds)
    else:
        components.notice("No feeds yet", _NONE_YET, key="no_feeds")
    _lists(dateline, some=bool(feeds))


def _listed(dateline: Dateline, feeds: Sequence[FeedHealth]) -> None:
    now = dateline.clock()
    due = sum(health.is_due(now) for health in feeds)
    failing = sum(bool(health.state and health.state.failures_in_a_row) for health in feeds)
    label = [count_of(len(feeds), "feed"), f"{failing} failing" if failing else ""]
    view = {
        "label": ", ".join(part for part in label if part),
        "feeds": [feed_view(health, now, formats(), reader=owner()) for health in feeds],
        "busy": _is_running(),
    }
    components.feeds(view, key="feeds", on_act=partial(_act, dateline))
    st.button(
        f"Read the {count_of(due, 'feed')} due" if due else "No feed is due",
        key="refresh_due",
        icon=":material/refresh:",
        on_click=_refresh,
        args=(dateline,),
        disabled=not due or _is_running(),
    )


def _lists(dateline: Dateline, *, some: bool) -> None:
    with st.expander("Lists of feeds (OPML)", icon=":material/list:"):
        with st.form("opml_form", clear_on_submit=True, border=False):
            st.file_uploader("A list from another reader", type=["opml", "xml"], key="opml")
            st.form_submit_button("Follow all of them", on_click=_import, args=(dateline,), disabled=_is_running())
        if some:
            st.download_button(
                "Take the list along",
                dateline.subscriptions.as_list(),
                "dateline-feeds.opml",
                "text/x-opml",
                key="opml_export",
                on_click="ignore",
                icon=":material/download:",
            )


def _add(dateline: Dateline) -> None:
    url = st.session_state["feed_url"].strip()
    if url:
        _begin(f"Looking at {url}", lambda: Done(f"Now following {dateline.subscriptions.add(url).title}."))


def _import(dateline: Dateline) -> None:
    file = st.session_state["opml"]
    if file is None:
        return
    name, data = file.name, file.getvalue()

    def work() -> Done:
        done = dateline.subscriptions.import_list(data, name)
        said = f"{count_of(len(done.added), 'feed')} added, {count_of(done.known, 'feed')} known before"
        return Done(said, _failures(done.failed))

    _begin(f"Reading {name}", work)


def _refresh(dateline: Dateline, *urls: str) -> None:
    def work() -> Done:
        done = refreshed(dateline.subscriptions.refresh(urls))
        index_soon()
        return done

    _begin("Reading the feeds", work)


def _act(dateline: Dateline) -> None:
    """In a callback: what was clicked beside a feed; only feeds that are there can be meant."""
    act = st.session_state["feeds"].get("act")
    known = {health.feed.url for health in dateline.subscriptions.all()}
    if not isinstance(act, dict) or act.get("url") not in known or _is_running():
        return
    url = str(act["url"])
    if act.get("what") == "refresh":
        _refresh(dateline, url)
    elif act.get("what") == "remove":
        _begin(f"Ending {url}", lambda: _removed(dateline, url))


def _removed(dateline: Dateline, url: str) -> Done:
    dateline.subscriptions.remove(url)
    return Done(f"No longer following {url}; its articles stay")


def _begin(doing: str, work: Callable[[], Done]) -> None:
    if read_only():
        return
    task = Task(doing, work)
    st.session_state["feeds_task_now"] = task
    task.work.start()


def _task() -> Task | None:
    task: Task | None = st.session_state.get("feeds_task_now")
    return task


def _is_running() -> bool:
    task = _task()
    return task is not None and task.work.running


def _draw_task() -> None:
    task = _task()
    if task is None:
        return
    if task.work.running:
        components.working(task.doing, key="feeds_working")
    elif task.work.error:
        components.notice("That did not work", str(task.work.error), tone="error", key="feeds_error")
    elif done := task.work.result:
        components.listing(done.rows, key="feeds_report", label=done.said)


def _failures(failed: Sequence[FailedInput]) -> list[Row]:
    return [Row(title=f.source, meta=f.where, snippet=f.reason, place={}, tone="failed") for f in failed]
