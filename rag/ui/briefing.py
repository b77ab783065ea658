"""The Briefing page: pick a day, read its page with every source at hand, see why and what changed, take it away."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from rag.domain.edition import Edition, EditionEntry
from rag.domain.errors import EditionNotFound
from rag.render.editions import TextForm, edition_text
from rag.ui import components, making, reader
from rag.ui.editions import calendar_view, comparable, difference_view
from rag.ui.first_visit import first_visit
from rag.ui.frame import heading
from rag.ui.profiles import profiles_dialog
from rag.ui.sending import send_dialog
from rag.ui.session import formats, read_only, today, zone
from rag.ui.sheet import sheet_view
from rag.ui.work import LOOK_IN_S, watched

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from rag.dateline import Dateline

_EXPLAINED = (
    "A briefing is one page about a day: what happened, who reports it, and what is new since the page before. "
)
_ICON = ":material/download:"
_FORMS: dict[TextForm, tuple[str, str]] = {
    "html": ("HTML", "text/html"),
    "md": ("Markdown", "text/markdown"),
    "json": ("JSON", "application/json"),
}
_VIEWS = ("With sources", "As sent", "What changed")
_EDITION, _DAY = "edition", "day"
"""Of the address, which names one of them."""


def page(dateline: Dateline) -> None:
    """The calendar, the page, and the reader beside it."""
    content, beside = st.columns([3, 2], gap="large")
    # The reader's place comes first: until it is there the content does not know how wide it may be.
    with beside:
        reader.dock(dateline)
    with content:
        if dateline.catalog.counts()["articles"]:
            _content(dateline)
        else:
            first_visit(dateline)


def _content(dateline: Dateline) -> None:
    was_making = making.is_running()
    _settle(dateline)
    _head(dateline)
    if making.current():
        watched(making.draw, key="making_state", is_running=making.is_running, every_s=LOOK_IN_S)
    elif number := _shown():
        _draw(dateline, number)
    else:
        _nothing_yet(dateline)
    if was_making and not making.is_running():
        st.rerun()  # it was finished while the page was being drawn, and nobody would look in again


def _settle(dateline: Dateline) -> None:
    """Which day and edition are shown: what was just made, or what the address names, as after Back. Where it names
    neither, what was shown last, and in a new visit the newest."""
    is_new = "briefing_day" not in st.session_state
    number, day = _named()
    if made := making.finished():
        _show(made.number, made.briefing.date)
    elif number is not None:
        if is_new or number != _shown():
            _remember(number, _day_of(dateline, number))
    elif day is not None:
        if is_new or day != _day():
            _remember(_newest_of(dateline, day), day)
    elif is_new:
        entries = dateline.press.entries(limit=1)
        _show(*((entries[0].number, entries[0].date) if entries else (None, _latest_day(dateline))))


def _named() -> tuple[int | None, date | None]:
    """The edition or the day that the address names; what is neither is as if it were not there."""
    number, day = st.query_params.get(_EDITION, ""), st.query_params.get(_DAY, "")
    if number.isdecimal() and len(number) <= 12:
        return int(number), None
    return None, _as_day(day)


def _as_day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _day_of(dateline: Dateline, number: int) -> date:
    try:
        return dateline.press.edition(number).briefing.date
    except EditionNotFound:
        # The page says so where it would have stood.
        return _latest_day(dateline)


def _newest_of(dateline: Dateline, day: date) -> int | None:
    entries = dateline.press.entries(day=day, limit=1)
    return entries[0].number if entries else None


def _show(number: int | None, day: date) -> None:
    """With an address that leads there again."""
    _remember(number, day)
    others = {name: value for name, value in st.query_params.items() if name not in (_EDITION, _DAY)}
    named = {_DAY: day.isoformat()} if number is None else {_EDITION: str(number)}
    st.query_params.from_dict({**others, **named})


def _remember(number: int | None, day: date) -> None:
    st.session_state["edition"], st.session_state["briefing_day"] = number, day


def _shown() -> int | None:
    number: int | None = st.session_state["edition"]
    return number


def _day() -> date:
    day: date = st.session_state["briefing_day"]
    return day


def _latest_day(dateline: Dateline) -> date:
    """The day of the newest article, so that the first page is not an empty one."""
    published = next((v.article.published for v in dateline.articles(limit=1)), None)
    if published is None:
        return today()
    return published.at.date() if published.precision == "day" else published.at.astimezone(zone()).date()


def _head(dateline: Dateline) -> None:
    with heading("Briefing"):
        if not read_only():
            _orders(dateline)
    view = calendar_view(
        _day(),
        editions=dateline.press.days(),
        archive=dateline.catalog.facets(),
        entries=dateline.press.entries(day=_day()),
        shown=_shown(),
        locale=st.context.locale or "",
    )
    components.calendar(view, key="calendar", on_day=partial(_pick_day, dateline), on_edition=partial(_pick, dateline))


def _orders(dateline: Dateline) -> None:
    if st.button("Profiles", key="profiles", type="tertiary", icon=":material/tune:"):
        profiles_dialog(dateline)
    if st.button("Make a page", key="order", icon=":material/edit_note:", disabled=making.is_running()):
        making.order_dialog(dateline, _day())


def _pick_day(dateline: Dateline) -> None:
    """In a callback: the day that was clicked, and its newest page; what the browser sends is not trusted."""
    if (day := _as_day(st.session_state["calendar"].get("day"))) is not None:
        _show(_newest_of(dateline, day), day)


def _pick(dateline: Dateline) -> None:
    number = st.session_state["calendar"].get("edition")
    if isinstance(number, int) and not isinstance(number, bool) and number > 0:
        _show(number, _day_of(dateline, number))


def _nothing_yet(dateline: Dateline) -> None:
    articles = dict(dateline.catalog.facets().days).get(_day(), 0)
    if articles:
        there = f"The archive holds {formats().count(articles, 'article')} of this day; no page about them yet."
    else:
        there = "The archive holds nothing of this day."
    components.notice("", _EXPLAINED + there, key="briefing_explained")
    if articles and not read_only():
        label = f"Make the page of {formats().day(_day())}"
        st.button(label, key="make_now", type="primary", on_click=making.begin_day, args=(dateline, _day()))


def _draw(dateline: Dateline, number: int) -> None:
    try:
        edition = dateline.press.edition(number)
    except EditionNotFound:
        missing = "The archive holds no such page. The link may belong to another archive."
        components.notice("This page is not here", missing, tone="error", key="no_edition")
        return
    view, pdf = _toolbar(dateline, edition)
    if view == "As sent":
        html = edition_text(edition, dateline.press.imprint(edition), "html")
        label = f"Briefing of {formats().day(edition.briefing.date)}"
        components.page_preview(html, key="preview", label=label)
    elif view == "What changed":
        _compare(dateline, edition)
    else:
        components.sheet(sheet_view(edition, formats()), key="sheet", on_open=partial(reader.open_clicked, "sheet"))
    with pdf:
        _download("PDF", _pdf(dateline, number), f"{_name(edition)}.pdf", "application/pdf")


def _toolbar(dateline: Dateline, edition: Edition) -> tuple[str | None, DeltaGenerator]:
    """How it is looked at, and the ways to take it along; the place for the PDF, which is set last."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        view: str | None = st.segmented_control(
            "View", _VIEWS, default=_VIEWS[0], key="view", label_visibility="collapsed"
        )
        st.space("stretch")
        pdf = st.empty()
        # Holds the place of the real one, which is there when the page has been set.
        pdf.button("PDF", key="pdf_to_come", type="tertiary", icon=_ICON, disabled=True)
        with st.popover("More", type="tertiary"):
            for form, (label, mime) in _FORMS.items():
                text = edition_text(edition, dateline.press.imprint(edition), form)
                _download(label, text, f"{_name(edition)}.{form}", mime)
            if not read_only() and st.button("Send", key="send_open", type="tertiary", icon=":material/send:"):
                send_dialog(dateline, edition.number)
    return view, pdf


