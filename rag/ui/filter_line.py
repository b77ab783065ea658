"""The filters that a reader sets for the questions that follow: days, publishers, sections."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from rag.domain.question import Filters

if TYPE_CHECKING:
    from rag.dateline import Dateline

_PARTS = ("since", "until", "sources", "sections")
_ROUND = "filter_round"


def filters_set() -> Filters:
    """Those that stand in the line now."""
    since, until, sources, sections = (st.session_state.get(_key(part)) for part in _PARTS)
    return Filters(since=_day(since), until=_day(until), sources=tuple(sources or ()), sections=tuple(sections or ()))


def filter_menu(dateline: Dateline) -> None:
    """A button that says how many are set, and opens them."""
    count = sum(bool(st.session_state.get(_key(part))) for part in _PARTS)
    with st.popover(f"Filters ({count})" if count else "Filters", type="tertiary", key="filter_menu"):
        st.text("Only articles of these days, publishers and sections are searched.")
        since, until = st.columns(2)
        since.date_input("From", value=None, key=_key("since"), format="YYYY-MM-DD")
        until.date_input("To", value=None, key=_key("until"), format="YYYY-MM-DD")
        st.multiselect("Publishers", dateline.catalog.sources(), key=_key("sources"), placeholder="All publishers")
        st.multiselect("Sections", dateline.catalog.sections(), key=_key("sections"), placeholder="All sections")
        st.button("Clear", key="filter_clear", type="tertiary", on_click=_clear, disabled=not count)


def _clear() -> None:
    """New fields in the place of those that were filled: a browser that has just closed the menu keeps what they held,
    and would send it again with the next question."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _key(part: str) -> str:
    return f"filter_{part}_{st.session_state.get(_ROUND, 0)}"


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
