from __future__ import annotations

from typing import Any

import pytest
from llama_index.core.base.llms.base import BaseLLM

from rag.adapters.llamaindex_classes import NamedClass
from rag.domain.errors import UsageError


def named(path: str, **arguments: Any) -> NamedClass:
    return NamedClass("DATELINE_LLAMAINDEX_LLM", path, arguments)


def test_the_class_is_made_with_its_arguments() -> None:
    made = named("llama_index.core.llms.MockLLM", max_tokens=7).made(BaseLLM)
    assert made.max_tokens == 7


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("MockLLM", "package.module.Class"),
        ("llama_index.core.llms.MockLLM()", "package.module.Class"),
        ("no_such_package.LLM", "No module named 'no_such_package'"),
        ("llama_index.core.llms.NoSuchLLM", "NoSuchLLM"),
        ("llama_index.core.MockEmbedding", "no BaseLLM"),
        ("os.path.join", "no BaseLLM"),
    ],
)
def test_what_cannot_be_imported_is_named_with_setting_and_reason(path: str, why: str) -> None:
    with pytest.raises(UsageError) as raised:
        named(path).made(BaseLLM)
    message = str(raised.value)
    assert message.startswith(f"DATELINE_LLAMAINDEX_LLM names {path}, which cannot be used: ")
    assert why in message


def test_what_cannot_be_made_of_its_arguments_points_at_them() -> None:
    with pytest.raises(UsageError, match=r"max_tokens.*Correct DATELINE_LLAMAINDEX_LLM_ARGUMENTS\.") as raised:
        named("llamaindex_parts.Scripted", max_tokens="many", password="a-real-password").made(BaseLLM)
    assert "\n" not in str(raised.value)


def test_a_credential_among_the_arguments_is_in_no_message() -> None:
    each = named("a.B", api_key="sk-123456", default_headers={"Authorization": "Bearer 99999"}, model="small")
    reason = each.reason(ValueError("small: sk-123456 and Bearer 99999\nwere refused"))
    assert reason == "ValueError: small: … and … were refused"


def test_what_is_offered_reaches_only_the_fields_that_there_are_and_never_replaces_an_argument() -> None:
    each = NamedClass(
        "DATELINE_LLAMAINDEX_LLM",
        "llamaindex_parts.Scripted",
        {"max_tokens": 5},
        {"max_tokens": 500, "timeout": 3.0, "request_timeout": 3.0},
    )
    made = each.made(BaseLLM)
    assert (made.max_tokens, made.timeout) == (5, 3.0)
