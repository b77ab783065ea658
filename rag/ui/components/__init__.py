"""The app's own elements. Each takes JSON and sets it as text (textContent), so that no article can act on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from rag.ui.views import Line, Row

Tone = Literal["calm", "error"]
TurnAct = Literal["again", "edit", "turn", "judge"]
TURN_ACTS: tuple[TurnAct, ...] = ("again", "edit", "turn", "judge")
ConversationAct = Literal["open", "look", "rename", "remove"]
CONVERSATION_ACTS: tuple[ConversationAct, ...] = ("open", "look", "rename", "remove")
_FOLDER = Path(__file__).parent


def _component(name: str, *shared: str) -> Callable[..., Any]:
    """The files ``name``.js and .css with the parts that it shares, as a Streamlit component; read once, when the
    module is imported."""

    def joined(ending: str) -> str:
        return "\n".join(
            path.read_text(encoding="utf-8")
            for part in ("base", *shared, name)
            if (path := _FOLDER / f"{part}.{ending}").exists()
        )

    html = "<div class='root'></div>\n<div class='tip' popover='manual' role='tooltip'></div>"
    mount: Callable[..., Any] = st.components.v2.component(
        f"dateline_{name}", html=html, css=joined("css"), js=joined("js")
    )
    return mount


_TURN = _component("turn", "chips", "actions")
_CONVERSATIONS = _component("conversations")
_SHEET = _component("sheet", "storyline", "chips")
_SEARCH = _component("search")
_FACETS = _component("facets")
_FEEDS = _component("feeds")
_WORKING = _component("working")
_FIGURES = _component("figures")
_CALENDAR = _component("calendar")
_DIFFERENCE = _component("difference", "chips")
_READER = _component("reader", "storyline", "beside")
_LISTING = _component("listing")
_STORIES = _component("stories", "storyline")
_STORY = _component("story", "storyline")
_NOTICE = _component("notice")
_PREVIEW = _component("preview")


def turn(
    view: Mapping[str, object], *, key: str, on_open: Callable[[], None], on_act: Callable[[TurnAct], None]
) -> None:
    """A question and what has been answered so far; ``on_open`` after a click on a source, ``on_act`` after one on
    what can be done with the answer."""
    acts = {f"on_{act}_change": partial(on_act, act) for act in TURN_ACTS}
    _TURN(key=key, data=view, on_open_change=on_open, **acts)


def conversations(view: Mapping[str, object], *, key: str, on_act: Callable[[ConversationAct], None]) -> None:
    """Conversations by name, with a line to find one in; ``on_act`` after a click on one or on what it offers."""
    acts = {f"on_{act}_change": partial(on_act, act) for act in CONVERSATION_ACTS}
    _CONVERSATIONS(key=key, data=view, **acts)


def sheet(view: Mapping[str, object], *, key: str, on_open: Callable[[], None]) -> None:
    """A briefing as a sheet with clickable sources."""
    _SHEET(key=key, data=view, on_open_change=on_open)


def search(value: str, *, placeholder: str, key: str, on_text: Callable[[], None], parameter: str = "") -> None:
    """A search box; hands back what was typed, and where a ``parameter`` is given puts it into the address so named."""
    data = {"value": value, "parameter": parameter, "placeholder": placeholder}
    _SEARCH(key=key, data=data, on_text_change=on_text)


def facets(view: Mapping[str, object], *, key: str, on_filter: Callable[[], None]) -> None:
    """Filters to click: the days as a histogram, names with their numbers."""
    _FACETS(key=key, data=view, on_filter_change=on_filter)


def feeds(view: Mapping[str, object], *, key: str, on_act: Callable[[], None]) -> None:
    """Subscriptions and how they fare; hands back which one is to be refreshed or removed."""
    _FEEDS(key=key, data=view, on_act_change=on_act)


def working(text: str, *, key: str, share: float | None = None) -> None:
    """What is being done, and which ``share`` of it (0..1) is; None where nobody knows."""
    _WORKING(key=key, data={"text": text, "share": share})


def figures(lines: Sequence[Line], *, key: str) -> None:
    """Named findings, one below the other, each with its advice."""
    _FIGURES(key=key, data={"lines": list(lines)})


def calendar(
    view: Mapping[str, object], *, key: str, on_day: Callable[[], None], on_edition: Callable[[], None]
) -> None:
    """A day, a month to pick another from, and that day's editions; hands back the day or the edition's number."""
    _CALENDAR(key=key, data=view, on_day_change=on_day, on_edition_change=on_edition)


def difference(view: Mapping[str, object], *, key: str, on_open: Callable[[], None]) -> None:
    """What changed between two editions, with clickable sources."""
    _DIFFERENCE(key=key, data=view, on_open_change=on_open)


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


def stories(rows: Sequence[Mapping[str, object]], *, key: str, label: str, on_open: Callable[[], None]) -> None:
    """Stories to click, each with its days as a small chart."""
    _STORIES(key=key, data={"stories": list(rows), "label": label}, on_open_change=on_open)


def story(view: Mapping[str, object], *, key: str, on_open: Callable[[], None], on_back: Callable[[], None]) -> None:
    """One story day by day; ``on_open`` after a click on an article, ``on_back`` after one on the way to the list."""
    _STORY(key=key, data=view, on_open_change=on_open, on_back_change=on_back)


def notice(title: str, text: str, *, tone: Tone = "calm", key: str | None = None) -> None:
    """A card with one thing to know."""
    _NOTICE(key=key, data={"title": title, "text": text, "tone": tone})


def page_preview(html: str, *, key: str, label: str) -> None:
    """A finished HTML page in a frame that may neither run scripts nor load anything."""
    _PREVIEW(key=key, data={"html": html, "label": label})
