"""The settings choose the parts: LlamaIndex classes in place of the built-in ones, on real archives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from adapters.onnx_model import folder_with, mean_of_passage_ids
from builders import an_article, stored_articles

from rag.answer.answerer import INSTEAD
from rag.compose import open_dateline, open_embedder, open_token_embedder
from rag.dateline import Dateline
from rag.domain.errors import IndexModelMismatch, ModelError, UsageError
from rag.settings import Settings

BRIDGE = an_article(
    "The bridge at Harrow cost nine million pounds. It opened on Monday.", id="bridge", published="2025-03-14"
)
FERRY = an_article("The ferry to Sollen stops for the winter on Friday.", id="ferry", published="2025-03-15")
QUESTION = "How much did the bridge at Harrow cost?"


def opened(folder: Path, **settings: Any) -> Dateline:
    """An archive with two articles, in both indexes."""
    dateline = open_dateline(Settings(archive=folder, **settings))
    if not dateline.articles():
        stored_articles(dateline.catalog, [BRIDGE, FERRY])
        dateline.rebuild()
    return dateline


def test_a_llamaindex_model_writes_under_the_same_check(tmp_path: Path) -> None:
    says = "Nine million pounds is what the bridge at Harrow cost. [1.1] It cost ten million pounds. [1.1]"
    dateline = opened(
        tmp_path, llamaindex_llm="llamaindex_parts.Scripted", llamaindex_llm_arguments={"says": says}, model="unused"
    )
    answer = dateline.ask(QUESTION)
    assert answer.model == "scripted-1"
    assert answer.statements[0].text == "Nine million pounds is what the bridge at Harrow cost."
    assert "ten million" not in answer.text
    assert any("ten million" in dropped.text for dropped in answer.dropped)


def test_a_stock_model_that_says_nothing_of_use_leaves_the_articles_own_words(tmp_path: Path) -> None:
    dateline = opened(
        tmp_path, llamaindex_llm="llama_index.core.llms.MockLLM", llamaindex_llm_arguments={"max_tokens": 5}
    )
    assert dateline.mode == "llm"
    answer = dateline.ask(QUESTION)
    assert INSTEAD in answer.notes
    assert {statement.support for statement in answer.statements} == {"verbatim"}


def test_a_model_that_fails_is_an_error_and_extracts_still_work(tmp_path: Path) -> None:
    dateline = opened(tmp_path, llamaindex_llm="llamaindex_parts.Refusing")
    with pytest.raises(ModelError, match="DATELINE_LLAMAINDEX_LLM"):
        dateline.ask(QUESTION)
    assert "nine million" in dateline.ask(QUESTION, mode="extract").text


def test_the_settings_for_the_built_in_client_reach_a_class_that_has_fields_for_them(tmp_path: Path) -> None:
    dateline = opened(tmp_path, llamaindex_llm="llamaindex_parts.Confiding", answer_tokens=77, model_timeout_s=3)
    with pytest.raises(ModelError, match=r"made with 77 tokens and 3\.0 s"):
        dateline.ask(QUESTION)


def test_a_cross_encoder_in_a_folder_reorders_what_a_search_found(tmp_path: Path) -> None:
    (tmp_path / "encoder").mkdir()
    encoder = folder_with(tmp_path / "encoder", mean_of_passage_ids())
    result = opened(tmp_path, reranker_folder=encoder, reranker_timeout_s=60).search("bridge")
    scores = [hit.parts["reranked"] for hit in result.hits]
    assert len(scores) > 1
    assert scores == sorted(scores, reverse=True)
    assert result.notes == ()


def test_a_stock_postprocessor_that_asks_a_model_is_given_the_configured_one(tmp_path: Path) -> None:
    dateline = opened(
        tmp_path,
        llamaindex_llm="llamaindex_parts.Scripted",
        llamaindex_llm_arguments={"says": "Doc: 2, Relevance: 9\nDoc: 1, Relevance: 4"},
        llamaindex_postprocessor="llama_index.core.postprocessor.LLMRerank",
        reranker_timeout_s=60,
    )
    plain = [hit.passage for hit in opened(tmp_path).search("bridge").hits]
    result = dateline.search("bridge")
    assert [hit.passage for hit in result.hits] == [plain[1], plain[0]]
    assert [hit.parts["reranked"] for hit in result.hits] == [9.0, 4.0]
    assert result.notes == ()


@pytest.mark.parametrize("kind", ["llms", "embeddings"])
def test_the_configured_endpoint_reaches_llamaindexs_own_openai_classes(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    if kind == "llms":
        dateline = opened(
            tmp_path,
            openai_base_url="http://127.0.0.1:9/v1",
            llamaindex_llm="llama_index.llms.openai.OpenAI",
            llamaindex_llm_arguments={"model": "gpt-4o-mini", "max_retries": 0},
        )
        with pytest.raises(ModelError, match="Connection"):
            dateline.ask(QUESTION)
        model = dateline.answerers["llm"]()._writer._llm._llm.llama_index  # type: ignore[union-attr]
    else:
        embedder = open_embedder(
            Settings(
                archive=tmp_path,
                openai_base_url="http://127.0.0.1:9/v1",
                llamaindex_embedder="llama_index.embeddings.openai.OpenAIEmbedding",
            )
        )
        model = embedder._embedding  # type: ignore[attr-defined]
    assert model.api_base == "http://127.0.0.1:9/v1"


def test_a_llamaindex_embedding_embeds_the_archive_and_answers_are_found_with_it(tmp_path: Path) -> None:
    dateline = opened(tmp_path, llamaindex_embedder="llamaindex_parts.HashedWords")
    assert dateline.search("the bridge at Harrow").hits[0].passage.article_id == "bridge"
    assert "nine million" in dateline.ask(QUESTION).text
    embedding = next(check for check in dateline.check_health() if check.name == "embedder")
    assert "llamaindex_parts.HashedWords" in embedding.finding
    assert "64 dimensions" in embedding.finding


def test_an_archive_of_another_embedder_is_refused(tmp_path: Path) -> None:
    opened(tmp_path)
    with pytest.raises(IndexModelMismatch, match="MockEmbedding"):
        opened(
            tmp_path,
            llamaindex_embedder="llama_index.core.MockEmbedding",
            llamaindex_embedder_arguments={"embed_dim": 8},
        ).search("bridge")


def test_the_embedder_outside_the_road_is_the_configured_one_and_token_vectors_are_local() -> None:
    settings = Settings(llamaindex_embedder="llamaindex_parts.HashedWords")
    assert open_embedder(settings).embed(["bridge"]).shape == (1, 64)
    assert open_token_embedder(settings).fingerprint == open_embedder(Settings()).fingerprint


def test_a_stock_postprocessor_takes_part_in_every_search(tmp_path: Path) -> None:
    dateline = opened(
        tmp_path,
        llamaindex_postprocessor="llama_index.core.postprocessor.SimilarityPostprocessor",
        llamaindex_postprocessor_arguments={"similarity_cutoff": 0.5},
    )
    assert [hit.passage.article_id for hit in dateline.search("the bridge at Harrow").hits] == ["bridge"]


def test_a_postprocessor_that_fails_is_named_in_the_answer(tmp_path: Path) -> None:
    dateline = opened(tmp_path, llamaindex_postprocessor="llamaindex_parts.Broken")
    answer = dateline.ask(QUESTION)
    assert "nine million" in answer.text
    assert [note for note in answer.notes if "Broken failed (RuntimeError: the server is down)" in note]


@pytest.mark.parametrize("part", ["llm", "embedder", "postprocessor"])
def test_a_class_that_is_not_there_is_wrong_usage(part: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=rf"DATELINE_LLAMAINDEX_{part.upper()} names no_such\.Part"):
        opened(tmp_path, **{f"llamaindex_{part}": "no_such.Part"}).ask(QUESTION)


def test_arguments_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_LLAMAINDEX_LLM_ARGUMENTS", json.dumps({"max_tokens": 100}))
    assert Settings().llamaindex_llm_arguments == {"max_tokens": 100}


def test_arguments_are_a_table_in_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    Path("dateline.toml").write_text("[llamaindex_llm_arguments]\nmax_tokens = 100\n", encoding="utf-8")
    assert Settings().llamaindex_llm_arguments == {"max_tokens": 100}


@pytest.mark.parametrize(("value", "why"), [("{max_tokens", "it is no JSON"), ("[1]", "a JSON object")])
def test_arguments_that_are_no_object_are_refused_with_the_setting_named(
    value: str, why: str, cli: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_LLAMAINDEX_LLM_ARGUMENTS", value)
    ran = cli("ask", "What happened?")
    assert ran.status == 2
    assert "DATELINE_LLAMAINDEX_LLM_ARGUMENTS" in ran.sentence
    assert why in ran.sentence


def test_a_key_among_the_arguments_is_not_printed_with_the_settings() -> None:
    assert "sk-12345" not in repr(Settings(llamaindex_llm_arguments={"api_key": "sk-12345"}))


def test_a_stock_llamaindex_reader_takes_in_files_of_an_ending_that_we_do_not_read(tmp_path: Path) -> None:
    (tmp_path / "report.figures").write_text('{"bridge": "The bridge at Harrow cost nine million pounds."}')
    readers = {"figures": "llama_index.core.readers.json.JSONReader"}
    dateline = open_dateline(Settings(archive=tmp_path / "archive", llamaindex_file_readers=readers))
    report = dateline.ingest([str(tmp_path / "report.figures")], wait=False)
    assert (report.added, report.failed) == (1, ())
    assert "nine million pounds" in dateline.articles()[0].article.body


def test_a_file_reader_that_is_none_is_named_with_its_setting(tmp_path: Path) -> None:
    readers = {".figures": "llama_index.core.schema.TextNode"}
    with pytest.raises(UsageError, match="DATELINE_LLAMAINDEX_FILE_READERS names"):
        open_dateline(Settings(archive=tmp_path, llamaindex_file_readers=readers))
