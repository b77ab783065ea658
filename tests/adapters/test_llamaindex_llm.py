from __future__ import annotations

import time
from typing import Any

import pytest
from llama_index.core.base.llms.types import ChatMessage, ChatResponse
from llamaindex_parts import CONTEXT_REFUSED

from rag.adapters.llamaindex_classes import NamedClass
from rag.adapters.llamaindex_llm import LlamaIndexLLM
from rag.domain.answer import Usage
from rag.domain.errors import ModelContextTooSmall, ModelError, ModelReplyBroken, ModelTimedOut, UsageError
from rag.ports import Message

ASKED = [Message("system", "Be short."), Message("user", "What opened?")]


def a_model(path: str = "llamaindex_parts.Scripted", *, timeout_s: float = 5.0, **arguments: Any) -> LlamaIndexLLM:
    return LlamaIndexLLM(NamedClass("DATELINE_LLAMAINDEX_LLM", path, arguments), timeout_s=timeout_s)


def streamed(model: LlamaIndexLLM, *, max_tokens: int = 50) -> tuple[list[str], Usage]:
    pieces = []
    stream = model.stream(ASKED, max_tokens=max_tokens)
    while True:
        try:
            pieces.append(next(stream))
        except StopIteration as ended:
            return pieces, ended.value


def test_the_pieces_of_a_stock_model_arrive_as_it_streams_them() -> None:
    pieces, usage = streamed(a_model("llama_index.core.llms.MockLLM", max_tokens=3))
    assert pieces == ["text ", "text ", "text"]
    assert usage == Usage()


def test_both_messages_reach_the_model() -> None:
    model = a_model(says="The bridge.")
    assert streamed(model)[0] == ["The ", "bridge."]
    (prompt,) = model.llama_index.prompts
    assert "Be short." in prompt
    assert "What opened?" in prompt


def test_a_model_goes_by_its_own_name_else_by_its_class() -> None:
    assert a_model().model == "scripted-1"
    assert a_model("llama_index.core.llms.MockLLM").model == "MockLLM"


def test_a_class_that_does_not_know_its_model_is_refused_with_the_reason() -> None:
    with pytest.raises(UsageError, match=r"llamaindex_parts\.Unknown.*unknown model 'x'"):
        a_model("llamaindex_parts.Unknown")


def test_a_failure_is_a_model_error_without_the_password() -> None:
    with pytest.raises(ModelError, match=r"llamaindex_parts\.Refusing failed \(ConnectionError: no luck with …\)"):
        streamed(a_model("llamaindex_parts.Refusing", password="hunter22"))


def test_a_prompt_that_does_not_fit_is_told_apart() -> None:
    assert "context length" in CONTEXT_REFUSED
    with pytest.raises(ModelContextTooSmall):
        streamed(a_model("llamaindex_parts.Narrow"))


def test_tokens_that_are_used_up_are_no_matter_of_size() -> None:
    error = ConnectionError("Too many tokens, please wait before trying again")
    assert not isinstance(a_model()._translated(error, 1.0), ModelContextTooSmall)


def test_an_empty_reply_is_an_error() -> None:
    with pytest.raises(ModelReplyBroken, match="empty"):
        streamed(a_model(says=""))


def test_a_stream_that_stalls_ends_with_the_time_and_keeps_what_came() -> None:
    stream = a_model("llamaindex_parts.Stalling", timeout_s=0.2).stream(ASKED, max_tokens=50)
    assert next(stream) == "One "
    started = time.monotonic()
    with pytest.raises(ModelTimedOut):
        next(stream)
    assert time.monotonic() - started < 5


def test_a_reply_may_have_less_time_than_the_model() -> None:
    stream = a_model("llamaindex_parts.Stalling", timeout_s=600).stream(ASKED, max_tokens=50, timeout_s=0.2)
    assert next(stream) == "One "
    with pytest.raises(ModelTimedOut, match=r"0\.2 s"):
        next(stream)


def test_a_reply_without_end_is_cut_and_says_so() -> None:
    pieces, usage = streamed(a_model("llamaindex_parts.Endless"), max_tokens=4)
    assert len("".join(pieces)) == 40
    assert usage.truncated


def test_a_model_that_cannot_stream_is_asked_at_once_and_its_usage_is_kept() -> None:
    pieces, usage = streamed(a_model("llamaindex_parts.Unstreamed", says="All at once."))
    assert pieces == ["All at once."]
    assert usage == Usage(7, 2, truncated=True)


def test_responses_without_a_delta_give_what_their_message_has_more(monkeypatch: pytest.MonkeyPatch) -> None:
    model = a_model()
    grown = ["The", "The bridge", "The bridge."]
    responses = [ChatResponse(message=ChatMessage(role="assistant", content=text)) for text in grown]
    monkeypatch.setattr(type(model.llama_index), "stream_chat", lambda self, messages: iter(responses))
    assert streamed(model)[0] == ["The", " bridge", "."]
