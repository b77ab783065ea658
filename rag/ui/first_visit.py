"""What an empty archive shows: two ways to see Dateline at work, one to add articles of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from rag.ui import adding, components
from rag.ui.session import read_only

if TYPE_CHECKING:
    from rag.dateline import Dateline

_EXPLAINED = (
    "Dateline answers questions and writes briefings from the news articles that you give it, and from nothing else. "
    "Every sentence leads to the words that it rests on."
)
_FORTNIGHT = (
    "To look around first, load an invented fortnight: 141 articles by ten publishers of a country that does not "
    "exist, with copies, corrections and contradictions."
)


def first_visit(dateline: Dateline) -> None:
    """The empty archive's page; it gives way to the usual one as soon as an article is in."""
    if read_only():
        components.notice("The archive is empty", f"{_EXPLAINED} Nothing can be added here.", key="empty")
        return
    components.notice("The archive is empty", f"{_EXPLAINED} {_FORTNIGHT}", key="empty")
    with st.container(horizontal=True):
        for label, load, kind in (
            ("Load the fortnight", adding.load_fortnight, "primary"),
            ("Load the example article", adding.load_example, "secondary"),
        ):
            st.button(
                label, key=load.__name__, type=kind, on_click=load, args=(dateline,), disabled=adding.is_running()
            )
    adding.report()
    adding.drop_zone(dateline)
