"""The Health page: mode, model, checks."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from ui.apptest import page, sent
from ui.fake_dateline import FakeDateline, the_bridge

from rag import compose
from rag.domain.answer import Usage
from rag.domain.errors import ModelUnreachable
from rag.domain.health import HealthCheck
from rag.settings import Settings
from rag.ui.health import lines_of, mode_in_words


class Talking:
    """A model that says one word, or fails."""

    model = "small-model"

    def __init__(self, error: ModelUnreachable | None = None) -> None:
        self.error = error

    def stream(
        self, messages: Any, *, max_tokens: int, schema: Any = None, timeout_s: float | None = None
    ) -> Generator[str, None, Usage]:
        if self.error:
            raise self.error
        yield from ("rea", "dy")
        return Usage(12, 2)


class Healthy(FakeDateline):
    """A Dateline whose archive is well but for one thing."""

    def check_health(self) -> list[HealthCheck]:
        return [
            HealthCheck("catalog", True, "integrity: ok"),
            HealthCheck("disk", False, "no room", "Free some space."),
        ]


@pytest.fixture
def with_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_MODEL", "small-model")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:8080/v1")


def opened() -> AppTest:
    return page("health", Healthy([the_bridge()])).run()


def test_without_a_model_it_is_said_why_and_what_to_set() -> None:
    title, why = mode_in_words(Settings())
    assert title == "The articles' own sentences"
    assert "Set DATELINE_MODEL" in why


def test_with_a_model_it_is_said_which_and_where() -> None:
    settings = Settings(model="small-model", openai_base_url="http://127.0.0.1:8080/v1")
    assert mode_in_words(settings)[1] == "DATELINE_MODEL names small-model, asked at http://127.0.0.1:8080/v1."
    named = Settings(llamaindex_llm="llama_index.llms.x.Y")
    assert mode_in_words(named)[1] == "DATELINE_LLAMAINDEX_LLM names llama_index.llms.x.Y."


def test_an_address_is_told_without_its_password() -> None:
    settings = Settings(model="small-model", openai_base_url="https://ann:secret@models.example/v1")
    assert "secret" not in mode_in_words(settings)[1]


def test_what_was_found_is_told_with_its_advice() -> None:
    assert lines_of([HealthCheck("disk", False, "no room", "Free some space.")]) == [
        {"name": "Disk", "finding": "no room", "advice": "Free some space.", "tone": "bad"}
    ]


def test_the_archive_is_looked_at_when_the_page_is_opened() -> None:
    at = opened()
    checks = sent(at, "figures")[0]["lines"]
    assert [(line["name"], line["tone"]) for line in checks] == [("Catalog", "good"), ("Disk", "bad")]


def test_without_a_model_there_is_nothing_to_test() -> None:
    assert "test_model" not in {button.key for button in opened().button}


@pytest.mark.usefixtures("with_model")
def test_the_model_is_tested_with_one_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "open_llm", lambda settings: Talking())
    at = opened()
    at.button(key="test_model").click().run()
    said = sent(at, "notice")[-1]["text"]
    assert said.startswith("small-model answered “ready” in ")
    assert said.endswith(", 12 tokens read and 2 written.")


@pytest.mark.usefixtures("with_model")
def test_a_model_that_does_not_answer_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    error = ModelUnreachable("http://127.0.0.1:8080/v1", "the connection was refused")
    monkeypatch.setattr(compose, "open_llm", lambda settings: Talking(error))
    at = opened()
    at.button(key="test_model").click().run()
    assert sent(at, "notice")[-1]["title"] == "The model did not answer"


@pytest.mark.usefixtures("with_model")
def test_the_models_of_the_endpoint_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "served_models", lambda settings: ["large-model", "tiny-model"])
    at = opened()
    at.button(key="list_models").click().run()
    assert sent(at, "notice")[-1]["text"] == (
        "The endpoint serves large-model, tiny-model. small-model is not among them."
    )
