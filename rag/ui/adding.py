"""Adding articles: files dropped on the page, addresses, or the examples; progress and a report, item by item."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from rag.resources import bundled
from rag.ui import components
from rag.ui.ingesting import Ingesting, Upload, from_disk, given
from rag.ui.session import read_only
from rag.ui.work import LOOK_IN_S, watched

if TYPE_CHECKING:
    from rag.dateline import Dateline

_FORMATS = "web pages, feeds, PDF, office documents, mail, text, CSV, JSONL, or a zip of these"
_FORTNIGHT = Path("fortnight", "articles.jsonl")


def drop_zone(dateline: Dateline) -> None:
    """Where files are dropped and addresses are given, looked over and added; after that it is empty again."""
    running = is_running()
    # A form, because each file of a drop would otherwise be an event of its own.
    with st.form("drop_zone", clear_on_submit=True, border=False):
        st.file_uploader(f"Your own articles: {_FORMATS}", accept_multiple_files=True, key="files", disabled=running)
        st.text_area(
            "Or addresses of pages, feeds or lists of feeds (OPML), one a line",
            placeholder="https://…",
            key="addresses",
            disabled=running,
            max_chars=20_000,
            height=80,
        )
        st.form_submit_button("Add to the archive", on_click=_take_given, args=(dateline,), disabled=running)


def report() -> None:
    """What is being taken in, or was last; nothing where nothing was added in this visit."""
    if current():
        watched(_draw_report, key="ingest_report", is_running=is_running, every_s=LOOK_IN_S)


def load_example(dateline: Dateline) -> None:
    """In a callback: take in the article that comes with Dateline."""
    _begin(from_disk(dateline, sorted(path for path in bundled("seeds").iterdir() if path.is_file())))


def load_fortnight(dateline: Dateline) -> None:
    """In a callback: take in the invented fortnight that the evaluation uses."""
    from importlib.resources import files

    _begin(from_disk(dateline, [Path(str(files("eval"))) / _FORTNIGHT]))


def current() -> Ingesting | None:
    """What this visit is taking in, or took in last."""
    ingesting: Ingesting | None = st.session_state.get("ingesting")
    return ingesting


def is_running() -> bool:
    ingesting = current()
    return ingesting is not None and ingesting.running


def _take_given(dateline: Dateline) -> None:
    files = [Upload(file.name, file.getvalue()) for file in st.session_state["files"]]
    addresses = list(dict.fromkeys(line.strip() for line in st.session_state["addresses"].splitlines() if line.strip()))
    if files or addresses:
        _begin(given(dateline, files, addresses))


def _begin(ingesting: Ingesting) -> None:
    if read_only() or is_running():
        return
    st.session_state["ingesting"] = ingesting
    ingesting.start()


def _draw_report() -> None:
    ingesting = current()
    if ingesting is None:
        return
    if ingesting.running:
        share = len(ingesting.taken) / len(ingesting.names) if len(ingesting.names) > 1 else None
        components.working(ingesting.summary, key="ingest_working", share=share)
        if len(ingesting.names) > 1:
            st.button("Stop", key="stop_ingest", type="tertiary", on_click=ingesting.stop)
    label = "" if ingesting.running else ingesting.summary
    components.listing([taken.row for taken in ingesting.taken], key="ingest_rows", label=label)
    if ingesting.error:
        components.notice("The files could not be taken in", str(ingesting.error), tone="error", key="ingest_error")
