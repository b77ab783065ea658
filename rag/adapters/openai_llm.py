"""A language model behind any OpenAI-compatible endpoint: Chat Completions, streamed."""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from rag.domain.answer import Usage
from rag.domain.errors import (
    ModelContextTooSmall,
    ModelError,
    ModelKeyMissing,
    ModelKeyRefused,
    ModelReplyBroken,
    ModelTimedOut,
    ModelUnknown,
    ModelUnreachable,
)
from rag.ports import JsonSchema, Message

if TYPE_CHECKING:
    import httpx
    from openai import OpenAI, Stream
    from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam

_HOSTED = "https://api.openai.com/v1"
_CONNECT_S = 10.0
_CONTEXT = re.compile(r"exceed_context|context_length_exceeded|context (?:length|size|window)|too many tokens", re.I)
_NO_SUCH_MODEL = re.compile(
    r"model_not_found|(?:unknown|invalid|no such) model|model\b.{0,80}\b(?:not found|not exist)", re.I
)
_FORM = re.compile(r"response_format|json_schema|structured output", re.I)
_UNSUPPORTED = re.compile(r"unsupported|not supported|unrecogni[sz]ed|unknown|not permitted|not allowed", re.I)


class OpenAILLM:
    """``model`` at ``base_url`` (empty: OpenAI's own); ``timeout_s`` is for one whole reply.

    Requests that did not begin to be answered are tried again up to ``max_retries`` times, within the same time-out.
    Raises ModelKeyMissing where the hosted endpoint is meant and there is no key, ModelUnreachable where
    ``base_url`` cannot be read as an address.
    """

    def __init__(
        self,
        model: str,
        *,
        api_key: str,
        base_url: str,
        timeout_s: float,
        max_retries: int = 2,
        backoff_s: float = 0.5,
    ) -> None:
        self._model = model
        self._base_url = base_url.strip() or _HOSTED
        self._endpoint = _shown(self._base_url)
        self._key = api_key.strip()
        self._timeout_s, self._max_retries, self._backoff_s = timeout_s, max_retries, backoff_s
        self._dialect = _Dialect()
        if not self._key and _host(self._base_url) == _host(_HOSTED):
            raise ModelKeyMissing(self._endpoint)
        if not (self._key.isascii() and self._key.isprintable()):
            # such a key cannot be put into a header, and the transport's own error would print it
            raise ModelKeyRefused(self._endpoint)

    def __repr__(self) -> str:
        return f"OpenAILLM({self._model!r}, endpoint={self._endpoint!r})"

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
        """Pieces of text as they come; returns the usage. Closing the generator closes the connection.

        Raises a ModelError: also for an empty reply, and for one that ends without saying that it has ended.
        """
        deadline = _Deadline(self._timeout_s if timeout_s is None else min(timeout_s, self._timeout_s))
        outside = _outside_errors()
        try:
            with self._opened(messages, max_tokens, schema, deadline) as chunks, deadline.enforced_on(chunks.response):
                return (yield from self._pieces(chunks, max_tokens, deadline))
        except outside as error:
            raise self._translated(error, deadline) from None

    def served_models(self) -> list[str]:
        """The names of what the endpoint says it serves, sorted. Raises a ModelError."""
        deadline = _Deadline(self._timeout_s)
        try:
            return sorted(str(model.id) for model in self._client.models.list(timeout=self._timeout_s))
        except _outside_errors() as error:
            raise self._translated(error, deadline) from None
        except (AttributeError, TypeError):  # a web page, or JSON of another shape: the SDK does not validate
            raise ModelUnreachable(self._endpoint, "it did not list its models") from None

    @cached_property
    def _client(self) -> OpenAI:
        from openai import OpenAI

        # the SDK's own retries know nothing of the time-out for the whole reply, so they are off
        return OpenAI(api_key=self._key or "none", base_url=self._base_url, max_retries=0)

    def _opened(
        self, messages: Sequence[Message], max_tokens: int, schema: JsonSchema | None, deadline: _Deadline
    ) -> Stream[ChatCompletionChunk]:
        retryable = _retryable_errors()
        retries = 0
        while True:
            try:
                return self._create(messages, max_tokens, schema, deadline)
            except _bad_request() as error:
                adapted = self._dialect.after(_details(error))
                if adapted is None:
                    raise
                self._dialect = adapted
            except retryable as error:
                pause_s = _asked_pause_s(error) or self._backoff_s * 2**retries
                if _timed_out(error) or retries == self._max_retries or pause_s >= deadline.left_s:
                    raise
                time.sleep(pause_s)
                retries += 1

    def _create(
        self, messages: Sequence[Message], max_tokens: int, schema: JsonSchema | None, deadline: _Deadline
    ) -> Stream[ChatCompletionChunk]:
        import httpx

        if deadline.left_s <= 0:
            raise ModelTimedOut(self._endpoint, deadline.timeout_s)
        return self._client.chat.completions.create(
            model=self._model,
            messages=[_as_param(m) for m in messages],
            stream=True,
            timeout=httpx.Timeout(deadline.left_s, connect=min(deadline.left_s, _CONNECT_S)),
            extra_body=self._dialect.parameters(max_tokens, schema),
        )

    def _pieces(
        self, chunks: Stream[ChatCompletionChunk], max_tokens: int, deadline: _Deadline
    ) -> Generator[str, None, Usage]:
        usage, finished, said = Usage(), "", False
        for chunk in chunks:
            part = _part(chunk)
            if part is None:
                raise ModelReplyBroken(self._endpoint, "a part of it was not a chat completion")
            usage, finished = part.usage or usage, part.finished or finished
            if part.text:
                said = said or bool(part.text.strip())
                yield part.text
            if deadline.passed:
                break
        if deadline.passed and not finished:
            raise ModelTimedOut(self._endpoint, deadline.timeout_s)
        self._require_whole(finished, said, max_tokens, chunks.response)
        return replace(usage, truncated=finished == "length")

    def _require_whole(self, finished: str, said: bool, max_tokens: int, response: httpx.Response) -> None:
        kind = response.headers.get("content-type", "").split(";")[0].strip()
        if not finished and not said and kind not in ("text/event-stream", ""):
            raise ModelReplyBroken(self._endpoint, f"it is {_clean(kind)}, not a stream: is OPENAI_BASE_URL right")
        if not finished:
            raise ModelReplyBroken(self._endpoint, "the stream ended before the reply did")
        if finished == "content_filter":
            raise ModelReplyBroken(self._endpoint, "the endpoint's content filter stopped it")
        if not said:
            spent = f" when its {max_tokens} tokens were spent: raise DATELINE_ANSWER_TOKENS"
            raise ModelReplyBroken(self._endpoint, f"it was empty{spent if finished == 'length' else ''}")

    def _translated(self, error: Exception, deadline: _Deadline) -> ModelError:
        if deadline.passed:
            return ModelTimedOut(self._endpoint, deadline.timeout_s)
        return as_model_error(
            error, endpoint=self._endpoint, model=self._model, timeout_s=deadline.timeout_s, secret=self._key
        )


