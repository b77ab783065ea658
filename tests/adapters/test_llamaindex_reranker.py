from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from answering import hit_of
from builders import a_version
from llamaindex_parts import DONE_WAITING

from rag.adapters.llamaindex_classes import NamedClass
from rag.adapters.llamaindex_reranker import AT_ONCE, LlamaIndexReranker
from rag.domain.errors import RerankerError, UsageError
from rag.domain.passage import Hit

HITS = [
    hit_of(a_version("The bridge opened.", id="bridge", published="2025-03-14"), rank=1, score=0.9),
    hit_of(a_version("The ferry stopped.", id="ferry"), rank=2, score=0.4),
]


def a_reranker(path: str, *, timeout_s: float = 60.0, **arguments: Any) -> LlamaIndexReranker:
    named = NamedClass("DATELINE_LLAMAINDEX_POSTPROCESSOR", path, arguments)
    return LlamaIndexReranker(lambda: named, timeout_s=timeout_s)


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


@pytest.fixture
def sleepy() -> Iterator[LlamaIndexReranker]:
    """One that sleeps until the test is over."""
    DONE_WAITING.clear()
    yield a_reranker("llamaindex_parts.Sleepy", timeout_s=0.2)
    DONE_WAITING.set()


def test_one_that_is_late_is_left_within_its_time_limit(sleepy: LlamaIndexReranker) -> None:
    with pytest.raises(RerankerError, match=r"it took longer than 0\.2 s\).*DATELINE_RERANKER_TIMEOUT_S"):
        sleepy.rerank("bridge", HITS)


def test_runs_that_do_not_end_do_not_pile_up_and_it_is_used_again_when_they_have(sleepy: LlamaIndexReranker) -> None:
    for _ in range(AT_ONCE):
        with pytest.raises(RerankerError, match="took longer"):
            sleepy.rerank("bridge", HITS)
    with pytest.raises(RerankerError, match=f"{AT_ONCE} earlier runs of it have not ended"):
        sleepy.rerank("bridge", HITS)
    DONE_WAITING.set()
    assert ids(tried_again(sleepy)) == ["ferry", "bridge"]


def tried_again(reranker: LlamaIndexReranker) -> list[Hit]:
    """Its threads end when they come to it, not at once."""
    for _ in range(100):
        with suppress(RerankerError):
            return reranker.rerank("bridge", HITS)
    raise AssertionError("it never came back")


def test_a_class_that_is_no_postprocessor_is_refused() -> None:
    with pytest.raises(UsageError, match="no BaseNodePostprocessor"):
        a_reranker("llama_index.core.llms.MockLLM").rerank("bridge", HITS)
