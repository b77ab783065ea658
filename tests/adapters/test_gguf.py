"""A model's file, run in this process. The real one is small and bad."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import httpx
import pytest
from models import small_model_file

from rag.adapters.gguf import served
from rag.compose import open_llm
from rag.domain.errors import ModelContextTooSmall, ModelFileUnusable
from rag.ports import Message
from rag.settings import Settings

CONTEXT = 1_024


def said(settings: Settings, question: str) -> str:
    return "".join(open_llm(settings).stream([Message("user", question)], max_tokens=12))


@pytest.fixture
def settings() -> Settings:
    return Settings(model_file=small_model_file(), model_file_context=CONTEXT)


@pytest.mark.slow
def test_a_model_is_run_from_its_file(settings: Settings) -> None:
    assert open_llm(settings).model == small_model_file().stem
    assert said(settings, "Say a word.").strip()


@pytest.mark.slow
def test_it_is_loaded_once(settings: Settings) -> None:
    first = served(small_model_file(), context_tokens=CONTEXT)
    said(settings, "Say a word.")
    assert served(small_model_file(), context_tokens=CONTEXT) is first


@pytest.mark.slow
def test_nobody_else_on_this_machine_can_use_it(settings: Settings) -> None:
    running = served(small_model_file(), context_tokens=CONTEXT)
    asked = {"messages": [{"role": "user", "content": "Say a word."}], "max_tokens": 2}
    assert running.base_url.startswith("http://127.0.0.1:")
    assert httpx.post(f"{running.base_url}/chat/completions", json=asked, timeout=30).status_code == 401
    assert running.key not in repr(running)


@pytest.mark.slow
def test_a_prompt_that_does_not_fit_is_told(settings: Settings) -> None:
    with pytest.raises(ModelContextTooSmall):
        said(settings, "The bridge is open. " * CONTEXT)


@pytest.mark.parametrize(
    ("content", "why"), [(None, "No such file"), (b"", "it is no GGUF file"), (b"PK\3\4 a zip", "it is no GGUF file")]
)
def test_what_is_no_model_is_told(tmp_path: Path, content: bytes | None, why: str) -> None:
    file = tmp_path / "model.gguf"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ModelFileUnusable, match=why) as refused:
        open_llm(Settings(model_file=file))
    assert "DATELINE_MODEL_FILE" in str(refused.value)


@pytest.mark.slow
def test_a_damaged_model_is_told(tmp_path: Path) -> None:
    file = tmp_path / "cut.gguf"
    with small_model_file().open("rb") as whole:
        file.write_bytes(whole.read(100_000))
    with pytest.raises(ModelFileUnusable, match="cannot load it"):
        open_llm(Settings(model_file=file))


def test_the_package_that_runs_it_may_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModelFileUnusable, match=r"pip install 'dateline\[gguf\]'"):
        open_llm(Settings(model_file=tmp_path / f"{os.urandom(4).hex()}.gguf"))


def test_a_file_goes_before_a_name(tmp_path: Path) -> None:
    named = Settings(model="hosted", model_file=tmp_path / "small-q4.gguf")
    assert (named.model_name, named.writer) == ("small-q4", "small-q4")
    served_there = named.served_at("http://127.0.0.1:1/v1", "key")
    assert (served_there.model, served_there.model_file, served_there.openai_base_url) == (
        "small-q4", None, "http://127.0.0.1:1/v1",
    )  # fmt: skip
