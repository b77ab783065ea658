"""The models that an endpoint says it serves."""

from __future__ import annotations

import pytest
from pytest_httpserver import HTTPServer

from rag.adapters.openai_llm import OpenAILLM
from rag.domain.errors import ModelKeyRefused, ModelUnreachable


def llm(server: HTTPServer, key: str = "") -> OpenAILLM:
    return OpenAILLM("small-model", api_key=key, base_url=server.url_for("/v1"), timeout_s=5)


def test_the_names_are_sorted(httpserver: HTTPServer) -> None:
    models = [{"id": name, "object": "model", "created": 0, "owned_by": "x"} for name in ("small", "large")]
    httpserver.expect_request("/v1/models").respond_with_json({"object": "list", "data": models})
    assert llm(httpserver).served_models() == ["large", "small"]


def test_a_key_that_is_refused_is_said_and_not_told(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/models").respond_with_json({"error": {"message": "bad key sk-12345"}}, status=401)
    with pytest.raises(ModelKeyRefused) as refused:
        llm(httpserver, "sk-12345").served_models()
    assert "sk-12345" not in str(refused.value)


def test_an_endpoint_without_a_list_is_unreachable_for_it(httpserver: HTTPServer) -> None:
    with pytest.raises(ModelUnreachable):
        llm(httpserver).served_models()


def test_a_list_that_is_none_is_one_sentence(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v1/models").respond_with_data("<html>sign in</html>", content_type="text/html")
    with pytest.raises(ModelUnreachable, match="it did not list its models"):
        llm(httpserver).served_models()
