"""What is kept about a question that is followed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from models import SpokenLLM

from rag.answer.trace import Trace
from rag.domain.answer import Answer, AnswerEvent, Dropped, Step, Usage
from rag.domain.errors import ModelReplyBroken
from rag.domain.question import Filters
from rag.ports import LLM, Message
from rag.retrieve.understand import understand

QUESTION = understand("How long did the talks last?", filters=Filters())


def asking(llm: LLM, prompt: str) -> Iterator[AnswerEvent]:
    """What an answerer does: asks the model and tells what came of it."""
    yield Step("searching")
    text = "".join(llm.stream([Message("user", prompt)], max_tokens=9))
    yield Dropped(text, "it cites nothing")
    yield Answer(question=QUESTION.text, notes=("a note",), usage=Usage(3, 2))


def test_the_record_holds_what_was_prompted_returned_and_dropped() -> None:
    kept: list[dict[str, Any]] = []
    trace = Trace(kept.append)
    events = list(trace.follow(QUESTION, asking(trace.of(SpokenLLM(["Nine hours."])), "the evidence")))
    assert len(events) == 3
    (record,) = kept
    assert record["question"] == QUESTION.text
    assert record["dropped"] == [{"text": "Nine hours.", "why": "it cites nothing"}]
    assert record["notes"] == ["a note"]
    (call,) = record["calls"]
    assert call["prompted"] == [{"role": "user", "text": "the evidence"}]
    assert call["returned"] == "Nine hours."
    assert call["usage"]["prompt_tokens"] == 10


def test_a_failure_is_kept_with_what_came_before_it_and_raised() -> None:
    kept: list[dict[str, Any]] = []
    trace = Trace(kept.append)
    llm = trace.of(SpokenLLM([["Nine", ModelReplyBroken("x", "gone")]]))
    with pytest.raises(ModelReplyBroken):
        list(trace.follow(QUESTION, asking(llm, "p")))
    (record,) = kept
    assert "ModelReplyBroken" in record["error"]
    assert record["calls"][0]["returned"] == "Nine"
    assert "ModelReplyBroken" in record["calls"][0]["error"]


def test_each_question_has_its_own_calls() -> None:
    kept: list[dict[str, Any]] = []
    trace = Trace(kept.append)
    llm = trace.of(SpokenLLM(["One.", "Two."]))
    for _ in range(2):
        list(trace.follow(QUESTION, asking(llm, "p")))
    assert [[call["returned"] for call in record["calls"]] for record in kept] == [["One."], ["Two."]]
