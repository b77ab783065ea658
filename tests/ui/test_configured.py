"""Settings as the Health page tells them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from rag.settings import Settings
from rag.ui.configured import Configured, configured, in_words


def told(name: str, settings: Settings, **environment: str) -> Configured:
    return next(each for each in configured(settings, environment=environment) if each.name == name)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (SecretStr("sk-12345"), "set"),
        (SecretStr(""), "not set"),
        (None, "not set"),
        ("", "not set"),
        (True, "yes"),
        (60.0, "60"),
        (("a", "b"), "a, b"),
        ((), "none"),
        ({"api_key": "sk-12345", "temperature": 0}, "api_key, temperature"),
        ("https://ann:secret@models.example/v1?key=secret", "https://ann@models.example/v1"),
        ("smtp://ann@mail.example:587", "smtp://ann@mail.example:587"),
        ("http://[", "an address that cannot be read"),
        ("minilm", "minilm"),
    ],
)
def test_a_value_is_told_without_what_is_secret(value: object, words: str) -> None:
    assert in_words(value) == words


def test_where_a_value_comes_from_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("dateline.toml").write_text('timezone = "Europe/Berlin"\nopenai_base_url = "http://127.0.0.1:8080/v1"\n')
    settings = Settings(passages=5)
    assert told("DATELINE_PASSAGES", settings, dateline_passages="5").origin == "environment or flag"
    assert told("DATELINE_TIMEZONE", settings).origin == "dateline.toml"
    assert told("OPENAI_BASE_URL", settings).origin == "dateline.toml"
    assert told("DATELINE_EMBEDDER", settings) == Configured("DATELINE_EMBEDDER", "minilm", "default")


def test_an_empty_variable_sets_nothing() -> None:
    assert told("DATELINE_MODEL", Settings(), DATELINE_MODEL="").origin == "default"


def test_every_setting_is_told_and_no_key_among_them(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(openai_api_key=SecretStr("sk-12345"), smtp_password=SecretStr("sk-12345"))
    every = configured(settings)
    assert len(every) == len(Settings.model_fields)
    assert not [each for each in every if "sk-12345" in each.value]


def test_who_else_may_sign_in_is_not_told() -> None:
    settings = Settings(sign_in_allow=("ann@example.org", "@example.com"))
    assert told("DATELINE_SIGN_IN_ALLOW", settings).value == "2 named"
