"""The Ask page: questions, answers with numbered sources, and the reader beside them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from rag.ui import components, reader
from rag.ui.asking import Asking
from rag.ui.first_visit import first_visit
from rag.ui.session import model_name
from rag.ui.views import Row, first_words
from rag.ui.work import watched

if TYPE_CHECKING:
    from rag.dateline import Dateline, Mode

_SUGGESTIONS = 3


def page(dateline: Dateline) -> None:
    """The conversation so far, and a line to go on with it."""
    has_articles = dateline.catalog.counts()["articles"] > 0
    if has_articles:
        _question_line(dateline)
    content, beside = st.columns([3, 2], gap="large")
    with content:
        if not has_articles:
            first_visit(dateline)
        elif _conversation():
            watched(lambda: _turns(dateline), key="turns", is_running=_is_running)
            if not _is_running():
                st.button("New conversation", key="new", type="tertiary", icon=":material/add:", on_click=_start_anew)
        else:
            _opening(dateline)
    with beside:
        reader.dock(dateline)


def _question_line(dateline: Dateline) -> None:
    question = st.chat_input("Ask the archive", key="question")
    with st.bottom:
        st.text(_mode_in_words(dateline.mode))
    if question:
        _ask(dateline, question, dateline.mode)


def _mode_in_words(mode: Mode) -> str:
    if mode == "llm":
        return f"Written by {model_name()}; every sentence is checked against the articles it cites."
    return "No language model: answers are the articles' own sentences, word for word."


def _conversation() -> list[Asking]:
    conversation: list[Asking] = st.session_state.setdefault("conversation", [])
    return conversation


def _is_running() -> bool:
    return any(asking.running for asking in _conversation())


def _start_anew() -> None:
    _conversation().clear()


def _ask(dateline: Dateline, question: str, mode: Mode) -> None:
    asking = Asking(question, mode=mode)
    history = [earlier.turn for earlier in _conversation()]
    _conversation().append(asking)
    asking.start(dateline, history)


def _turns(dateline: Dateline) -> None:
    for number, asking in enumerate(_conversation()):
        key = f"turn{number}"
        components.turn(asking.view(), key=key, on_open=partial(reader.open_clicked, key))
        if asking.running:
            st.button("Stop", key=f"stop{number}", icon=":material/stop_circle:", on_click=asking.stop)
        if asking.model_failed:
            st.button("Answer without the model", key=f"extract{number}", on_click=_ask_again, args=(dateline, number))


def _ask_again(dateline: Dateline, number: int) -> None:
    """The same question at the same place, in the articles' own words."""
    asking = Asking(_conversation()[number].question, mode="extract")
    history = [earlier.turn for earlier in _conversation()[:number]]
    _conversation()[number] = asking
    asking.start(dateline, history)


def _opening(dateline: Dateline) -> None:
    """A first page that knows the archive: its newest articles as questions."""
    st.title("What do you want to know?", anchor=False)
    newest = dateline.articles(limit=_SUGGESTIONS)
    questions = [f"What is reported about “{v.article.title or first_words(v.article.body)}”?" for v in newest]
    rows = [Row(title=q, meta="", snippet="", place={}, tone="") for q in questions]

    def pick() -> None:
        number = st.session_state["suggestions"].get("pick")
        if isinstance(number, int) and 0 <= number < len(questions):
            _ask(dateline, questions[number], dateline.mode)

    components.listing(rows, key="suggestions", label="From the newest articles", on_pick=pick, way="pick")