@dataclass(frozen=True, slots=True)
class _Dialect:
    """Which optional parameters the endpoint takes: reasoning models refuse some that local servers need."""

    limit: str = "max_tokens"
    temperature: bool = True
    reports_usage: bool = True
    schemas: bool = True

    def parameters(self, max_tokens: int, schema: JsonSchema | None) -> dict[str, object]:
        chosen: dict[str, object] = {self.limit: max_tokens}
        if self.temperature:
            chosen["temperature"] = 0
        if self.reports_usage:
            chosen["stream_options"] = {"include_usage": True}
        if schema and self.schemas:
            named = {"name": schema.name, "strict": True, "schema": schema.schema}
            chosen["response_format"] = {"type": "json_schema", "json_schema": named}
        return chosen

    def after(self, refusal: str) -> _Dialect | None:
        """The dialect without the parameter that a 400 names as unsupported; None if it is about something else."""
        if _CONTEXT.search(refusal):
            return None
        # Servers refuse a form of reply in words of their own; the prompt asks for it as well.
        if self.schemas and _FORM.search(refusal):
            return replace(self, schemas=False)
        if not _UNSUPPORTED.search(refusal):
            return None
        if self.limit == "max_tokens" and "max_tokens" in refusal:
            return replace(self, limit="max_completion_tokens")
        if self.temperature and "temperature" in refusal:
            return replace(self, temperature=False)
        if self.reports_usage and "stream_options" in refusal:
            return replace(self, reports_usage=False)
        return None


