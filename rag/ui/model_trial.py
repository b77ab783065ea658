"""One tiny request to the configured language model, and the list of those that its endpoint serves."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.ports import Message

if TYPE_CHECKING:
    from rag.domain.answer import Usage
    from rag.ports import LLM
    from rag.settings import Settings

_REQUEST = Message("user", "Reply with the single word ready.")
_MOST_TOKENS = 200
"""Some models think before they say a word."""
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Tested:
    """What the model said to the request, and how long it took."""

    model: str
    said: str
    seconds: float
    usage: Usage


def asked(llm: LLM, *, max_tokens: int) -> Tested:
    """One request. Raises ModelError."""
    began = time.monotonic()
    reply = llm.stream([_REQUEST], max_tokens=min(max_tokens, _MOST_TOKENS))
    pieces: list[str] = []
    while True:
        try:
            pieces.append(next(reply))
        except StopIteration as ended:
            return Tested(llm.model, "".join(pieces).strip()[:_SHOWN], time.monotonic() - began, ended.value)


def try_model(settings: Settings) -> str:
    """What came of a request to the model that the settings name, in one sentence. Raises DatelineError."""
    from rag.compose import open_llm

    done = asked(open_llm(settings), max_tokens=settings.answer_tokens)
    tokens = f", {done.usage.prompt_tokens} tokens read and {done.usage.completion_tokens} written"
    spent = tokens if done.usage.prompt_tokens else ""
    return f"{done.model} answered “{done.said}” in {done.seconds:.1f} s{spent}."


def list_models(settings: Settings) -> str:
    """What the endpoint serves, in one sentence. Raises DatelineError."""
    from rag.compose import served_models

    names = served_models(settings)
    if not names:
        return "The endpoint names no models."
    missing = "" if settings.model in names else f" {settings.model} is not among them."
    return f"The endpoint serves {', '.join(names)}.{missing if settings.model else ''}"
