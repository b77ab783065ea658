"""What all pages share: the page's settings, its stylesheet, and where its heading stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator


def set_page(title: str) -> None:
    """Title, icon and stylesheet; the icon is an emoji because a named symbol would be fetched from the network."""
    st.set_page_config(page_title=f"{title} · Dateline", page_icon="🗞️", layout="wide")
    st.html(Path(__file__).with_name("frame.css"))


def heading(title: str) -> DeltaGenerator:
    """The heading at the same height on every page; what is drawn into the line that comes back stands beside it."""
    line = st.container(key="heading", horizontal=True, vertical_alignment="bottom", gap="small")
    line.title(title, anchor=False, width="stretch")
    return line