class _Deadline:
    """The end of a whole reply; the SDK's own time-out is only per read."""

    def __init__(self, timeout_s: float) -> None:
        self.timeout_s = timeout_s
        self._end = time.monotonic() + timeout_s

    @property
    def left_s(self) -> float:
        return self._end - time.monotonic()

    @property
    def passed(self) -> bool:
        return self.left_s <= 0

    @contextmanager
    def enforced_on(self, response: httpx.Response) -> Iterator[None]:
        """Shut the connection when the time is up, so that a read which waits for ever returns."""
        connection = response.extensions["network_stream"].get_extra_info("socket")
        timer = threading.Timer(max(self.left_s, 0), _shut, args=[connection])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _shut(connection: socket.socket) -> None:
    with suppress(OSError):  # closed already: nothing is waiting any more
        connection.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    finished: str
    usage: Usage | None


def _part(chunk: object) -> _Part | None:
    """What one chunk says; None if it has not the shape of a chunk (the SDK does not validate)."""
    choices = getattr(chunk, "choices", None)
    if not isinstance(choices, list):
        return None
    usage = _usage(getattr(chunk, "usage", None))
    if not choices:  # the last chunk carries the usage and no choice
        return _Part("", "", usage)
    text = getattr(getattr(choices[0], "delta", None), "content", None) or ""
    finished = getattr(choices[0], "finish_reason", None) or ""
    if not (isinstance(text, str) and isinstance(finished, str) and hasattr(choices[0], "delta")):
        return None
    return _Part(text, finished, usage)


def _usage(reported: object) -> Usage | None:
    if reported is None:
        return None
    asked, written = getattr(reported, "prompt_tokens", 0), getattr(reported, "completion_tokens", 0)
    return Usage(asked if isinstance(asked, int) else 0, written if isinstance(written, int) else 0)


def as_model_error(error: Exception, *, endpoint: str, model: str, timeout_s: float, secret: str = "") -> ModelError:
    """The ModelError that says what ``error``, of the SDK or its transport, means; ``secret`` is never in it."""
    import httpx
    import openai

    if isinstance(error, openai.APIStatusError):
        return _of_status(error, endpoint, model, secret)
    if _timed_out(error):
        if isinstance(error.__cause__, httpx.ConnectTimeout) or isinstance(error, httpx.ConnectTimeout):
            return ModelUnreachable(endpoint, "no connection could be made in time")
        return ModelTimedOut(endpoint, timeout_s)
    if isinstance(error, openai.APIError) and _CONTEXT.search(_details(error)):
        return _context_too_small(error, endpoint)
    if isinstance(error, openai.APIConnectionError | httpx.ConnectError | httpx.UnsupportedProtocol | httpx.InvalidURL):
        return ModelUnreachable(endpoint, _why_unconnected(error, secret))
    if isinstance(error, openai.APIError) and not isinstance(error, openai.APIResponseValidationError):
        return ModelReplyBroken(endpoint, _clean(error.message, secret))
    if isinstance(error, httpx.HTTPError | OSError):
        return ModelReplyBroken(endpoint, "the connection was lost")
    return ModelReplyBroken(endpoint, "it was not a well-formed stream")


