"""Feedback on its way into a set: what there is, what is taken of it, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from rag.domain.conversation import Feedback
from rag.render.exchange_json import feedback_from_json
from rag.ui import components, evaluation_order
from rag.ui.evaluation_feedback import SET, Promotable, every_version, promotable, put_into_set
from rag.ui.session import owner
from rag.ui.words import count_of
from rag.ui.work import Work, watched

if TYPE_CHECKING:
    from rag.dateline import Dateline

_PAGE = 500
_NEW = "evaluation_just_put"
_EXPLAINED = (
    "What you said of answers, as questions with the answer that you called right. Look them over before you trust "
    "figures that rest on them. They go to the set “feedback” with the articles of this archive as they are now, for "
    "everybody who can open this page."
)


def promote(dateline: Dateline, folder: Path) -> None:
    """A list of one's own feedback to put into a set; nothing where none was given."""
    found = [promotable(each, dateline.catalog.latest) for each in _given(dateline)]
    if not found:
        return
    usable = {str(each.case["id"]): each for each in found if each.case is not None}
    # While the set is run its progress, which stands below, is not to be out of sight.
    expanded = _putting() is not None and not evaluation_order.is_running(folder)
    with st.expander("Questions from feedback", icon=":material/rate_review:", expanded=expanded):
        st.text(_EXPLAINED)
        taken = st.multiselect(
            "Questions to take",
            list(usable),
            default=list(usable),
            format_func=lambda id_: usable[id_].question,
            key="evaluation_taken",
        )
        components.listing([each.row for each in found], key="evaluation_feedback")
        args = (dateline, folder, [usable[id_] for id_ in taken])
        st.button("Put them into the set", key="evaluation_put", on_click=_put, args=args, disabled=not taken)
        watched(_draw, key="evaluation_putting", is_running=lambda: bool((work := _putting()) and work.running))


def _given(dateline: Dateline) -> list[Feedback]:
    """One's own feedback, oldest first; what cannot be read is passed over, as in the conversations themselves."""
    found = []
    for stored in dateline.catalog.conversations.feedback(owner=owner()):
        try:
            found.append(feedback_from_json(stored.text))
        except (KeyError, ValueError, TypeError):
            continue
    return found


def _putting() -> Work[int] | None:
    work: Work[int] | None = st.session_state.get("evaluation_putting_now")
    return work


def _put(dateline: Dateline, folder: Path, taken: Sequence[Promotable]) -> None:
    """In a callback: all articles are written beside the set, which takes a while in a large archive."""
    cases = [each.case for each in taken if each.case is not None]

    def put() -> int:
        articles = every_version(lambda at: dateline.articles(limit=_PAGE, offset=at))
        put_into_set(folder, cases, articles)
        return len(cases)

    work = Work(put)
    st.session_state["evaluation_putting_now"], st.session_state[_NEW] = work, True
    work.start()


def _draw() -> None:
    work = _putting()
    if work is None:
        return
    if work.running:
        st.text("Writing the articles beside the set…")
    elif work.error:
        components.notice("The set could not be written", str(work.error), tone="error", key="evaluation_not_put")
    elif work.result is not None:
        st.text(f"{count_of(work.result, 'question')} put into the set “feedback”, which can be run below.")
        if st.session_state.pop(_NEW, False):
            evaluation_order.prefer(Path(SET).stem)
