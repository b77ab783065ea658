"""The systems that can be measured side by side, each in its own file, listed here by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from eval.systems import dateline_itself, llamaindex, top_sentence
from eval.systems.own import is_own, own_system
from eval.systems.system import System
from rag.dateline import Dateline
from rag.domain.errors import UsageError
from rag.settings import Settings

Maker = Callable[[Dateline, Settings], System]

SYSTEMS: Mapping[str, Maker] = {
    "dateline": dateline_itself.DatelineItself,
    "bm25": top_sentence.by_words,
    "dense": top_sentence.by_vectors,
    "llamaindex-query": llamaindex.query_engine,
    "llamaindex-chat": llamaindex.chat_engine,
    "llamaindex-citation": llamaindex.citation_engine,
}
"""Name -> how to make the system on an opened archive. Making it raises UsageError where a setting is missing."""


def system_named(name: str) -> Maker:
    """How to make the system of that name, or the one in a file of the user's. Raises UsageError for any other name."""
    if is_own(name):
        return own_system(Path(name))
    if name not in SYSTEMS:
        raise UsageError(
            f"There is no system {name!r}. Those there are: {', '.join(SYSTEMS)}; a Python file of yours is one too."
        )
    return SYSTEMS[name]


def check_system(name: str, settings: Settings) -> None:
    """Raises UsageError where there is no such system, or where it needs a model and the settings name none."""
    system_named(name)
    if name.startswith("llamaindex-") and not settings.model_name:
        raise UsageError(
            f"The system {name!r} needs a language model. Set DATELINE_MODEL, with OPENAI_BASE_URL or OPENAI_API_KEY, "
            "or DATELINE_MODEL_FILE; "
            "dateline, bm25 and dense answer without one."
        )
