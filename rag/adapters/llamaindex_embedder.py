"""Any LlamaIndex embedding class as the embedder of the archive."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.adapters.llamaindex_classes import NamedClass, is_credential
from rag.domain.errors import EmbedderError

if TYPE_CHECKING:
    from rag.ports import FloatArray

_SAME_VECTORS = re.compile(r"timeout|retries|batch_size|num_workers|progress|callback", re.IGNORECASE)
"""Arguments that say how the model is asked, not what it makes of a text."""


class LlamaIndexEmbedder:
    """Satisfies Embedder. Raises UsageError where the class cannot be made; that happens at the first use."""

    def __init__(self, named: NamedClass) -> None:
        self._named = named

    @cached_property
    def _embedding(self) -> Any:
        from llama_index.core.base.embeddings.base import BaseEmbedding

        return self._named.made(BaseEmbedding)

    @cached_property
    def fingerprint(self) -> str:
        """The class, its model's name, and a hash of the arguments that may change a vector (never a key)."""
        chosen = {
            name: value
            for name, value in self._named.arguments.items()
            if not is_credential(name) and not _SAME_VECTORS.search(name)
        }
        digest = hashlib.sha256(json.dumps(chosen, sort_keys=True).encode()).hexdigest()[:12]
        return f"{self._named.path}-{self._embedding.model_name}-{digest}"

    @property
    def queries(self) -> QueryEmbedder:
        """The same model for questions: many put another instruction in front of those."""
        return QueryEmbedder(self)

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors, float32, shape (len(texts), dim), in the order given. Raises EmbedderError."""
        return self._unit(lambda: self._embedding.get_text_embedding_batch(list(texts)), len(texts))

    def embed_queries(self, texts: Sequence[str]) -> FloatArray:
        """The same for texts that are questions."""
        return self._unit(lambda: [self._embedding.get_query_embedding(text) for text in texts], len(texts))

    def _unit(self, ask: Callable[[], object], expected: int) -> FloatArray:
        if not expected:
            return np.zeros((0, 0), dtype=np.float32)
        embedding = self._embedding
        try:
            vectors = np.asarray(ask(), dtype=np.float32)
        except Exception as error:  # each integration raises classes of its own
            raise self._failed(self._named.reason(error)) from error
        if vectors.ndim != 2 or len(vectors) != expected:
            raise self._failed(f"it gave an array of shape {vectors.shape} for {expected} texts")
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not (np.isfinite(lengths).all() and (lengths > 0).all()):
            raise self._failed(f"{embedding.model_name} gave a vector that has no direction")
        unit: FloatArray = vectors / lengths
        return unit

    def _failed(self, reason: str) -> EmbedderError:
        return EmbedderError(
            f"The embedder {self._named.path} failed ({reason}). "
            f"Check {self._named.setting} and its arguments, and that its server or model is there."
        )


class QueryEmbedder:
    """The embedder as the retriever uses it; satisfies Embedder."""

    def __init__(self, embedder: LlamaIndexEmbedder) -> None:
        self._embedder = embedder

    @property
    def fingerprint(self) -> str:
        return self._embedder.fingerprint

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors, float32, shape (len(texts), dim), in the order given. Raises EmbedderError."""
        return self._embedder.embed_queries(texts)
