"""The Ask page: questions, answers with numbered sources, and the reader beside them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from rag.domain.conversation import Conversation
from rag.ui import components, conversations, reader, turns
from rag.ui.examples import example_questions
from rag.ui.filter_line import filter_menu, filters_set
from rag.ui.first_visit import first_visit
from rag.ui.session import formats, model_name
from rag.ui.views import Row, article_row

if TYPE_CHECKING:
    from rag.dateline import Dateline, Mode
    from rag.ui.turns import Turns

_NEWEST = 3
_QUESTION = "question"
_UNKNOWN = (
    "There is no such conversation here. It may have been deleted, or it belongs to somebody else: "
    "conversations are seen by their owners alone."
)


def page(dateline: Dateline) -> None:
    """The conversation so far, and a line to go on with it."""
    content, beside = st.columns([3, 2], gap="large")
    with beside:
        place = reader.held()
    with content:
        if dateline.catalog.counts()["articles"]:
            _talk(dateline)
        else:
            first_visit(dateline)
    # Last, since a first question closes the article that was open.
    with place:
        reader.fill(dateline)


def _talk(dateline: Dateline) -> None:
    # A widget's state is gone when another page has been shown in between.
    if _QUESTION not in st.session_state:
        conversations.open_again()
    # The line stands below the conversation but is read first: what was typed is part of what is drawn above it.
    above, line = st.container(key="conversation"), st.container(key="question_line")
    with line:
        question = st.chat_input("Ask the archive", key=_QUESTION)
        below = st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small")
    conversation = conversations.notebook_of(dateline).conversation(conversations.opened_id())
    if question:
        conversation = turns.ask(dateline, conversation, question, filters_set())
    going_on = turns.turns_of(dateline, conversation) if conversation else None
    was_running = going_on is not None and going_on.is_running
    with above:
        if going_on:
            turns.draw(dateline, going_on)
        elif conversations.opened_id():
            components.notice("This conversation cannot be shown", _UNKNOWN, key="unknown")
        else:
            with st.container(key="opening"):
                st.title("What do you want to know?", anchor=False)
    with below:
        _line(dateline, going_on)
    if going_on is None:
        _first_steps(dateline, conversation)
    elif was_running and not going_on.is_running:
        st.rerun()  # it was settled while the page was being drawn: the line still offers to stop it


def _line(dateline: Dateline, going_on: Turns | None) -> None:
    st.text(_mode_in_words(dateline.mode))
    st.space("stretch")
    filter_menu(dateline)
    conversations.menu(dateline)
    if going_on and going_on.is_running:
        st.button("Stop", key="stop", type="tertiary", icon=":material/stop_circle:", on_click=going_on.stop)
    elif conversations.opened_id():
        st.button("New conversation", key="new", type="tertiary", on_click=conversations.leave)


def _mode_in_words(mode: Mode) -> str:
    if mode == "llm":
        return f"{model_name()} writes; every sentence is checked"
    return "The articles' own sentences; no language model"


def _first_steps(dateline: Dateline, conversation: Conversation | None) -> None:
    """Questions that are known to be answered, what was asked before, and the newest articles to read."""
    newest = dateline.articles(limit=_NEWEST)
    questions = example_questions(newest)

    def pick() -> None:
        number = st.session_state["examples"].get("pick")
        if isinstance(number, int) and 0 <= number < len(questions):
            turns.ask(dateline, conversation, questions[number], filters_set())

    if questions:
        rows = [Row(title=question, meta="", snippet="", place={}, tone="") for question in questions]
        components.listing(rows, key="examples", label="Try", on_pick=pick, way="pick")
    conversations.earlier(dateline)
    opened = partial(reader.open_clicked, "newest")
    components.listing(
        [article_row(v, formats=formats()) for v in newest], key="newest", label="Newest in the archive", on_open=opened
    )
