"""The Ask page: questions, answers with numbered sources, and the reader beside them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from rag.ui import components, reader
from rag.ui.asking import Asking
from rag.ui.examples import example_questions
from rag.ui.first_visit import first_visit
from rag.ui.session import model_name
from rag.ui.views import Row, article_row
from rag.ui.work import watched

if TYPE_CHECKING:
    from rag.dateline import Dateline, Mode

_NEWEST = 3


def page(dateline: Dateline) -> None:
    """The conversation so far, and a line to go on with it."""
    content, beside = st.columns([3, 2], gap="large")
    with content:
        if dateline.catalog.counts()["articles"]:
            _talk(dateline)
        else:
            first_visit(dateline)
    with beside:
        reader.dock(dateline)


def _talk(dateline: Dateline) -> None:
    # The line stands below the conversation but is read first: what was typed is part of what is drawn above it.
    above, line = st.container(key="conversation"), st.container(key="question_line")
    with line:
        if question := st.chat_input("Ask the archive", key="question"):
            _ask(dateline, question, dateline.mode)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"):
            st.text(_mode_in_words(dateline.mode))
            if _is_running():
                st.button("Stop", key="stop", type="tertiary", icon=":material/stop_circle:", on_click=_stop)
            elif _conversation():
                st.button("New conversation", key="new", type="tertiary", on_click=_start_anew)
    if _conversation():
        with above:
            watched(partial(_turns, dateline), key="turns", is_running=_is_running)
    else:
        with above, st.container(key="opening"):
            st.title("What do you want to know?", anchor=False)
        _first_steps(dateline)


def _mode_in_words(mode: Mode) -> str:
    if mode == "llm":
        return f"{model_name()} writes; every sentence is checked"
    return "The articles' own sentences; no language model"


def _conversation() -> list[Asking]:
    conversation: list[Asking] = st.session_state.setdefault("conversation", [])
    return conversation


def _is_running() -> bool:
    return any(asking.running for asking in _conversation())


def _start_anew() -> None:
    _conversation().clear()


def _stop() -> None:
    for asking in _conversation():
        asking.stop()


def _ask(dateline: Dateline, question: str, mode: Mode) -> None:
    asking = Asking(question, mode=mode)
    history = [earlier.turn for earlier in _conversation()]
    _conversation().append(asking)
    asking.start(dateline, history)


def _turns(dateline: Dateline) -> None:
    last = len(_conversation()) - 1
    for number, asking in enumerate(_conversation()):
        key = f"turn{number}"
        with st.container(key=f"turn_{number}"):
            components.turn(asking.view(newest=number == last), key=key, on_open=partial(reader.open_clicked, key))
            if asking.model_failed:
                args = (dateline, number)
                st.button("Answer without the model", key=f"extract{number}", on_click=_ask_again, args=args)


def _ask_again(dateline: Dateline, number: int) -> None:
    """The same question at the same place, in the articles' own words."""
    asking = Asking(_conversation()[number].question, mode="extract")
    history = [earlier.turn for earlier in _conversation()[:number]]
    _conversation()[number] = asking
    asking.start(dateline, history)


def _first_steps(dateline: Dateline) -> None:
    """Questions that are known to be answered, and the newest articles to read."""
    newest = dateline.articles(limit=_NEWEST)
    questions = example_questions(newest)

    def pick() -> None:
        number = st.session_state["examples"].get("pick")
        if isinstance(number, int) and 0 <= number < len(questions):
            _ask(dateline, questions[number], dateline.mode)

    if questions:
        rows = [Row(title=question, meta="", snippet="", place={}, tone="") for question in questions]
        components.listing(rows, key="examples", label="Try", on_pick=pick, way="pick")
    opened = partial(reader.open_clicked, "newest")
    components.listing([article_row(v) for v in newest], key="newest", label="Newest in the archive", on_open=opened)
