"""The filters that a reader sets for the questions that follow: days, publishers, sections."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from rag.domain.question import Filters

if TYPE_CHECKING:
    from rag.dateline import Dateline

_KEYS = ("filter_since", "filter_until", "filter_sources", "filter_sections")


def filters_set() -> Filters:
    """Those that stand in the line now."""
    since, until, sources, sections = (st.session_state.get(key) for key in _KEYS)
    return Filters(since=_day(since), until=_day(until), sources=tuple(sources or ()), sections=tuple(sections or ()))


def filter_menu(dateline: Dateline) -> None:
    """A button that says how many are set, and opens them."""
    count = sum(bool(value) for value in map(st.session_state.get, _KEYS))
    with st.popover(f"Filters ({count})" if count else "Filters", type="tertiary", key="filter_menu"):
        st.text("Only articles of these days, publishers and sections are searched.")
        since, until = st.columns(2)
        since.date_input("From", value=None, key="filter_since", format="YYYY-MM-DD")
        until.date_input("To", value=None, key="filter_until", format="YYYY-MM-DD")
        st.multiselect("Publishers", dateline.catalog.sources(), key="filter_sources", placeholder="All publishers")
        st.multiselect("Sections", dateline.catalog.sections(), key="filter_sections", placeholder="All sections")
        st.button("Clear", key="filter_clear", type="tertiary", on_click=_clear, disabled=not count)


def _clear() -> None:
    st.session_state.update({"filter_since": None, "filter_until": None, "filter_sources": [], "filter_sections": []})


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
