"""A cross-encoder in a folder: a real model (a small one) in the real runtime, with the packaged tokenizer."""

from __future__ import annotations

from pathlib import Path

import pytest
from adapters.onnx_model import folder_with, mean_of_passage_ids
from builders import a_version

from rag.adapters import onnx_reranker
from rag.adapters.onnx_reranker import OnnxReranker
from rag.domain.errors import RerankerError
from rag.domain.passage import Hit, Passage


def hits(*texts: str) -> list[Hit]:
    return [
        Hit(Passage(f"a{n}", 1, 0, len(text), text, n), a_version(text, id=f"a{n}", title=""), 1 / n, n)
        for n, text in enumerate(texts, start=1)
    ]


@pytest.fixture
def reranker(tmp_path: Path) -> OnnxReranker:
    return OnnxReranker(folder_with(tmp_path, mean_of_passage_ids()), timeout_s=60)


def order(found: list[Hit]) -> list[str]:
    return [hit.passage.text for hit in found]


def test_the_hits_come_in_the_models_order_with_its_score_among_their_parts(reranker: OnnxReranker) -> None:
    found = reranker.rerank("bridge", hits("the", "ferry", "bridge", "harbour", "of", "road"))
    assert order(found)[:2] == ["harbour", "ferry"]
    assert order(found)[-2:] == ["of", "the"] or order(found)[-2:] == ["the", "of"]
    scores = [hit.parts["reranked"] for hit in found]
    assert scores == sorted(scores, reverse=True)
    assert {hit.score for hit in found} == {1 / n for n in range(1, 7)}


def test_equals_keep_the_order_that_they_had(reranker: OnnxReranker) -> None:
    found = reranker.rerank("bridge", hits("ferry", "the", "ferry", "ferry"))
    assert [hit.rank for hit in found] == [1, 3, 4, 2]


def test_a_passage_longer_than_the_model_reads_is_cut_and_a_question_too(reranker: OnnxReranker) -> None:
    found = reranker.rerank("bridge " * 3_000, hits("ferry " * 3_000, "the"))
    assert len(found) == 2


def test_nothing_to_order_is_no_failure(reranker: OnnxReranker) -> None:
    assert reranker.rerank("bridge", []) == []


def test_what_takes_too_long_keeps_the_searchs_order(tmp_path: Path) -> None:
    slow = OnnxReranker(folder_with(tmp_path, mean_of_passage_ids()), timeout_s=1e-9)
    assert len(slow.rerank("bridge", hits(*["ferry"] * onnx_reranker.AT_ONCE))) == onnx_reranker.AT_ONCE
    with pytest.raises(RerankerError, match=r"read 4 of 5 passages"):
        slow.rerank("bridge", hits(*["ferry"] * 5))


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json"])
def test_a_folder_without_its_files_is_named(tmp_path: Path, missing: str) -> None:
    (folder_with(tmp_path, mean_of_passage_ids()) / missing).unlink()
    with pytest.raises(RerankerError, match=rf"{missing} cannot be read.*DATELINE_RERANKER_FOLDER"):
        OnnxReranker(tmp_path).rerank("bridge", hits("ferry"))


@pytest.mark.parametrize("broken", ["model.onnx", "tokenizer.json"])
def test_files_that_are_something_else_are_named(tmp_path: Path, broken: str) -> None:
    (folder_with(tmp_path, mean_of_passage_ids()) / broken).write_bytes(b"something else")
    with pytest.raises(RerankerError, match=rf"{broken} is not a usable"):
        OnnxReranker(tmp_path).rerank("bridge", hits("ferry"))


def test_scores_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    reranker = OnnxReranker(folder_with(tmp_path, mean_of_passage_ids(broken=True)), timeout_s=60)
    with pytest.raises(RerankerError, match="its scores are no numbers"):
        reranker.rerank("bridge", hits("ferry"))