def _of_status(error: Any, endpoint: str, model: str, secret: str) -> ModelError:
    status, details = error.status_code, _details(error)
    if status in (401, 403):
        return ModelKeyRefused(endpoint)
    if status in (400, 413, 422) and _CONTEXT.search(details):
        return _context_too_small(error, endpoint)
    if _NO_SUCH_MODEL.search(details) or (status == 404 and "model" in details.casefold()):
        return ModelUnknown(endpoint, model)
    if status == 404:
        return ModelUnreachable(endpoint, "HTTP 404: no chat completions at this address; most end in /v1")
    said = {429: "too many requests, or the quota is used up"}.get(status) or _clean(error.message, secret)
    return ModelUnreachable(endpoint, f"HTTP {status}: {said}")


def _context_too_small(error: Any, endpoint: str) -> ModelContextTooSmall:
    body = error.body if isinstance(error.body, dict) else {}
    asked, room = body.get("n_prompt_tokens"), body.get("n_ctx")
    if not (isinstance(asked, int) and isinstance(room, int)):
        room_said = re.search(r"maximum context length is (\d+)", error.message)
        asked_said = re.search(r"(?:resulted in|requested|has) (\d+) (?:input )?tokens", error.message)
        asked, room = (int(m[1]) if m else None for m in (asked_said, room_said))
    return ModelContextTooSmall(endpoint, prompt_tokens=asked, context_tokens=room)


def _why_unconnected(error: BaseException, secret: str) -> str:
    """In words, from the innermost cause: the SDK itself only says "Connection error."."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return "its host name is not known"
        if isinstance(cause, ssl.SSLError):
            return f"no secure connection: {_clean(str(cause), secret)}"
        if isinstance(cause, ConnectionRefusedError):
            return "the connection was refused"
    return _clean(str(causes[-1]), secret) or "no connection"


def _causes(error: BaseException) -> Iterator[BaseException]:
    current: BaseException | None = error
    while current is not None:
        yield current
        current = current.__cause__ or current.__context__


def _details(error: Any) -> str:
    """Everything in an API error by which it can be told: message, code and type."""
    return " ".join(str(part) for part in (error.message, error.code, error.type, error.param) if part)


def _clean(text: str, secret: str = "") -> str:
    """One short printable line, without the key."""
    hidden = text.replace(secret, "…") if secret else text
    line = " ".join("".join(c if c.isprintable() else " " for c in hidden).split())
    return line if len(line) <= 200 else line[:199] + "…"


def _shown(base_url: str) -> str:
    """The endpoint without a user, password or query: what may stand in a message."""
    try:
        parts = urlsplit(base_url)
    except ValueError:
        raise ModelUnreachable("that is configured", "its address cannot be read") from None
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}" if host else _clean(base_url)


def _host(base_url: str) -> str | None:
    return urlsplit(base_url).hostname


def _as_param(message: Message) -> ChatCompletionMessageParam:
    if message.role == "system":
        return {"role": "system", "content": message.text}
    if message.role == "assistant":
        return {"role": "assistant", "content": message.text}
    return {"role": "user", "content": message.text}


def _asked_pause_s(error: Any) -> float:
    """Seconds from a Retry-After header, 0 where there is none that can be read."""
    response = getattr(error, "response", None)
    asked = response.headers.get("retry-after", "") if response is not None else ""
    return float(asked) if asked.isascii() and asked.isdigit() else 0.0


def _timed_out(error: Exception) -> bool:
    import httpx
    import openai

    return isinstance(error, openai.APITimeoutError | httpx.TimeoutException)


def _bad_request() -> type[Exception]:
    from openai import BadRequestError

    return BadRequestError


def _retryable_errors() -> tuple[type[Exception], ...]:
    import openai

    return openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError


def _outside_errors() -> tuple[type[Exception], ...]:
    import httpx
    import openai

    # ValueError: broken JSON or UTF-8 inside the stream, which the SDK lets through
    return openai.OpenAIError, httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError, ValueError
