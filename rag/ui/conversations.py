"""Which conversation is open, and the list of those that are kept. The address names the one that is open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from rag.domain.conversation import Conversation
from rag.domain.errors import ArchiveNotWritable
from rag.ui import components
from rag.ui.components import ConversationAct
from rag.ui.notebook import ArchiveNotebook, Notebook, SessionNotebook, as_key, begun, renamed
from rag.ui.session import formats, owner, read_only
from rag.ui.views import Row

if TYPE_CHECKING:
    from datetime import datetime

    from rag.dateline import Dateline

PARAMETER = "conversation"
_LISTED = 200
_EARLIER = 3
_OPENED = "opened_conversation"
_SESSION = "session_notebook"
_KEY = "conversations"


def notebook_of(dateline: Dateline) -> Notebook:
    """Of whoever looks at this page."""
    if _SESSION not in st.session_state and not read_only():
        return ArchiveNotebook(dateline, owner())
    notebook: SessionNotebook = st.session_state.setdefault(_SESSION, SessionNotebook())
    return notebook


def opened_id() -> str:
    """The conversation that the address names, "" for none."""
    return str(st.query_params.get(PARAMETER, ""))


def open_again() -> None:
    """Coming back from another page, whose address names no conversation: the one that was open here."""
    if not opened_id() and (last := st.session_state.get(_OPENED)):
        st.query_params[PARAMETER] = last


def show(conversation_id: str) -> None:
    """Open it, with no article beside it."""
    st.query_params.from_dict({PARAMETER: conversation_id})
    st.session_state[_OPENED] = conversation_id


def leave() -> None:
    """Back to an empty page; the conversation is kept."""
    st.query_params.clear()
    st.session_state.pop(_OPENED, None)


def begin(dateline: Dateline, question: str, *, now: datetime) -> Conversation:
    """A new conversation, opened. Where the archive takes nothing, it is kept in this session."""
    conversation = begun(question, owner=owner(), now=now)
    try:
        notebook_of(dateline).put(conversation)
    except ArchiveNotWritable:
        st.session_state[_SESSION] = SessionNotebook()
        notebook_of(dateline).put(conversation)
    show(conversation.id)
    return conversation


def earlier(dateline: Dateline) -> None:
    """The conversations that were used last, to go on with."""
    last = notebook_of(dateline).found(limit=_EARLIER)
    if not last:
        return

    def pick() -> None:
        number = st.session_state["earlier"].get("pick")
        if isinstance(number, int) and 0 <= number < len(last):
            show(last[number].id)

    rows = [Row(title=c.title, meta=_when(c), snippet="", place={}, tone="") for c in last]
    components.listing(rows, key="earlier", label="Earlier conversations", on_pick=pick, way="pick")


def menu(dateline: Dateline) -> None:
    """A button that opens the whole list; another conversation makes it another button, which is shut."""
    shut = f"conversations_of_{as_key(opened_id())}"
    with st.popover("Conversations", type="tertiary", key=shut), st.container(key="conversation_list"):
        st.fragment(_listed, key=_KEY)(dateline)


def _listed(dateline: Dateline) -> None:
    words = st.session_state.get("conversation_words", "")
    found = notebook_of(dateline).found(words, limit=_LISTED)
    rows = [{"id": c.id, "title": c.title, "when": _when(c), "is_open": c.id == opened_id()} for c in found]
    none = "No conversation holds all of these words." if words else "Your conversations will stand here."
    key = f"list_of_{as_key(opened_id())}"
    components.conversations({"rows": rows, "none": none}, key=key, on_act=partial(_act, dateline, key))


def _act(dateline: Dateline, key: str, act: ConversationAct) -> None:
    said = st.session_state[key].get(act)
    match act, said:
        case "look", str():
            st.session_state["conversation_words"] = said
            return
        case "open", str():
            show(said)
        case "rename", {"id": str(conversation_id), "title": str(title)}:
            _rename(dateline, conversation_id, title)
        case "remove", str():
            notebook_of(dateline).remove(said)
            if said == opened_id():
                leave()
        case _:
            return
    st.rerun()


def _rename(dateline: Dateline, conversation_id: str, title: str) -> None:
    notebook = notebook_of(dateline)
    if (conversation := notebook.conversation(conversation_id)) is not None:
        notebook.put(renamed(conversation, title))


def _when(conversation: Conversation) -> str:
    return formats().moment(conversation.changed)
