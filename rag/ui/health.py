"""The Health page: which mode is on and why, the model, the archive, the settings, and who is signed in."""

from __future__ import annotations

import platform
from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from rag import __version__
from rag.domain.errors import DatelineError
from rag.domain.health import HealthCheck
from rag.settings import Settings
from rag.ui import components
from rag.ui.configured import configured, in_words
from rag.ui.frame import heading
from rag.ui.model_trial import list_models, try_model
from rag.ui.session import formats, owner
from rag.ui.views import Line
from rag.ui.work import LOOK_IN_S, Work, watched

if TYPE_CHECKING:
    from rag.dateline import Dateline

_NAMES = {
    "catalog": "Catalog",
    "contents": "Contents",
    "words": "Word index",
    "vectors": "Vector index",
    "waiting": "Waiting to be indexed",
    "embedder": "Embedder",
    "disk": "Disk",
    "writing": "Writing",
}


def page(dateline: Dateline) -> None:
    """From what matters most to a reader to what its keeper looks up."""
    settings = Settings()
    heading("Health")
    _mode(settings)
    _archive(dateline)
    _about(dateline, settings)
    with st.expander("Settings", icon=":material/tune:"):
        components.figures(
            [Line(name=s.name, finding=s.value, advice=s.origin, tone="plain") for s in configured(settings)],
            key="settings",
        )


def mode_in_words(settings: Settings) -> tuple[str, str]:
    """Which mode is on, and why."""
    if settings.llamaindex_llm:
        return "A language model writes", f"DATELINE_LLAMAINDEX_LLM names {settings.llamaindex_llm}."
    if settings.model_file:
        return "A language model writes", f"DATELINE_MODEL_FILE names {settings.model_file}, run in this process."
    if settings.model:
        where = in_words(settings.openai_base_url) if settings.openai_base_url else "OpenAI's own endpoint"
        return "A language model writes", f"DATELINE_MODEL names {settings.model}, asked at {where}."
    why = (
        "No model is configured. Answers and pages are made of the articles' own sentences. Set DATELINE_MODEL, and "
        "OPENAI_API_KEY or OPENAI_BASE_URL, to have a model write; every sentence is checked either way."
    )
    return "The articles' own sentences", why


def lines_of(checks: list[HealthCheck]) -> list[Line]:
    """What `dateline doctor` found, in words for a page."""
    return [
        Line(
            name=_NAMES.get(check.name, check.name),
            finding=check.finding,
            advice=check.advice,
            tone="good" if check.ok else "bad",
        )
        for check in checks
    ]


def _mode(settings: Settings) -> None:
    title, why = mode_in_words(settings)
    components.notice(title, why, key="mode")
    if not settings.writer:
        return
    with st.container(horizontal=True):
        busy = _is_running("model_work")
        st.button("Test the model", key="test_model", on_click=_start, args=("model_work", try_model), disabled=busy)
        if settings.model and not settings.model_file:
            st.button(
                "Which models are there?",
                key="list_models",
                type="tertiary",
                on_click=_start,
                args=("model_work", list_models),
                disabled=busy,
            )
    watched(_draw_model, key="model_state", is_running=lambda: _is_running("model_work"), every_s=LOOK_IN_S)


def _start(name: str, task: Callable[[Settings], str]) -> None:
    work: Work[str] = Work(lambda: task(Settings()))
    st.session_state[name] = work
    work.start()


def _is_running(name: str) -> bool:
    work: Work[object] | None = st.session_state.get(name)
    return work is not None and work.running


def _draw_model() -> None:
    work: Work[str] | None = st.session_state.get("model_work")
    if work is None:
        return
    if work.running:
        components.working("Asking the model", key="model_working")
    elif work.error:
        components.notice("The model did not answer", str(work.error), tone="error", key="model_error")
    else:
        components.notice("", work.result or "", key="model_answer")


def _archive(dateline: Dateline) -> None:
    if "health_work" not in st.session_state:
        _examine(dateline)
    watched(_draw_checks, key="health_state", is_running=lambda: _is_running("health_work"), every_s=LOOK_IN_S)
    st.button(
        "Look again",
        key="look_again",
        icon=":material/refresh:",
        on_click=_examine,
        args=(dateline,),
        disabled=_is_running("health_work"),
    )


def _examine(dateline: Dateline) -> None:
    work: Work[list[HealthCheck]] = Work(dateline.check_health)
    st.session_state["health_work"] = work
    work.start()


def _draw_checks() -> None:
    work: Work[list[HealthCheck]] = st.session_state["health_work"]
    if work.running:
        components.working("Looking at the archive", key="health_working")
    elif work.error:
        components.notice("The archive could not be looked at", str(work.error), tone="error", key="health_error")
    else:
        components.figures(lines_of(work.result or []), key="checks")


def _about(dateline: Dateline, settings: Settings) -> None:
    """The version, what models cost so far, and who is here."""
    lines = [
        Line(
            name="Version",
            finding=f"Dateline {__version__}, Python {platform.python_version()}",
            advice="",
            tone="plain",
        ),
        *_usage(dateline),
    ]
    if settings.read_only:
        lines.append(Line(name="Read only", finding="Nothing can be changed in this app.", advice="", tone="plain"))
    if address := owner():
        lines.append(Line(name="Signed in", finding=address, advice="", tone="plain"))
    components.figures(lines, key="about")
    if owner():
        st.button("Sign out", key="sign_out", on_click=st.logout)


def _usage(dateline: Dateline) -> list[Line]:
    try:
        spent = dateline.catalog.usage_by_model()
    except DatelineError:
        # What is wrong with the catalog stands above already.
        return []
    number = formats().number
    return [
        _plain(
            "Tokens for briefings",
            f"{model}: {number(usage.prompt_tokens)} read, {number(usage.completion_tokens)} written",
        )
        for model, usage in spent.items()
    ]


def _plain(name: str, finding: str) -> Line:
    return Line(name=name, finding=finding, advice="", tone="plain")
