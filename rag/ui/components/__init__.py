"""The app's own elements. Each takes JSON and sets it as text (textContent), so that no article can act on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from rag.ui.views import Row

Tone = Literal["calm", "error"]
_FOLDER = Path(__file__).parent


def _component(name: str, *, with_chips: bool = False) -> Callable[..., Any]:
    """The files ``name``.js and .css as a Streamlit component; read once, when the module is imported."""
    shared = ("base", "chips") if with_chips else ("base",)

    def joined(ending: str) -> str:
        return "\n".join(
            path.read_text(encoding="utf-8")
            for part in (*shared, name)
            if (path := _FOLDER / f"{part}.{ending}").exists()
        )

    html = "<div class='root'></div>\n<div class='tip' popover='manual' role='tooltip'></div>"
    mount: Callable[..., Any] = st.components.v2.component(
        f"dateline_{name}", html=html, css=joined("css"), js=joined("js")
    )
    return mount


_TURN = _component("turn", with_chips=True)
_SHEET = _component("sheet", with_chips=True)
_READER = _component("reader")
_LISTING = _component("listing")
_NOTICE = _component("notice")
_PREVIEW = _component("preview")


def turn(view: Mapping[str, object], *, key: str, on_open: Callable[[], None]) -> None:
    """A question and what has been answered so far; ``on_open`` after a click on a source."""
    _TURN(key=key, data=view, on_open_change=on_open)


def sheet(view: Mapping[str, object], *, key: str, on_open: Callable[[], None]) -> None:
    """A briefing as a sheet with clickable sources."""
    _SHEET(key=key, data=view, on_open_change=on_open)


def article(view: Mapping[str, object], *, key: str, on_open: Callable[[], None], on_close: Callable[[], None]) -> None:
    """An article with its mark, in a panel that can be closed; a sheet from below on a telephone."""
    _READER(key=key, data=view, on_open_change=on_open, on_close_change=on_close)


def listing(
    rows: Sequence[Row],
    *,
    key: str,
    label: str = "",
    on_open: Callable[[], None] = lambda: None,
    on_pick: Callable[[], None] = lambda: None,
    way: Literal["open", "pick"] = "open",
) -> None:
    """Rows to click: each opens its place, or with ``way="pick"`` hands back its number."""
    data = {"rows": list(rows), "label": label, "way": way}
    _LISTING(key=key, data=data, on_open_change=on_open, on_pick_change=on_pick)


def notice(title: str, text: str, *, tone: Tone = "calm", key: str | None = None) -> None:
    """A card with one thing to know."""
    _NOTICE(key=key, data={"title": title, "text": text, "tone": tone})


def page_preview(html: str, *, key: str, label: str) -> None:
    """A finished HTML page in a frame that may neither run scripts nor load anything."""
    _PREVIEW(key=key, data={"html": html, "label": label})
