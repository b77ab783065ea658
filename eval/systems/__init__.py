"""The systems that can be measured side by side, each in its own file, listed here by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from eval.systems import dateline_itself, llamaindex, top_sentence
from eval.systems.system import System
from rag.dateline import Dateline
from rag.domain.errors import UsageError
from rag.settings import Settings

SYSTEMS: Mapping[str, Callable[[Dateline, Settings], System]] = {
    "dateline": dateline_itself.DatelineItself,
    "bm25": top_sentence.by_words,
    "dense": top_sentence.by_vectors,
    "llamaindex-query": llamaindex.query_engine,
    "llamaindex-chat": llamaindex.chat_engine,
    "llamaindex-citation": llamaindex.citation_engine,
}
"""Name -> how to make the system on an opened archive. Making it raises UsageError where a setting is missing."""


def check_system(name: str, settings: Settings) -> None:
    """Raises UsageError where there is no such system, or where it needs a model and the settings name none."""
    if name not in SYSTEMS:
        raise UsageError(f"There is no system {name!r}. Those there are: {', '.join(SYSTEMS)}.")
    if name.startswith("llamaindex-") and not settings.model:
        raise UsageError(
            f"The system {name!r} needs a language model. Set DATELINE_MODEL, with OPENAI_BASE_URL or OPENAI_API_KEY; "
            "dateline, bm25 and dense answer without one."
        )
