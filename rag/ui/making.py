"""A page on its way: what was ordered, and the thread that makes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from rag.domain.briefing import Paper
from rag.domain.edition import Edition
from rag.domain.errors import ModelError
from rag.domain.profile import NO_PROFILE, Profile
from rag.ui import components
from rag.ui.session import formats, model_name, owner, read_only, telling
from rag.ui.work import Work

if TYPE_CHECKING:
    from rag.dateline import Dateline, Mode

PAPERS: dict[Paper, str] = {"a4": "A4", "letter": "Letter"}
_AS_PROFILE = "as the profile says"
_EVERYONE = "everything in the archive"


@dataclass(frozen=True, slots=True)
class Order:
    """What a page is to be about (``since`` to ``day``, both included), for whom, on which paper, written how."""

    day: date
    since: date
    topic: str
    profile: Profile
    paper: Paper | None
    mode: Mode


class Making:
    """The page of an order, made in a thread."""

    def __init__(self, dateline: Dateline, order: Order) -> None:
        self.order, self._dateline = order, dateline
        self.work: Work[Edition] = Work(self._publish)

    def without_model(self) -> Making:
        """The same page in the articles' own sentences."""
        return Making(self._dateline, replace(self.order, mode="extract"))

    def _publish(self) -> Edition:
        order = self.order
        printed = self._dateline.brief(
            order.day,
            since=order.since,
            until=order.day,
            topic=order.topic,
            paper=order.paper,
            profile=order.profile,
            mode=order.mode,
        )
        return printed.edition


def begin(making: Making) -> None:
    """Start it; the page looks in from time to time."""
    if read_only():
        return
    st.session_state["making"] = making
    making.work.start()


def begin_day(dateline: Dateline, day: date) -> None:
    """In a callback: the page of that day, about everything, written as the settings say."""
    begin(Making(dateline, Order(day, day, "", NO_PROFILE, None, dateline.mode)))


def current() -> Making | None:
    """The page that is being made, or the last one until it is put down."""
    making: Making | None = st.session_state.get("making")
    return making


def is_running() -> bool:
    making = current()
    return making is not None and making.work.running


def finished() -> Edition | None:
    """What was made since the last look, handed over once."""
    making = current()
    if making is None or making.work.running or making.work.error:
        return None
    del st.session_state["making"]
    return making.work.result


def draw() -> None:
    """How far it is, or why it failed and what can be done about it."""
    making = current()
    if making is None:
        return
    if making.work.running:
        st.status(f"Making the page of {formats().day(making.order.day)}", type="compact")
    elif making.work.error:
        components.notice("The page could not be made", str(making.work.error), tone="error", key="briefing_error")
        if making.order.mode == "llm" and isinstance(making.work.error, ModelError):
            st.button("Make it without the model", key="make_extract", on_click=_again, args=(making,))


def _again(making: Making) -> None:
    begin(making.without_model())


def named_profiles(dateline: Dateline) -> dict[str, Profile]:
    """Those that the reader may use, by what they are called here: a shared one bears a mark for whoever signed in, who
    may have one of the same name."""
    return {p.name if p.owner == owner() else f"{p.name} (shared)": p for p in dateline.press.profiles()}


def order_dialog(dateline: Dateline, day: date) -> None:
    """What the page is to be about; it closes when the work begins."""
    st.dialog("Make a page")(telling(_dialog))(dateline, day)


def _dialog(dateline: Dateline, day: date) -> None:
    profiles: dict[str, Profile] = {"": NO_PROFILE} | named_profiles(dateline)
    with st.container(horizontal=True):
        until = st.date_input("Day", value=day, key="order_day", format="YYYY-MM-DD")
        since = st.date_input("Since (for several days)", value=None, key="order_since", format="YYYY-MM-DD")
    topic = st.text_input("Topic", placeholder="Everything", key="order_topic", max_chars=200)
    name = st.selectbox("For", list(profiles), format_func=lambda n: n or _EVERYONE, key="order_profile")
    with st.container(horizontal=True):
        paper = st.selectbox(
            "Paper",
            [None, *PAPERS] if name else list(PAPERS),
            format_func=lambda p: PAPERS[p] if p else _AS_PROFILE,
            key=f"order_paper_{name}",
        )
        mode = _mode(dateline)
    begun_backwards = since is not None and since > until
    if begun_backwards:
        st.text("The first day lies after the last one.")
    if st.button("Make the page", key="make", type="primary", disabled=begun_backwards):
        begin(Making(dateline, Order(until, since or until, topic.strip(), profiles[name], paper, mode)))
        st.rerun()


def _mode(dateline: Dateline) -> Mode:
    """Asked only where there is a choice."""
    if dateline.mode == "extract":
        return "extract"
    ways: dict[Mode, Callable[[], str]] = {"llm": model_name, "extract": lambda: "the articles' own sentences"}
    mode: Mode = st.selectbox("Written by", list(ways), format_func=lambda way: ways[way](), key="order_mode")
    return mode
