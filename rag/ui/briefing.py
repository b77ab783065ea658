"""The Briefing page: pick a day, read its page with every source at hand, take it away."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from rag.domain.briefing import Briefing, Paper
from rag.domain.errors import ModelError
from rag.render.briefing_json import briefing_as_json, briefing_from_json
from rag.render.html import briefing_as_html
from rag.render.json import one_line
from rag.render.markdown import briefing_as_markdown
from rag.render.wording import day_in_words
from rag.ui import components, reader
from rag.ui.first_visit import first_visit
from rag.ui.session import today, zone
from rag.ui.sheet import sheet_view
from rag.ui.work import Work, watched

if TYPE_CHECKING:
    from rag.dateline import Dateline, Mode
    from rag.ports import Typeset

_PAPERS: dict[Paper, str] = {"a4": "A4", "letter": "Letter"}


class Making:
    """A briefing being made in a thread, or made."""

    def __init__(self, dateline: Dateline, day: date, *, topic: str, paper: Paper, mode: Mode) -> None:
        self.day, self.topic, self.paper = day, topic, paper
        self.work: Work[tuple[Briefing, Typeset]] = Work(
            lambda: dateline.brief(day, topic=topic, paper=paper, mode=mode)
        )


def page(dateline: Dateline) -> None:
    """The controls, the page, and the reader beside it."""
    content, beside = st.columns([3, 2], gap="large")
    with content:
        if dateline.catalog.counts()["articles"]:
            st.title("Briefing", anchor=False)
            _controls(dateline)
            watched(lambda: _shown(dateline), key="briefing", is_running=_is_running)
        else:
            first_visit(dateline)
    with beside:
        reader.dock(dateline)


def _controls(dateline: Dateline) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = st.date_input("Day", value=_latest_day(dateline), key="day", format="YYYY-MM-DD", width=150)
        topic = st.text_input("Topic", placeholder="Everything", key="topic")
        paper = st.selectbox("Paper", list(_PAPERS), format_func=_PAPERS.__getitem__, key="paper", width=110)
        st.button(
            "Make the page",
            key="make",
            type="primary",
            disabled=_is_running(),
            on_click=_make,
            args=(dateline, day, topic.strip(), paper, dateline.mode),
        )
    _earlier(dateline)


def _latest_day(dateline: Dateline) -> date:
    """The day of the newest article, so that the first page is not an empty one."""
    published = next((v.article.published for v in dateline.articles(limit=1)), None)
    if published is None:
        return today()
    return published.at.date() if published.precision == "day" else published.at.astimezone(zone()).date()


def _earlier(dateline: Dateline) -> None:
    stored = dateline.catalog.briefings()
    if not stored:
        return
    labels = [" · ".join(part for part in (day_in_words(day), topic) if part) for day, topic, _ in stored]

    def pick() -> None:
        number = st.session_state["earlier"]
        if number is not None:
            st.session_state.pop("making", None)
            st.session_state["briefing_read"] = briefing_from_json(stored[number][2])

    st.selectbox(
        "Earlier pages",
        range(len(stored)),
        index=None,
        format_func=labels.__getitem__,
        placeholder="Open an earlier page",
        key="earlier",
        label_visibility="collapsed",
        on_change=pick,
    )


def _make(dateline: Dateline, day: date, topic: str, paper: Paper, mode: Mode) -> None:
    making = Making(dateline, day, topic=topic, paper=paper, mode=mode)
    st.session_state.pop("briefing_read", None)
    st.session_state["making"] = making
    making.work.start()


def _making() -> Making | None:
    making: Making | None = st.session_state.get("making")
    return making


def _is_running() -> bool:
    making = _making()
    return making is not None and making.work.running


def _shown(dateline: Dateline) -> None:
    making = _making()
    if making is None:
        if read := st.session_state.get("briefing_read"):
            _draw(read, None)
        return
    if making.work.running:
        st.status(f"Making the page of {day_in_words(making.day)}", type="compact")
    elif making.work.error:
        components.notice("The page could not be made", str(making.work.error), tone="error", key="briefing_error")
        if isinstance(making.work.error, ModelError):
            args = (dateline, making.day, making.topic, making.paper, "extract")
            st.button("Make it without the model", key="make_extract", on_click=_make, args=args)
    elif making.work.result:
        briefing, typeset = making.work.result
        _draw(briefing, typeset.pdf)


def _draw(briefing: Briefing, pdf: bytes | None) -> None:
    html = briefing_as_html(briefing)
    name = f"briefing-{briefing.date}"
    with st.container(horizontal=True, vertical_alignment="center"):
        views = ["With sources", "As sent"]
        view = st.segmented_control("View", views, default=views[0], key="view", label_visibility="collapsed")
        st.space("stretch")
        if pdf:
            _download("PDF", pdf, f"{name}.pdf", "application/pdf")
        _download("HTML", html, f"{name}.html", "text/html")
        _download("Markdown", briefing_as_markdown(briefing), f"{name}.md", "text/markdown")
        _download("JSON", one_line(briefing_as_json(briefing)), f"{name}.json", "application/json")
    if view == "As sent":
        components.page_preview(html, key="preview", label=f"Briefing of {day_in_words(briefing.date)}")
    else:
        components.sheet(sheet_view(briefing), key="sheet", on_open=partial(reader.open_clicked, "sheet"))


def _download(label: str, data: str | bytes, name: str, mime: str) -> None:
    st.download_button(label, data, name, mime, key=f"download_{label}", type="tertiary", on_click="ignore")
