"""The Archive page: every article by search and filters, the stories that they tell, the reader beside them, how more
gets in, and the feeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from rag.domain.errors import DatelineError
from rag.domain.facets import Facets
from rag.domain.passage import Hit
from rag.domain.question import Filters
from rag.ui import adding, components, feeds, reader, stories
from rag.ui.facets import changed, facets_of, facets_view
from rag.ui.first_visit import first_visit
from rag.ui.frame import heading
from rag.ui.place import Place
from rag.ui.session import formats, read_only, telling
from rag.ui.views import Row, article_row

if TYPE_CHECKING:
    from rag.dateline import Dateline

_PAGE = 20
_FOUND = 40
"""Passages that a search brings; several may be of one article."""
_LONGEST_QUERY = 500
_PARAMETER = "search"
"""Of the address. The search box itself writes it there, over what stood there: Back leaves the search at once."""
_VIEWS = ("Articles", "Stories", "Add", "Feeds")
_VIEWS_TO_READ = _VIEWS[:2]


def page(dateline: Dateline) -> None:
    """What is in the archive, and how more gets in."""
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
    with heading("Archive"):
        view = _view()
    if view == "Add":
        adding.drop_zone(dateline)
        adding.report()
    elif view == "Stories":
        stories.section(dateline)
    elif view == "Feeds":
        feeds.section(dateline)
    else:
        _follow()
        # Alone while somebody types, so that neither the reader nor the page is drawn anew.
        st.fragment(telling(_browse), key="browse")(dateline)


def _view() -> str:
    if stories.asked_for():
        # A shared link, or the way back to a story.
        st.session_state["archive_view"] = "Stories"
    views = _VIEWS_TO_READ if read_only() else _VIEWS
    st.session_state.setdefault("archive_view", _VIEWS[0])
    picked: str | None = st.segmented_control(
        "View", views, key="archive_view", label_visibility="collapsed", on_change=_turned
    )
    return picked or _VIEWS[0]


def _turned() -> None:
    """In a callback: a click on the view that is shown already gives its list, one on another leaves the stories."""
    if st.session_state["archive_view"] is None and stories.asked_for():
        st.session_state["archive_view"] = "Stories"
        stories.close()
    else:
        stories.leave()


def _browse(dateline: Dateline) -> None:
    articles = dateline.catalog.counts()["articles"]
    placeholder = f"Search {formats().count(articles, 'article')}"
    components.search(_query(), parameter=_PARAMETER, placeholder=placeholder, key="search", on_text=_typed)
    if _query().strip():
        _found(dateline)
    else:
        _newest(dateline)


def _follow() -> None:
    """The words of the address are searched for. Only where the whole page is drawn: while somebody types, what was
    typed is newer."""
    if (named := st.query_params.get(_PARAMETER)) is not None:
        st.session_state["archive_query"] = named[:_LONGEST_QUERY]


def _query() -> str:
    query: str = st.session_state.setdefault("archive_query", "")
    return query


def _filters() -> Filters:
    filters: Filters = st.session_state.setdefault("archive_filters", Filters())
    return filters


def _typed() -> None:
    typed = st.session_state["search"].get("text")
    if isinstance(typed, dict):
        st.session_state["archive_query"] = str(typed.get("text", ""))[:_LONGEST_QUERY]


def _filtered() -> None:
    click = st.session_state["facets"].get("filter")
    if isinstance(click, dict):
        st.session_state["archive_filters"] = changed(_filters(), click)


def _found(dateline: Dateline) -> None:
    try:
        result = dateline.search(_query(), k=_FOUND, filters=_filters())
    except DatelineError as error:
        components.notice("The search did not work", str(error), tone="error", key="search_error")
        return
    by_article: dict[str, list[Hit]] = {}
    for hit in result.hits:
        by_article.setdefault(hit.passage.article_id, []).append(hit)
    found = facets_of([hits[0].version for hits in by_article.values()])
    _draw_facets(found, found)
    told = [formats().count(len(by_article), "article"), "best first", *result.understood, *result.notes]
    _list([_hit_row(hits) for hits in by_article.values()], label=" · ".join(told))


def _newest(dateline: Dateline) -> None:
    shown = dateline.catalog.facets(_filters())
    _draw_facets(shown, _choices(dateline, shown))
    pages = max(1, -(-shown.articles // _PAGE))
    rows, turning = st.container(), st.container()
    number = 1
    if pages > 1:
        with turning:
            # Other filters are another list, which begins at its own first page.
            number = st.pagination(pages, key=f"archive_page_{hash(_filters())}")
    versions = dateline.articles(limit=_PAGE, offset=(number - 1) * _PAGE, filters=_filters())
    with rows:
        label = f"{formats().count(shown.articles, 'article')}, newest first"
        _list([article_row(version, formats=formats()) for version in versions], label=label)


def _choices(dateline: Dateline, shown: Facets) -> Facets:
    """Each facet counted without its own filter."""
    filters = _filters()

    def without(**nothing: object) -> Facets:
        return dateline.catalog.facets(replace(filters, **nothing))  # type: ignore[arg-type]

    return Facets(
        shown.articles,
        without(sources=()).sources if filters.sources else shown.sources,
        without(sections=()).sections if filters.sections else shown.sections,
        without(languages=()).languages if filters.languages else shown.languages,
        without(since=None, until=None).days if filters.since or filters.until else shown.days,
    )


def _draw_facets(shown: Facets, choices: Facets) -> None:
    components.facets(facets_view(shown, choices, _filters(), formats()), key="facets", on_filter=_filtered)


def _list(rows: Sequence[Row], *, label: str) -> None:
    components.listing(rows, key="articles", label=label, on_open=partial(reader.open_clicked, "articles"))


def _hit_row(hits: Sequence[Hit]) -> Row:
    """An article by its best passage; a click opens the article with that passage marked."""
    passage = hits[0].passage
    row = article_row(hits[0].version, snippet=passage.text, formats=formats())
    row["place"] = Place(passage.article_id, passage.version, "body", passage.start, passage.end).parameters
    if len(hits) > 1:
        row["meta"] += f" · {len(hits)} passages"
    return row
