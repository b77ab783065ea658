"""A language model's reply as one JSON object of a given form, within a time limit; what else it says is not read."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from rag.domain.answer import Usage
from rag.domain.errors import ModelError, ModelTimedOut
from rag.ports import LLM, JsonSchema, Message

LONGEST = 20_000
"""Characters of a reply that are read: not every endpoint keeps to the limit that it is given."""

_TRIES = 5
"""Places where the object may begin: some models think aloud first."""


class Form(BaseModel):
    """What a model is asked to fill in. Fields have no defaults, as strict endpoints demand; others are ignored."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"additionalProperties": False})


Filled = TypeVar("Filled", bound=Form)


@dataclass(frozen=True, slots=True)
class Reply(Generic[Filled]):
    """``given`` is None where nothing can be used, and ``why`` is then the sentence for the reader."""

    given: Filled | None
    usage: Usage = Usage()
    why: str = ""


def ask(llm: LLM, rendered: tuple[str, str], form: type[Filled], *, max_tokens: int, timeout_s: float) -> Reply[Filled]:
    """The first object of that form in the reply to a rendered prompt. Raises nothing that the model may cause."""
    system, user = rendered
    schema = JsonSchema(form.__name__.lower(), form.model_json_schema())
    messages = [Message("system", system), Message("user", user)]
    said, usage = "", Usage()
    with closing(llm.stream(messages, max_tokens=max_tokens, schema=schema, timeout_s=timeout_s)) as stream:
        try:
            while len(said) < LONGEST:
                said += next(stream)
        except StopIteration as ended:
            usage = ended.value
        except ModelTimedOut:
            return Reply(None, why=f"It took longer than {timeout_s:g} s (DATELINE_MODEL_STEP_TIMEOUT_S).")
        except ModelError as error:
            return Reply(None, why=str(error))
    given = _read(said, form)
    return Reply(given, usage, "" if given else "Its reply was not of the form that was asked for.")


def _read(said: str, form: type[Filled]) -> Filled | None:
    start = -1
    for _ in range(_TRIES):
        start = said.find("{", start + 1)
        if start < 0:
            return None
        try:
            return form.model_validate(json.JSONDecoder().raw_decode(said, start)[0])
        except (ValidationError, ValueError, RecursionError):
            continue
    return None