def _name(edition: Edition) -> str:
    return f"briefing-{edition.briefing.date}"


def _pdf(dateline: Dateline, number: int) -> bytes:
    """Set once for as long as the same edition is shown: it never changes."""
    known: tuple[int, bytes] = st.session_state.get("pdf", (0, b""))
    if known[0] != number:
        known = number, dateline.press.reprint(number).page.pdf
        st.session_state["pdf"] = known
    return known[1]


def _download(label: str, data: str | bytes, name: str, mime: str) -> None:
    st.download_button(label, data, name, mime, key=f"download_{label}", type="tertiary", on_click="ignore", icon=_ICON)


def _compare(dateline: Dateline, edition: Edition) -> None:
    entries = dateline.press.entries(limit=200)
    briefing = edition.briefing
    own = EditionEntry(
        edition.number, briefing.date, briefing.topic, edition.profile, briefing.made, 0, "", edition.owner
    )
    others = {entry.number: entry for entry in comparable(entries, own)}
    if not others:
        components.notice("", "There is no other page to compare this one with.", key="nothing_to_compare")
        return
    older = st.selectbox(
        "Compared with",
        list(others),
        format_func=lambda n: _in_list(others[n]),
        key=f"compared_{edition.number}",
    )
    view = difference_view(dateline.press.difference(older, edition.number), formats())
    components.difference(view, key="difference", on_open=partial(reader.open_clicked, "difference"))


def _in_list(entry: EditionEntry) -> str:
    parts = (f"No. {entry.number}", formats().day(entry.date), entry.profile, entry.topic)
    return " · ".join(part for part in parts if part)
