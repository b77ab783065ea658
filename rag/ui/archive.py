"""The Archive page: every article, newest first or by search, the reader beside them, and files to add."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from rag.domain.errors import DatelineError
from rag.domain.passage import Hit
from rag.ui import adding, components, reader
from rag.ui.first_visit import first_visit
from rag.ui.place import Place
from rag.ui.views import Row, article_row
from rag.ui.words import count_of, searched_in_words

if TYPE_CHECKING:
    from rag.dateline import Dateline

_PAGE = 20


def page(dateline: Dateline) -> None:
    """What is in the archive, and how more gets in."""
    content, beside = st.columns([3, 2], gap="large")
    articles = dateline.catalog.counts()["articles"]
    with content:
        if articles:
            st.title("Archive", anchor=False)
            with st.expander("Add articles", icon=":material/upload_file:", expanded=adding.current() is not None):
                adding.drop_zone(dateline)
                adding.report()
            query = st.text_input(
                "Search",
                placeholder=f"Search {count_of(articles, 'article')}",
                icon=":material/search:",
                key="query",
                label_visibility="collapsed",
            )
            if query.strip():
                _found(dateline, query)
            else:
                _newest(dateline, articles)
        else:
            first_visit(dateline)
    with beside:
        reader.dock(dateline)


def _found(dateline: Dateline, query: str) -> None:
    try:
        result = dateline.search(query, k=_PAGE)
    except DatelineError as error:
        components.notice("The search did not work", str(error), tone="error", key="search_error")
        return
    label = " · ".join(
        [count_of(len(result.hits), "passage"), searched_in_words(result.searched), *result.understood, *result.notes]
    )
    _list([_hit_row(hit) for hit in result.hits], label=label)


def _newest(dateline: Dateline, articles: int) -> None:
    pages = -(-articles // _PAGE)
    rows, turning = st.container(), st.container()
    number = 1
    if pages > 1:
        with turning:
            number = st.pagination(pages, key="archive_page")
    versions = dateline.articles(limit=_PAGE, offset=(number - 1) * _PAGE)
    with rows:
        _list([article_row(version) for version in versions], label=f"{count_of(articles, 'article')}, newest first")


def _list(rows: list[Row], *, label: str) -> None:
    components.listing(rows, key="articles", label=label, on_open=partial(reader.open_clicked, "articles"))


def _hit_row(hit: Hit) -> Row:
    """A passage of an article; a click opens the article with the passage marked."""
    passage = hit.passage
    row = article_row(hit.version, snippet=passage.text)
    row["place"] = Place(passage.article_id, passage.version, "body", passage.start, passage.end).parameters
    return row
