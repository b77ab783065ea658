from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rag.adapters.llamaindex_classes import NamedClass
from rag.adapters.llamaindex_embedder import LlamaIndexEmbedder
from rag.domain.errors import EmbedderError, UsageError


def an_embedder(path: str = "llamaindex_parts.HashedWords", **arguments: Any) -> LlamaIndexEmbedder:
    return LlamaIndexEmbedder(NamedClass("DATELINE_LLAMAINDEX_EMBEDDER", path, arguments))


def test_a_stock_embedding_gives_unit_vectors() -> None:
    vectors = an_embedder("llama_index.core.MockEmbedding", embed_dim=4).embed(["one", "two", "three"])
    assert vectors.dtype == np.float32
    assert vectors.tolist() == [[0.5] * 4] * 3


def test_the_order_is_that_of_the_texts() -> None:
    embedder = an_embedder()
    together = embedder.embed(["bridge", "ferry"])
    assert np.allclose(together, np.concatenate([embedder.embed(["bridge"]), embedder.embed(["ferry"])]))
    assert embedder.embed([]).shape[0] == 0


def test_questions_go_through_the_models_way_with_questions() -> None:
    embedder = an_embedder()
    assert np.allclose(embedder.queries.embed(["bridge"]), embedder.embed(["query bridge"]))
    assert embedder.queries.fingerprint == embedder.fingerprint


def test_the_fingerprint_moves_with_what_moves_the_vectors_and_not_with_the_key() -> None:
    one = an_embedder(model_name="words", dim=64).fingerprint
    assert one.startswith("llamaindex_parts.HashedWords-words-")
    assert an_embedder(model_name="words", dim=64, api_key="sk-1", embed_batch_size=3).fingerprint == one
    others = [an_embedder(model_name="words", dim=65), an_embedder(model_name="letters", dim=64)]
    assert one not in {other.fingerprint for other in others}


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("llamaindex_parts.Uneven", r"shape \(1, 64\) for 2 texts"),
        ("llamaindex_parts.Flat", "no direction"),
        ("llamaindex_parts.Unplugged", r"ConnectionError: refused with …\)"),
    ],
)
def test_what_is_no_vector_is_an_error_that_names_the_class(path: str, why: str) -> None:
    with pytest.raises(EmbedderError, match=rf"{path} failed .*{why}"):
        an_embedder(path, api_key="sk-12345").embed(["bridge", "ferry"])


def test_a_class_that_embeds_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="no BaseEmbedding"):
        an_embedder("llama_index.core.llms.MockLLM").embed(["bridge"])
