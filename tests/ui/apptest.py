"""A page run on a fake Dateline, and what its components were sent."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest
from ui.fake_dateline import FakeDateline


def page(name: str, dateline: FakeDateline) -> AppTest:
    """The page of that name, not run yet."""

    def script(name, dateline):  # type: ignore[no-untyped-def]  # the annotations' names would not be known where it runs
        import importlib

        importlib.import_module(f"rag.ui.{name}").page(dateline)

    return AppTest.from_function(script, args=(name, dateline), default_timeout=10)


def sent(at: AppTest, component: str) -> list[dict[str, Any]]:
    """The data of every component of that name on the page, in order."""
    assert not at.exception
    elements = at.get("bidi_component")
    return [json.loads(e.proto.json) for e in elements if e.proto.component_name.endswith(f"dateline_{component}")]


def clicked(at: AppTest, component: str, act: str, said: object, *, place: int = -1) -> AppTest:
    """The page after the component of that name, the last of them or another, has handed back ``said``."""
    elements = [e for e in at.get("bidi_component") if e.proto.component_name.endswith(f"dateline_{component}")]
    states = at._tree.get_widget_states()  # what AppTest itself sends for the elements that it knows
    state = states.widgets.add()
    state.id = f"$$STREAMLIT_INTERNAL_KEY_{elements[place].proto.id}__events"
    state.json_trigger_value = json.dumps([{"event": act, "value": said}])
    return at._run(states)


def the_turn(at: AppTest) -> dict[str, Any]:
    """The newest turn of the conversation."""
    return sent(at, "turn")[-1]


def the_article(at: AppTest) -> dict[str, Any]:
    """What the reader shows."""
    (article,) = sent(at, "reader")
    return article


def asked(dateline: FakeDateline, *questions: str) -> AppTest:
    """The Ask page after these questions."""
    at = page("ask", dateline).run()
    for question in questions:
        at.chat_input[0].set_value(question).run()
    return at
