"""What all pages share: the page's settings, its stylesheet, the reader's place beside the content."""

from __future__ import annotations

from pathlib import Path

import streamlit as st


def set_page() -> None:
    """Title, icon and stylesheet; the icon is an emoji because a named symbol would be fetched from the network."""
    st.set_page_config(page_title="Dateline", page_icon="🗞️", layout="wide")
    st.html(Path(__file__).with_name("frame.css"))
