"""Adding articles: files dropped on the page, addresses, or the example; progress and a report, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from rag.resources import bundled
from rag.ui import components
from rag.ui.ingesting import Ingesting, Upload, folder, given
from rag.ui.work import watched

if TYPE_CHECKING:
    from rag.dateline import Dateline

_FORMATS = "web pages, feeds, PDF, office documents, mail, text, CSV, JSONL, or a zip of these"


def drop_zone(dateline: Dateline) -> None:
    """Where files are dropped and an address is given, looked over and added; after that it is empty again."""
    running = bool((ingesting := current()) and ingesting.running)
    # A form, because each file of a drop would otherwise be an event of its own.
    with st.form("drop_zone", clear_on_submit=True, border=False):
        st.file_uploader(f"Your own articles: {_FORMATS}", accept_multiple_files=True, key="files", disabled=running)
        st.text_input(
            "Or the address of a page or a feed",
            placeholder="https://…",
            key="address",
            disabled=running,
            max_chars=2_000,
        )
        st.form_submit_button("Add to the archive", on_click=_take_given, args=(dateline,), disabled=running)


def report() -> None:
    """What is being taken in, or was last; nothing where nothing was added in this visit."""
    if current():
        watched(_draw_report, key="ingest_report", is_running=lambda: bool((now := current()) and now.running))


def load_example(dateline: Dateline) -> None:
    """In a callback: take in the article that comes with Dateline."""
    _begin(folder(dateline, bundled("seeds")))


def current() -> Ingesting | None:
    """What this visit is taking in, or took in last."""
    ingesting: Ingesting | None = st.session_state.get("ingesting")
    return ingesting


def _take_given(dateline: Dateline) -> None:
    files = [Upload(file.name, file.getvalue()) for file in st.session_state["files"]]
    address = st.session_state["address"].strip()
    if files or address:
        _begin(given(dateline, files, [address] if address else []))


def _begin(ingesting: Ingesting) -> None:
    st.session_state["ingesting"] = ingesting
    ingesting.start()


def _draw_report() -> None:
    ingesting = current()
    if ingesting is None:
        return
    if ingesting.running:
        st.progress(len(ingesting.taken) / len(ingesting.names), text=ingesting.summary)
    label = "" if ingesting.running else ingesting.summary
    components.listing([taken.row for taken in ingesting.taken], key="ingest_rows", label=label)
    if ingesting.error:
        components.notice("The files could not be taken in", str(ingesting.error), tone="error", key="ingest_error")
