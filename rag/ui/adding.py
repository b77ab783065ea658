"""Adding articles: files dropped on the page, or the example; progress and a report, item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from rag.resources import bundled
from rag.ui import components
from rag.ui.ingesting import Ingesting, Upload, folder, uploads
from rag.ui.work import watched

if TYPE_CHECKING:
    from rag.dateline import Dateline

_FORMATS = "Text, HTML, PDF, Word or JSONL, up to 20 MB each"


def drop_zone(dateline: Dateline) -> None:
    """Where files are dropped; they are taken in at once, and the zone is empty again."""
    key = f"files{st.session_state.setdefault('uploads_taken', 0)}"
    ingesting = current()
    st.file_uploader(
        f"Add articles. {_FORMATS}",
        accept_multiple_files=True,
        key=key,
        on_change=_take_uploads,
        args=(dateline, key),
        disabled=bool(ingesting and ingesting.running),
    )


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


def _take_uploads(dateline: Dateline, key: str) -> None:
    files = [Upload(file.name, file.getvalue()) for file in st.session_state[key]]
    if files:
        st.session_state["uploads_taken"] += 1
        _begin(uploads(dateline, files))


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
