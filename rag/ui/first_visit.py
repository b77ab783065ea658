"""What an empty archive shows: one way to see Dateline at work, one to add articles of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from rag.ui import adding, components

if TYPE_CHECKING:
    from rag.dateline import Dateline

_EXPLAINED = (
    "Dateline answers questions and writes briefings from the news articles that you give it, and from nothing else. "
    "Every sentence leads to the words that it rests on."
)


def first_visit(dateline: Dateline) -> None:
    """The empty archive's page; it gives way to the usual one as soon as an article is in."""
    components.notice("The archive is empty", _EXPLAINED, key="empty")
    ingesting = adding.current()
    st.button(
        "Load the example article",
        key="load_example",
        type="primary",
        on_click=adding.load_example,
        args=(dateline,),
        disabled=bool(ingesting and ingesting.running),
    )
    adding.drop_zone(dateline)
    adding.report()
