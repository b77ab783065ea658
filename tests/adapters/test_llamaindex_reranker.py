from __future__ import annotations

from typing import Any

import pytest
from answering import hit_of
from builders import a_version

from rag.adapters.llamaindex_classes import NamedClass
from rag.adapters.llamaindex_reranker import LlamaIndexReranker
from rag.domain.errors import RerankerError, UsageError
from rag.domain.passage import Hit

HITS = [
    hit_of(a_version("The bridge opened.", id="bridge", published="2025-03-14"), rank=1, score=0.9),
    hit_of(a_version("The ferry stopped.", id="ferry"), rank=2, score=0.4),
]


def a_reranker(path: str, **arguments: Any) -> LlamaIndexReranker:
    return LlamaIndexReranker(lambda: NamedClass("DATELINE_LLAMAINDEX_POSTPROCESSOR", path, arguments))


def ids(hits: list[Hit]) -> list[str]:
    return [hit.passage.article_id for hit in hits]


def test_a_stock_postprocessor_leaves_out_what_it_would() -> None:
    reranker = a_reranker("llama_index.core.postprocessor.SimilarityPostprocessor", similarity_cutoff=0.5)
    assert ids(reranker.rerank("bridge", HITS)) == ["bridge"]
    assert reranker.name == "SimilarityPostprocessor"


def test_only_the_order_is_taken_from_a_postprocessor_that_rewrites_and_adds() -> None:
    hits = a_reranker("llamaindex_parts.Backwards").rerank("bridge", HITS)
    assert ids(hits) == ["ferry", "bridge"]
    assert [hit.passage for hit in hits] == [HITS[1].passage, HITS[0].passage]
    assert [hit.score for hit in hits] == [0.4, 0.9]
    assert [hit.parts["reranked"] for hit in hits] == [1.0, 0.0]


def test_a_failure_names_the_class_and_the_reason() -> None:
    with pytest.raises(RerankerError, match=r"Broken failed \(RuntimeError: the server is down\)"):
        a_reranker("llamaindex_parts.Broken").rerank("bridge", HITS)


def test_a_class_that_is_no_postprocessor_is_refused() -> None:
    with pytest.raises(UsageError, match="no BaseNodePostprocessor"):
        a_reranker("llama_index.core.llms.MockLLM").rerank("bridge", HITS)
