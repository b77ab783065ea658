"""The Streamlit app: which page is shown. The pages themselves live in rag.ui."""

from __future__ import annotations

import streamlit as st

from rag.ui import archive, ask, briefing, evaluation, health
from rag.ui.frame import set_page
from rag.ui.session import show


def ask_page() -> None:
    show(ask.page)


def briefing_page() -> None:
    show(briefing.page)


def archive_page() -> None:
    show(archive.page)


def evaluation_page() -> None:
    show(evaluation.page)


def health_page() -> None:
    show(health.page)


shown = st.navigation(
    [
        st.Page(ask_page, title="Ask", default=True),
        st.Page(briefing_page, title="Briefing", url_path="briefing"),
        st.Page(archive_page, title="Archive", url_path="archive"),
        st.Page(evaluation_page, title="Eval", url_path="eval"),
        st.Page(health_page, title="Health", url_path="health"),
    ],
    position="top",
)
set_page(shown.title)
shown.run()
