"""A model's reply as JSON of a given form: whatever it says, there is a form that holds, or a reason."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from models import (
    Part,
    ScriptedModel,
    SpokenLLM,
    a_web_page,
    cut_off,
    empty,
    fails,
    garbage,
    malformed,
    pings,
    refuses_key,
    says,
    server_error,
    stalls,
)

from rag.adapters.openai_llm import OpenAILLM
from rag.domain.answer import Usage
from rag.domain.errors import ModelError
from rag.structured import LONGEST, Form, Reply, ask


class Fruit(Form):
    """Something to eat."""

    name: str
    weight: int


def asked(reply: str | Sequence[str | ModelError]) -> Reply[Fruit]:
    return ask(SpokenLLM([reply]), ("Be brief.", "Which fruit?"), Fruit, max_tokens=50, timeout_s=60)


def asked_over_http(*parts: Part, timeout_s: float = 60.0) -> tuple[Reply[Fruit], ScriptedModel]:
    with ScriptedModel(*parts) as server:
        llm = OpenAILLM("m", api_key="", base_url=server.url, timeout_s=90, max_retries=0)
        return ask(llm, ("Be brief.", "Which fruit?"), Fruit, max_tokens=50, timeout_s=timeout_s), server


PEAR = '{"name": "pear", "weight": 180}'


@pytest.mark.parametrize(
    "reply",
    [
        PEAR,
        f"```json\n{PEAR}\n```",
        f"Here it is: {PEAR} I hope that this helps.",
        f"<think>a {{pear}} or {{}} perhaps</think>{PEAR}",
        '{"name": "pear", "weight": 180, "why": "it is ripe"}',
    ],
)
def test_the_first_object_of_the_form_is_taken_and_the_rest_is_not_read(reply: str) -> None:
    assert asked(reply) == Reply(Fruit(name="pear", weight=180), Usage(10, 5))


@pytest.mark.parametrize(
    "reply",
    [
        "a pear",
        '{"name": "pear"}',
        '{"name": "pear", "weight": "heavy"}',
        '{"name": "pear", "wei',
        '["pear"]',
        '{"a":' * 5_000,
        "{" * 50,
    ],
    ids=["prose", "a field missing", "another type", "cut", "a list", "deep", "braces"],
)
def test_what_is_not_of_the_form_is_not_used_and_said(reply: str) -> None:
    assert (asked(reply).given, asked(reply).why) == (None, "Its reply was not of the form that was asked for.")


def test_no_more_is_read_than_a_reply_can_need() -> None:
    llm = SpokenLLM([["pear " * 1_000] * 100])
    assert ask(llm, ("", ""), Fruit, max_tokens=50, timeout_s=60).given is None
    assert llm.closed == 1
    assert LONGEST < 5_000 * 100


def test_an_endpoint_is_held_to_the_schema_and_the_usage_is_told() -> None:
    reply, server = asked_over_http(says(PEAR))
    assert (reply.given, reply.usage) == (Fruit(name="pear", weight=180), Usage(11, 7))
    form = server.asked[0].body["response_format"]["json_schema"]
    assert (form["name"], form["strict"]) == ("fruit", True)
    assert form["schema"]["required"] == ["name", "weight"]
    assert form["schema"]["additionalProperties"] is False


@pytest.mark.parametrize(
    "refusal",
    [
        "This response_format type is unavailable now",
        "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
    ],
)
def test_an_endpoint_that_knows_no_schemas_is_asked_by_the_prompt_alone(refusal: str) -> None:
    reply, server = asked_over_http(fails(400, {"error": {"message": refusal}}), says(PEAR))
    assert reply.given
    assert ["response_format" in request.body for request in server.asked] == [True, False]


@pytest.mark.parametrize(
    "part", [a_web_page, empty, garbage, malformed('{"na'), cut_off('{"na'), refuses_key, server_error]
)
def test_an_endpoint_that_fails_is_a_reason_and_no_error(part: Part) -> None:
    reply, _ = asked_over_http(part)
    assert reply.given is None
    assert reply.why.endswith(".")


@pytest.mark.parametrize("part", [stalls('{"na'), pings('{"na'), stalls()])
def test_one_that_is_late_is_left_within_the_time_limit(part: Part) -> None:
    started = time.monotonic()
    reply, _ = asked_over_http(part, timeout_s=0.3)
    assert reply == Reply(None, why="It took longer than 0.3 s (DATELINE_MODEL_STEP_TIMEOUT_S).")
    assert time.monotonic() - started < 60, "the model's own 90 s did not pass"
