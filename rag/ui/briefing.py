"""The Briefing page: pick a day, read its page with every source at hand, take it away."""

from __future__ import annotations

from collections.abc import Callable
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

Made = tuple[Briefing, "Typeset"]
_EXPLAINED = (
    "One page about a day: what happened, who reports it, and what is new since the page before. "
    "Pick a day and make the first one."
)
_ICON = ":material/download:"
_PAPERS: dict[Paper, str] = {"a4": "A4", "letter": "Letter"}


class Making:
    """A page on its way in a thread, or there. ``without_model`` makes it another way if the model fails."""

    def __init__(self, day: date, task: Callable[[], Made], without_model: Callable[[], Making] | None = None) -> None:
        self.day, self.without_model = day, without_model
        self.work: Work[Made] = Work(task)


def page(dateline: Dateline) -> None:
    """The controls, the page, and the reader beside it."""
    content, beside = st.columns([3, 2], gap="large")
    with content:
        if dateline.catalog.counts()["articles"]:
            st.title("Briefing", anchor=False)
            _controls(dateline)
            watched(_shown, key="briefing", is_running=_is_running)
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
    """The pages that were made before; the newest is open until another is asked for."""
    stored = {(day, topic): text for day, topic, text in dateline.catalog.briefings()}
    if not stored:
        return
    if _making() is None:
        _begin(_opened(dateline, next(iter(stored.values()))))

    def pick() -> None:
        if picked := st.session_state["earlier"]:
            _begin(_opened(dateline, stored[picked]))

    st.selectbox(
        "Earlier pages",
        list(stored),
        index=None,
        format_func=lambda of: " · ".join(part for part in (day_in_words(of[0]), of[1]) if part),
        placeholder="Earlier pages",
        key="earlier",
        label_visibility="collapsed",
        on_change=pick,
    )


def _make(dateline: Dateline, day: date, topic: str, paper: Paper, mode: Mode) -> None:
    st.session_state["earlier"] = None
    _begin(_made(dateline, day, topic, paper, mode))


def _made(dateline: Dateline, day: date, topic: str, paper: Paper, mode: Mode) -> Making:
    plain = partial(_made, dateline, day, topic, paper, "extract") if mode == "llm" else None
    return Making(day, lambda: dateline.brief(day, topic=topic, paper=paper, mode=mode), plain)


def _opened(dateline: Dateline, stored: str) -> Making:
    briefing = briefing_from_json(stored)
    return Making(briefing.date, lambda: (briefing, dateline.typeset(briefing)))


def _begin(making: Making) -> None:
    st.session_state["making"] = making
    making.work.start()


def _making() -> Making | None:
    making: Making | None = st.session_state.get("making")
    return making


def _is_running() -> bool:
    making = _making()
    return making is not None and making.work.running


def _shown() -> None:
    making = _making()
    if making is None:
        components.notice("", _EXPLAINED, key="briefing_explained")
    elif making.work.running:
        st.status(f"Making the page of {day_in_words(making.day)}", type="compact")
    elif making.work.error:
        components.notice("The page could not be made", str(making.work.error), tone="error", key="briefing_error")
        if making.without_model and isinstance(making.work.error, ModelError):
            st.button("Make it without the model", key="make_extract", on_click=_make_plainly, args=(making,))
    elif making.work.result:
        _draw(*making.work.result)


def _make_plainly(making: Making) -> None:
    if making.without_model:
        _begin(making.without_model())


def _draw(briefing: Briefing, page: Typeset) -> None:
    html = briefing_as_html(briefing)
    name = f"briefing-{briefing.date}"
    with st.container(horizontal=True, vertical_alignment="center"):
        views = ["With sources", "As sent"]
        view = st.segmented_control("View", views, default=views[0], key="view", label_visibility="collapsed")
        st.space("stretch")
        _download("PDF", page.pdf, f"{name}.pdf", "application/pdf")
        with st.popover("More", type="tertiary"):
            _download("HTML", html, f"{name}.html", "text/html")
            _download("Markdown", briefing_as_markdown(briefing), f"{name}.md", "text/markdown")
            _download("JSON", one_line(briefing_as_json(briefing)), f"{name}.json", "application/json")
    if view == "As sent":
        components.page_preview(html, key="preview", label=f"Briefing of {day_in_words(briefing.date)}")
    else:
        components.sheet(sheet_view(briefing), key="sheet", on_open=partial(reader.open_clicked, "sheet"))


def _download(label: str, data: str | bytes, name: str, mime: str) -> None:
    st.download_button(label, data, name, mime, key=f"download_{label}", type="tertiary", on_click="ignore", icon=_ICON)
