"""Any LlamaIndex LLM class as the model that writes."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Any

from rag.adapters.llamaindex_classes import NamedClass
from rag.domain.answer import Usage
from rag.domain.errors import ModelContextTooSmall, ModelError, ModelReplyBroken, ModelTimedOut
from rag.ports import JsonSchema, Message

# Not every mention of tokens: those that were used up in a minute are a matter of waiting, not of size.
_CONTEXT = re.compile(r"context.{0,3}(?:length|size|window)|prompt is too long|input token count", re.IGNORECASE)
_CHARACTERS_PER_TOKEN = 10
"""More than any language needs: not every class keeps to a limit, and a reply must end."""


class LlamaIndexLLM:
    """Satisfies LLM; ``timeout_s`` is for one whole reply. Raises UsageError where the class cannot be made."""

    def __init__(self, named: NamedClass, *, timeout_s: float) -> None:
        from llama_index.core.base.llms.base import BaseLLM

        self._named = named
        self._timeout_s = timeout_s
        self.llama_index: Any = named.made(BaseLLM)
        """The instance itself, for LlamaIndex parts that ask a model of their own."""
        self._model = self._name_of_model()

    @property
    def model(self) -> str:
        return self._model

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: JsonSchema | None = None,
        timeout_s: float | None = None,
    ) -> Generator[str, None, Usage]:
        """Pieces of text as they come; returns the usage where the class reports it. Raises a ModelError.

        ``schema`` is not handed on: each class has its own way to be held to one, and the prompt says the form too.
        Closing the generator stops the reading with the next piece that arrives.
        """
        room = max_tokens * _CHARACTERS_PER_TOKEN
        limit_s = self._timeout_s if timeout_s is None else min(timeout_s, self._timeout_s)
        usage, said = Usage(), ""
        reading = _Reading(lambda: self._opened(messages))
        try:
            for part in reading.parts(time.monotonic() + limit_s):
                piece = _piece(part, said)[: room - len(said)]
                said, usage = said + piece, _usage(part) or usage
                if piece:
                    yield piece
                if len(said) >= room:
                    return Usage(usage.prompt_tokens, usage.completion_tokens, truncated=True)
        except Exception as error:  # each integration raises classes of its own
            raise self._translated(error, limit_s) from error
        finally:
            reading.stop()
        if not said.strip():
            raise ModelReplyBroken(self._named.path, "it was empty")
        return usage

    def _opened(self, messages: Sequence[Message]) -> Iterable[Any]:
        from llama_index.core.base.llms.types import ChatMessage

        chat = [ChatMessage(role=message.role, content=message.text) for message in messages]
        try:
            yield from self.llama_index.stream_chat(chat)
        except NotImplementedError:  # LlamaIndex's way of saying that a model cannot stream
            yield self.llama_index.chat(chat)

    def _name_of_model(self) -> str:
        try:
            name = self.llama_index.metadata.model_name
        except Exception as error:  # some look the model up, and refuse a name that they do not know
            raise self._named.unusable(
                self._named.reason(error), f"Correct {self._named.setting}_ARGUMENTS, or name another class."
            ) from error
        return self._named.name if name in ("", "unknown", None) else str(name)

    def _translated(self, error: Exception, limit_s: float) -> ModelError:
        if isinstance(error, TimeoutError) or "timeout" in type(error).__name__.lower():
            return ModelTimedOut(self._named.path, limit_s)
        if _CONTEXT.search(str(error)):
            return ModelContextTooSmall(self._named.path)
        return ModelError(
            f"The model {self._named.path} failed ({self._named.reason(error)}). "
            f"Check {self._named.setting} and its arguments; --mode extract works without it."
        )


class _Reading:
    """A stream that is read in a thread of its own: nothing else can stop waiting for a library that blocks."""

    def __init__(self, opened: Callable[[], Iterable[Any]]) -> None:
        self._opened = opened
        self._arrived: SimpleQueue[tuple[Any, ...]] = SimpleQueue()
        self._stopped = Event()
        Thread(target=self._read, daemon=True).start()

    def parts(self, deadline: float) -> Iterator[Any]:
        """What arrives, until ``deadline`` (monotonic seconds). Raises TimeoutError, and what the stream raised."""
        while True:
            try:
                arrived = self._arrived.get(timeout=max(0.0, deadline - time.monotonic()))
            except Empty:
                raise TimeoutError from None
            if not arrived:
                return
            part, error = arrived
            if error is not None:
                raise error
            yield part

    def stop(self) -> None:
        self._stopped.set()

    def _read(self) -> None:
        try:
            for part in self._opened():
                if self._stopped.is_set():
                    break
                self._arrived.put((part, None))
        except Exception as error:  # noqa: BLE001  # raised again in the thread that waits for it
            self._arrived.put((None, error))
        self._arrived.put(())


def _piece(part: Any, said: str) -> str:
    """The new text of one response: its delta, or what its message has more than was said before."""
    if isinstance(part.delta, str):
        return part.delta
    whole = part.message.content or ""
    return whole[len(said) :] if whole.startswith(said) else ""


def _usage(part: Any) -> Usage | None:
    """From where LlamaIndex's classes report it: the response's own fields, or the raw reply."""
    raw = getattr(part, "raw", None)
    for place in (part.additional_kwargs, _field(raw, "usage")):
        asked, written = _field(place, "prompt_tokens"), _field(place, "completion_tokens")
        if isinstance(asked, int) and isinstance(written, int):
            return Usage(asked, written, truncated=_stopped_at_limit(raw))
    return Usage(truncated=True) if _stopped_at_limit(raw) else None


def _stopped_at_limit(raw: Any) -> bool:
    choices = _field(raw, "choices")
    return bool(choices) and _field(choices[0], "finish_reason") == "length"


def _field(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
