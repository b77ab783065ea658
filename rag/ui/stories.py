"""Stories on the Archive page: a list to search, and one story day by day; the address names the one that is open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from rag.domain.story import Headline, StoryOverview
from rag.ui import components, reader
from rag.ui.facets import histogram, period
from rag.ui.formats import Formats
from rag.ui.place import Place
from rag.ui.session import formats, read_only, telling
from rag.ui.views import Row

if TYPE_CHECKING:
    from rag.dateline import Dateline

PARAMETER = "story"
"""Under this name the address says which story is open."""
_WORDS = "headline"
"""And under this one which words are looked for; the search box writes it there itself."""
_LONGEST_QUERY = 500
_PAGE = 20
_LONGEST_ID = 100
_FIRST_DAY = date(1800, 1, 1)
_NONE_YET = (
    "A story is what several articles tell of one event, followed from day to day. Articles are put together into "
    "stories whenever a page about their days is made on the Briefing page; after that the stories are listed here."
)
_NONE_FOUND = (
    "No story has all of these words in its headlines and an article of that day, where one is picked. Try fewer words "
    "or another day; the view Articles also finds words inside the texts, and articles that stand alone."
)
_NOT_HERE = (
    "The archive holds no such story. Its articles may have been removed, or the link belongs to another archive."
)


def named() -> str:
    """The story that the address names, "" where it names none."""
    return str(st.query_params.get(PARAMETER, ""))[:_LONGEST_ID]


def asked_for() -> bool:
    """Whether the address is about stories: it names one, or words of their headlines."""
    return bool(named()) or _WORDS in st.query_params


def close() -> None:
    """Back to the list; an article that is open beside it stays open."""
    st.query_params.pop(PARAMETER, None)


def leave() -> None:
    """Another view is shown: the address is no longer about stories. What was typed is there when they come back."""
    close()
    st.query_params.pop(_WORDS, None)


def section(dateline: Dateline) -> None:
    """The list, or the open story; drawn alone, so that the reader beside it stays as it is."""
    st.fragment(telling(_draw), key="stories_section")(dateline)


def story_row(story: StoryOverview, formats: Formats) -> dict[str, object]:
    """A story as the list shows it; ``days`` are for a small chart, whose meaning ``about`` tells in words.

    Days without an article are in it too; of a very long story a bar is a month or a year.
    """
    timeline = story.timeline
    days = period(timeline[0].day, timeline[-1].day, formats) if timeline else ""
    bars = histogram([(day.day, day.articles) for day in timeline])
    told = formats.count(len(story.headlines), "article")
    if story.publishers:
        told += f" by {formats.count(len(story.publishers), 'publisher')}"
    return {
        "title": story.title,
        "status": story.status,
        "about": " · ".join(part for part in (days, told) if part),
        "days": [{"day": period(b.since, b.until, formats), "articles": b.articles} for b in bars],
        "place": {PARAMETER: story.id},
    }


def days_view(headlines: Sequence[Headline], formats: Formats) -> list[dict[str, object]]:
    """The articles under their days, in the order given."""
    days: dict[str, list[dict[str, object]]] = {}
    for headline in headlines:
        day = formats.day(headline.day) if headline.day else "without a date"
        days.setdefault(day, []).append({"row": _row(headline), "here": False})
    return [{"day": day, "articles": articles} for day, articles in days.items()]


def _draw(dateline: Dateline) -> None:
    if named():
        _one(dateline, named())
    else:
        _list(dateline)


def _one(dateline: Dateline, story_id: str) -> None:
    story = dateline.story(story_id)
    view = (
        {**story_row(story, formats()), "line": days_view(story.headlines, formats())}
        if story
        else {"title": "This story is not here", "missing": _NOT_HERE}
    )
    view["was_picked"] = st.session_state.pop("story_was_picked", False)
    components.story(view, key="story", on_open=partial(reader.open_clicked, "story"), on_back=close)


def _list(dateline: Dateline) -> None:
    words, day = _asked_for(dateline)
    total = dateline.catalog.stories(words=words, day=day, limit=0).total
    if not total:
        _nothing(is_narrowed=bool(words.strip() or day))
        return
    pages = -(-total // _PAGE)
    rows, turning = st.container(), st.container()
    number = 1
    if pages > 1:
        with turning:
            # Other words or another day are another list, which begins at its own first page.
            number = st.pagination(pages, key=f"stories_page_{hash((words, day))}")
    shown = dateline.stories(words=words, day=day, limit=_PAGE, offset=(number - 1) * _PAGE)
    label = f"{formats().count(shown.total, 'story', 'stories')}, the one heard of last first"
    with rows:
        components.stories(
            [story_row(story, formats()) for story in shown.stories], key="stories", label=label, on_open=_open
        )


def _asked_for(dateline: Dateline) -> tuple[str, date | None]:
    """The words that are looked for, and the day."""
    words = _words()
    box, calendar = st.columns([3, 1], vertical_alignment="bottom")
    with box:
        every = dateline.catalog.stories(limit=0).total
        placeholder = f"Search {formats().count(every, 'story', 'stories')} by headline"
        components.search(words, parameter=_WORDS, placeholder=placeholder, key="stories_search", on_text=_typed)
    with calendar:
        day: date | None = st.date_input(
            "Of the day", value=None, min_value=_FIRST_DAY, key="stories_day", format="YYYY-MM-DD"
        )
    return words, day


def _words() -> str:
    """Those that the address names; where it names none, those that were typed last."""
    if (told := st.query_params.get(_WORDS)) is not None:
        st.session_state["stories_words"] = told[:_LONGEST_QUERY]
    words: str = st.session_state.setdefault("stories_words", "")
    return words


def _nothing(*, is_narrowed: bool) -> None:
    if is_narrowed:
        components.notice("No such story", _NONE_FOUND, key="no_story_found")
    elif read_only():
        components.notice("No stories yet", f"{_NONE_YET} Pages cannot be made here.", key="no_stories")
    else:
        components.notice("No stories yet", _NONE_YET, key="no_stories")


def _typed() -> None:
    typed = st.session_state["stories_search"].get("text")
    if isinstance(typed, dict):
        st.session_state["stories_words"] = str(typed.get("text", ""))[:_LONGEST_QUERY]


def _open() -> None:
    """In a callback: the story that was clicked; what the browser sends is not trusted."""
    picked = st.session_state["stories"].get("open")
    if isinstance(picked, dict) and (story_id := str(picked.get(PARAMETER) or "")[:_LONGEST_ID]):
        st.query_params[PARAMETER] = story_id
        st.session_state["story_was_picked"] = True


def _row(headline: Headline) -> Row:
    meta = " · ".join(part for part in (headline.source, headline.notice) if part)
    return Row(title=headline.title, meta=meta, snippet="", place=Place(headline.article_id).parameters, tone="")
