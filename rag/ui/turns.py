"""The questions and answers of the open conversation: drawn, asked, asked again, judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

import streamlit as st

from rag.domain.conversation import Conversation, Exchange, Feedback, Judgement
from rag.domain.evidence import Citation
from rag.domain.question import Filters, Reading
from rag.ui import components, reader
from rag.ui.asking import Asking, at_work
from rag.ui.components import TurnAct
from rag.ui.conversations import begin, notebook_of
from rag.ui.notebook import Notebook, as_key, before, new_id
from rag.ui.place import Place
from rag.ui.session import formats
from rag.ui.standing import articles_of
from rag.ui.turn_view import View, cited, running_view, settled_view
from rag.ui.understood import conditions
from rag.ui.work import watched

if TYPE_CHECKING:
    from rag.dateline import Dateline, Mode

LONGEST_NOTE = 1_000


@dataclass(frozen=True, slots=True)
class Turns:
    """The exchanges of one conversation as they stand, and those of them that are being answered."""

    conversation: Conversation
    exchanges: tuple[Exchange, ...]
    askings: Mapping[str, Asking]

    @property
    def is_running(self) -> bool:
        return any(asking.running for asking in self.askings.values())

    def stop(self) -> None:
        for asking in self.askings.values():
            asking.stop()


def turns_of(dateline: Dateline, conversation: Conversation) -> Turns:
    """Those under way are looked for first: one that is settled in between is then found among the kept."""
    working = at_work()
    exchanges = tuple(notebook_of(dateline).exchanges(conversation.id))
    return Turns(conversation, exchanges, {e.id: working[e.id] for e in exchanges if e.id in working})


def ask(dateline: Dateline, conversation: Conversation | None, question: str, filters: Filters) -> Conversation:
    """A question at the end of the conversation, or the first of a new one; back soon, answered or not."""
    if conversation is None:
        conversation = begin(dateline, question, now=dateline.clock())
    else:
        _used(dateline, conversation.id)
    _start(dateline, conversation.id, question, filters=filters)
    return conversation


def ask_again(
    dateline: Dateline,
    conversation: Conversation,
    exchange: Exchange,
    *,
    question: str = "",
    filters: Filters | None = None,
    without: tuple[Reading, ...] = (),
    mode: Mode | None = None,
) -> None:
    """In the place of an earlier exchange: the same question or another, with other filters or readings."""
    _used(dateline, conversation.id)
    _start(
        dateline,
        conversation.id,
        question or exchange.question,
        filters=exchange.filters if filters is None else filters,
        without=without,
        mode=mode,
        replaces=exchange.id,
    )


def _used(dateline: Dateline, conversation_id: str) -> None:
    """The last of the reader's conversations now, unless it was deleted meanwhile."""
    notebook = notebook_of(dateline)
    if (conversation := notebook.conversation(conversation_id)) is not None:
        notebook.put(replace(conversation, changed=dateline.clock()))


def _start(
    dateline: Dateline,
    conversation_id: str,
    question: str,
    *,
    filters: Filters,
    without: tuple[Reading, ...] = (),
    mode: Mode | None = None,
    replaces: str = "",
) -> None:
    notebook, exchange_id = notebook_of(dateline), new_id()
    history = [each.turn for each in before(notebook.exchanges(conversation_id), replaces)]
    asking = Asking(
        exchange_id,
        question,
        asked=dateline.clock(),
        mode=mode or dateline.mode,
        filters=filters,
        without=without,
        keep=partial(_keep, notebook, conversation_id),
    )
    # Kept before it is answered: a reload, or the end of the server, loses the answer and not the question.
    notebook.put_exchange(conversation_id, asking.exchange, replaces=replaces)
    asking.start(dateline, history)


def _keep(notebook: Notebook, conversation_id: str, exchange: Exchange) -> None:
    notebook.put_exchange(conversation_id, exchange)


def draw(dateline: Dateline, turns: Turns) -> None:
    """Every exchange in its place. Each is a fragment: while one is being answered, it alone is drawn again."""
    feedback = notebook_of(dateline).feedback(turns.conversation.id)
    for number, exchange in enumerate(turns.exchanges):
        asking = turns.askings.get(exchange.id)
        one = partial(_draw, dateline, turns, number, asking, feedback.get(exchange.id))
        with st.container(key=f"turn_{number}"):
            watched(one, key=f"exchange-{as_key(exchange.id)}", is_running=partial(_is_running, asking))


def _is_running(asking: Asking | None) -> bool:
    return asking is not None and asking.running


def _draw(dateline: Dateline, turns: Turns, number: int, asking: Asking | None, feedback: Feedback | None) -> None:
    """As it stands now: it may have been settled since the page looked for those that are under way."""
    is_running = _is_running(asking)
    exchange = asking.exchange if asking else turns.exchanges[number]
    key = f"turn-{as_key(exchange.id)}"
    view = (
        running_view(exchange, step=asking.step, formats=formats())
        if asking and is_running
        else _settled(dateline, exchange, feedback)
    )
    components.turn(
        {**view, "newest": number == len(turns.exchanges) - 1},
        key=key,
        on_open=partial(reader.open_clicked, key),
        on_act=partial(_act, dateline, turns, exchange, key),
    )
    if exchange.ending == "model_failed":
        instead = partial(ask_again, dateline, turns.conversation, exchange, mode="extract")
        st.button("Answer without the model", key=f"extract{number}", on_click=_then_all(instead))


def _settled(dateline: Dateline, exchange: Exchange, feedback: Feedback | None) -> View:
    view = settled_view(exchange, articles_of(dateline, cited(exchange.answer)), feedback, formats=formats())
    return {**view, "can_judge": view["can_judge"] and notebook_of(dateline).keeps_feedback}


def _then_all(change: Callable[[], None]) -> Callable[[], None]:
    """In a callback: the change, and then the whole page anew, not the turns alone."""

    def callback() -> None:
        change()
        st.rerun()

    return callback


def _act(dateline: Dateline, turns: Turns, exchange: Exchange, key: str, act: TurnAct) -> None:
    """What was clicked in a component comes from a browser: anything that fits nothing here does nothing."""
    again = partial(ask_again, dateline, turns.conversation, exchange)
    match act, st.session_state[key].get(act):
        case "again", True:
            again(without=exchange.without)
        case "edit", str(question) if question.strip():
            again(question=question.strip())
        case "turn", int(place) if 0 <= place < len(conditions(exchange)):
            turned = conditions(exchange)[place]
            again(filters=turned.filters, without=turned.without)
        case "judge", {"judgement": judgement} if judgement in get_args(Judgement):
            _judge(dateline, turns, exchange, judgement, st.session_state[key].get(act))
        case _:
            return
    st.rerun()


def _judge(dateline: Dateline, turns: Turns, exchange: Exchange, judgement: Judgement, said: Mapping[str, Any]) -> None:
    feedback = Feedback(
        exchange=exchange,
        history=tuple(each.turn for each in before(turns.exchanges, exchange.id)),
        judgement=judgement,
        given=dateline.clock(),
        citation=_cited_at(exchange, said.get("place")),
        correct=_short(said.get("correct")),
        note=_short(said.get("note")),
    )
    notebook_of(dateline).put_feedback(turns.conversation.id, feedback)


def _cited_at(exchange: Exchange, place: object) -> Citation | None:
    wanted = Place.read(place) if isinstance(place, Mapping) else None
    return next((c for c in cited(exchange.answer) if Place.at(c) == wanted), None)


def _short(text: object) -> str:
    return text.strip()[:LONGEST_NOTE] if isinstance(text, str) else ""
