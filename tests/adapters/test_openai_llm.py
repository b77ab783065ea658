"""The OpenAI-compatible model, against a real HTTP server that misbehaves in every way we know."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator

import httpx
import openai
import pytest
from models import Asked as Request
from models import (
    Part,
    ScriptedModel,
    Wire,
    a_web_page,
    cut_off,
    empty,
    endless,
    fails,
    garbage,
    malformed,
    pings,
    refuses_key,
    says,
    server_error,
    slow,
    stalls,
    too_busy,
    unknown_model,
    with_context,
)

from rag.adapters.openai_llm import OpenAILLM, as_model_error
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
from rag.ports import Message

KEY = "sk-very-secret-0123456789"
HELLO = [Message("system", "Be brief."), Message("user", "Hello?")]


def an_llm(url: str, *, timeout_s: float = 5.0, max_retries: int = 0, key: str = KEY) -> OpenAILLM:
    return OpenAILLM("m", api_key=key, base_url=url, timeout_s=timeout_s, max_retries=max_retries, backoff_s=0.01)


def reply(llm: OpenAILLM) -> tuple[str, Usage]:
    """The whole text and the usage."""
    pieces: list[str] = []

    def collected() -> Iterator[str]:
        nonlocal usage
        usage = yield from llm.stream(HELLO, max_tokens=50)

    usage = Usage()
    pieces.extend(collected())
    return "".join(pieces), usage


def error_of(*parts: Part, timeout_s: float = 5.0, max_retries: int = 0) -> ModelError:
    with ScriptedModel(*parts) as server, pytest.raises(ModelError) as caught:
        reply(an_llm(server.url, timeout_s=timeout_s, max_retries=max_retries))
    assert KEY not in str(caught.value)
    assert "\n" not in str(caught.value)
    return caught.value


def test_text_comes_in_pieces_and_usage_at_the_end() -> None:
    with ScriptedModel(says("The bridge opened on Monday.")) as server:
        assert reply(an_llm(server.url)) == ("The bridge opened on Monday.", Usage(11, 7))
    body = server.asked[0].body
    assert (body["temperature"], body["max_tokens"], body["stream"]) == (0, 50, True)
    assert body["stream_options"] == {"include_usage": True}
    assert [m["role"] for m in body["messages"]] == ["system", "user"]


def test_a_reply_that_hits_the_token_limit_is_known_to_be_cut() -> None:
    with ScriptedModel(says("The bridge opened on", finish="length")) as server:
        assert reply(an_llm(server.url))[1].truncated


def test_a_hosted_endpoint_without_a_key_is_refused_before_any_request() -> None:
    for base_url in ("", "https://api.openai.com/v1"):
        with pytest.raises(ModelKeyMissing, match="OPENAI_API_KEY"):
            an_llm(base_url, key=" ")


def test_a_server_of_ones_own_needs_no_key() -> None:
    with ScriptedModel(says("Yes.")) as server:
        assert reply(an_llm(server.url, key=""))[0] == "Yes."
    assert server.asked[0].headers["authorization"] == "Bearer none"


def test_a_key_that_no_header_can_carry_is_refused_without_being_shown() -> None:
    for key in ("sk-ключ", "sk-a\nb"):
        with pytest.raises(ModelKeyRefused) as caught:
            an_llm("", key=key)
        assert key not in str(caught.value)


@pytest.mark.parametrize(
    ("part", "kind", "says_so"),
    [
        (refuses_key, ModelKeyRefused, "OPENAI_API_KEY"),
        (fails(403, {"error": {"message": f"no access for {KEY}"}}), ModelKeyRefused, "OPENAI_API_KEY"),
        (unknown_model, ModelUnknown, "DATELINE_MODEL"),
        (fails(400, {"error": {"message": "invalid model ID"}}), ModelUnknown, "'m'"),
        (fails(404, {"error": {"message": 'model "m" not found, try pulling it first'}}), ModelUnknown, "'m'"),
        (fails(404, {"detail": "Not Found"}), ModelUnreachable, "end in /v1"),
        (too_busy, ModelUnreachable, "429"),
        (server_error, ModelUnreachable, "500"),
        (fails(502, "<html>bad gateway</html>"), ModelUnreachable, "502"),
        (fails(418, {"error": {"message": f"bad \x1b[31m thing {KEY}\nand more"}}), ModelUnreachable, "bad"),
        (malformed("Half"), ModelReplyBroken, "well-formed"),
        (garbage, ModelReplyBroken, "well-formed"),
        (a_web_page, ModelReplyBroken, "text/html"),
        (empty, ModelReplyBroken, "empty"),
        (cut_off("The bridge"), ModelReplyBroken, "ended before"),
        (says("Half", finish="content_filter"), ModelReplyBroken, "content filter"),
        (says("", finish="length"), ModelReplyBroken, "DATELINE_ANSWER_TOKENS"),
    ],
)
def test_each_failure_has_its_own_error_that_says_what_to_do(part: Part, kind: type[ModelError], says_so: str) -> None:
    error = error_of(part)
    assert type(error) is kind
    assert says_so in str(error)


@pytest.mark.parametrize(
    "content", ["5", "[1, 2]", '{"choices": "x"}', '{"choices": [7]}', '{"choices": [{"delta": {"content": 5}}]}']
)
def test_a_chunk_of_another_shape_is_a_broken_reply(content: str) -> None:
    def play(asked: Request, wire: Wire) -> None:
        wire.raw(f"data: {content}\n\n".encode())

    assert type(error_of(play)) is ModelReplyBroken


def test_half_a_character_costs_that_character_or_the_reply_and_nothing_else() -> None:
    def play(asked: Request, wire: Wire) -> None:
        wire.says("The bridge ")
        wire.raw(b'data: {"choices": [{"index": 0, "delta": {"content": "caf\xc3"}}]}\n\n')
        wire.finishes()

    with ScriptedModel(play) as server:
        try:
            text, _ = reply(an_llm(server.url))
        except ModelError as error:
            assert type(error) is ModelReplyBroken  # noqa: PT017 - which of the two is the transport's affair
        else:
            assert text == "The bridge caf\ufffd"


def test_an_error_inside_the_stream_is_a_broken_reply_that_quotes_it() -> None:
    def play(asked: Request, wire: Wire) -> None:
        wire.says("The bridge")
        wire.raw(b'data: {"error": {"message": "slot was lost"}}\n\n')

    assert "slot was lost" in str(error_of(play))


def test_a_prompt_that_does_not_fit_names_both_sizes() -> None:
    error = error_of(with_context(3, says("never said")))
    assert isinstance(error, ModelContextTooSmall)
    assert (error.prompt_tokens, error.context_tokens) == (4, 3)


def test_the_sizes_are_also_read_from_the_hosted_endpoints_sentence() -> None:
    message = "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens."
    error = error_of(fails(400, {"error": {"message": message, "code": "context_length_exceeded"}}))
    assert isinstance(error, ModelContextTooSmall)
    assert (error.prompt_tokens, error.context_tokens) == (9000, 8192)


def test_a_busy_server_is_asked_again() -> None:
    with ScriptedModel(too_busy, server_error, says("Now.")) as server:
        assert reply(an_llm(server.url, max_retries=2))[0] == "Now."
    assert len(server.asked) == 3


def test_a_refused_key_is_not_tried_again() -> None:
    with ScriptedModel(refuses_key) as server, pytest.raises(ModelKeyRefused):
        reply(an_llm(server.url, max_retries=2))
    assert len(server.asked) == 1


def test_a_pause_that_the_server_asks_for_is_not_waited_for_beyond_the_time_out() -> None:
    began = time.monotonic()
    with ScriptedModel(fails(429, {}, {"retry-after": "60"})) as server, pytest.raises(ModelUnreachable, match="429"):
        reply(an_llm(server.url, max_retries=2))
    assert time.monotonic() - began < 2


def test_parameters_that_the_endpoint_does_not_take_are_left_out_from_then_on() -> None:
    def picky(asked: Request, wire: Wire) -> None:
        for name, said in (
            ("max_tokens", "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."),
            ("temperature", "Unsupported value: 'temperature' does not support 0."),
            ("stream_options", "Unrecognized request argument supplied: stream_options"),
        ):
            if name in asked.body:
                return wire.fails(400, {"error": {"message": f"{said} This model is new.", "param": name}})
        return says("Yes.")(asked, wire)

    with ScriptedModel(picky) as server:
        llm = an_llm(server.url)
        assert reply(llm)[0] == "Yes."
        assert reply(llm)[0] == "Yes."
    assert len(server.asked) == 5
    assert server.asked[-1].body["max_completion_tokens"] == 50


@pytest.mark.parametrize(
    "part", [stalls(), stalls("The bridge opened"), pings("The bridge"), slow("word " * 100, pause_s=0.1)]
)
def test_the_time_out_is_for_the_whole_reply(part: Part) -> None:
    began = time.monotonic()
    assert type(error_of(part, timeout_s=0.5)) is ModelTimedOut
    assert time.monotonic() - began < 1.5


def test_closing_the_stream_hangs_up() -> None:
    with ScriptedModel(slow("word " * 200, pause_s=0.02)) as server:
        pieces = an_llm(server.url).stream(HELLO, max_tokens=50)
        next(pieces)
        pieces.close()
        assert server.hung_up.wait(2)


def test_the_model_keeps_its_own_place_between_two_questions() -> None:
    with ScriptedModel(endless, says("Yes.")) as server:
        llm = an_llm(server.url)
        assert reply(llm)[1].truncated
        assert reply(llm) == ("Yes.", Usage(11, 7))


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    with pytest.raises(ModelUnreachable, match="refused"):
        reply(an_llm(url))


@pytest.mark.parametrize("url", ["127.0.0.1:9/v1", "ftp://127.0.0.1/v1", "http://[::1/v1", "not a url"])
def test_an_address_that_is_none_is_said_to_be_unreachable(url: str) -> None:
    with pytest.raises(ModelUnreachable, match="OPENAI_BASE_URL"):
        reply(an_llm(url))


def test_a_server_that_does_not_speak_tls_is_unreachable() -> None:
    with ScriptedModel(says("Yes.")) as server, pytest.raises(ModelUnreachable, match="secure connection"):
        reply(an_llm(server.url.replace("http:", "https:")))


def test_an_unknown_host_is_named_as_such() -> None:
    error = httpx.ConnectError("x")
    error.__cause__ = socket.gaierror(-2, "Name or service not known")
    assert "host name is not known" in str(translated(error))


def test_a_certificate_that_is_not_trusted_is_named_as_such() -> None:
    error = httpx.ConnectError("x")
    error.__cause__ = ssl.SSLCertVerificationError(1, "certificate verify failed")
    assert "no secure connection" in str(translated(error))


def test_neither_key_nor_password_is_in_any_representation() -> None:
    llm = an_llm("http://reader:pass-word@127.0.0.1:9/v1?token=abc")
    with pytest.raises(ModelUnreachable) as caught:
        reply(llm)
    for shown in (repr(llm), str(llm), str(caught.value), repr(caught.value)):
        assert KEY not in shown
        assert "pass-word" not in shown
        assert "abc" not in shown


def translated(error: Exception) -> ModelError:
    return as_model_error(error, endpoint="http://here/v1", model="m", timeout_s=3, secret=KEY)


def subclasses(kind: type[Exception]) -> set[type[Exception]]:
    return {kind}.union(*(subclasses(below) for below in kind.__subclasses__()))


def made(kind: type[Exception], status: int) -> Exception:
    """An instance of any exception of the SDK or its transport, with the key wherever a text fits."""
    request = httpx.Request("POST", "http://here/v1", headers={"authorization": f"Bearer {KEY}"})
    response = httpx.Response(status, request=request)
    error = kind.__new__(kind)
    Exception.__init__(error, f"leaks {KEY}")
    fields = {"message": f"leaks {KEY}", "request": request, "response": response, "body": {"message": KEY}}
    for name, value in {**fields, "status_code": status, "code": None, "param": None, "type": None}.items():
        object.__setattr__(error, name, value) if not isinstance(getattr(kind, name, None), property) else None
    return error


SDK_ERRORS = sorted(
    subclasses(openai.OpenAIError) | subclasses(httpx.HTTPError) | subclasses(httpx.StreamError) | {httpx.InvalidURL},
    key=lambda kind: f"{kind.__module__}.{kind.__qualname__}",
)


@pytest.mark.parametrize("kind", SDK_ERRORS, ids=lambda kind: kind.__name__)
def test_no_exception_of_the_sdk_or_its_transport_comes_through(kind: type[Exception]) -> None:
    from rag.adapters import openai_llm

    assert issubclass(kind, openai_llm._outside_errors())
    for status in (400, 401, 403, 404, 409, 422, 429, 500, 503):
        error = translated(made(kind, status))
        assert isinstance(error, ModelError)
        assert KEY not in str(error)


def test_the_walk_sees_the_exceptions_that_matter() -> None:
    seen = {kind.__name__ for kind in SDK_ERRORS}
    assert {"APITimeoutError", "RateLimitError", "ReadError", "StreamClosed", "LengthFinishReasonError"} <= seen
