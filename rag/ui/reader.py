"""The reader beside a page: the article that the address names, its cited characters marked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from rag.domain.article import Version
from rag.domain.errors import ArticleNotFound, ArticleRemoved
from rag.ui import components
from rag.ui.place import PARAMETERS, Place
from rag.ui.session import formats
from rag.ui.versions import beside_view
from rag.ui.views import reader_view

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

    from rag.dateline import Dateline

_KEY = "reader"


def dock(dateline: Dateline) -> None:
    """The reader in its place, which comes before the content: until it is there that does not know its width."""
    with held():
        fill(dateline)


def held() -> DeltaGenerator:
    """Its place alone, where something that comes later on the page may still open or close an article."""
    return st.container(key="reader_dock")


def fill(dateline: Dateline) -> None:
    """The reader; empty, and then not seen, while no article is open."""
    st.fragment(_draw, key=_KEY)(dateline)


def open_clicked(key: str) -> None:
    """In a callback: open what was clicked in the component ``key``. Only the reader is drawn anew."""
    place = Place.read(st.session_state[key].get("open") or {})
    if place:
        st.query_params.from_dict({**_others(), **place.parameters})
        st.rerun(_KEY)


def _draw(dateline: Dateline) -> None:
    place = Place.read(st.query_params)
    if place is None:
        return
    with st.container(key="reader_open"):
        components.article(
            _view(dateline, place), key="reader_view", on_open=partial(open_clicked, "reader_view"), on_close=_close
        )


def _view(dateline: Dateline, place: Place) -> dict[str, object]:
    try:
        record = dateline.show(place.article_id)
    except ArticleRemoved as gone:
        removed = formats().moment(gone.removed)
        missing = f"This article was removed from the archive on {removed}."
        return {"key": f"missing {place.article_id}", "missing": missing}
    except ArticleNotFound:
        missing = "The archive holds no such article. The link may belong to another archive."
        return {"key": f"missing {place.article_id}", "missing": missing}
    view = reader_view(record, place, copies=_copies(dateline, record.near_copies), formats=formats())
    # None where no briefing has read the article yet.
    story_id = dateline.catalog.story_of(place.article_id)
    story = dateline.catalog.story_articles(story_id) if story_id else []
    beside = beside_view(record, changes=dateline.changes, story=story, formats=formats(), story_id=story_id)
    return {**view, "beside": beside}


def _copies(dateline: Dateline, article_ids: tuple[str, ...]) -> list[Version]:
    return [v for article_id in article_ids if (v := dateline.catalog.latest(article_id))]


def _close() -> None:
    st.query_params.from_dict(_others())
    st.rerun(_KEY)


def _others() -> dict[str, str]:
    """What else the address names, the open conversation for one."""
    return {name: value for name, value in st.query_params.items() if name not in PARAMETERS}
