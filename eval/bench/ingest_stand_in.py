"""An embedder that costs next to nothing, for measuring and testing everything else.

A LlamaIndex class, so that the settings can name it and the road is the one that users take:
``DATELINE_LLAMAINDEX_EMBEDDER=eval.bench.ingest_stand_in.StandIn``.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING

from llama_index.core.base.embeddings.base import BaseEmbedding

if TYPE_CHECKING:
    from rag.ports import FloatArray

DIMENSIONS = 384
LATENT = 16
NOISE = 0.5
"""Vectors within LATENT dimensions and a little noise in all others: the nearest of 5,449 stands at a mean cosine of
.63, the 50th at .45; the packaged model's vectors of as many one-sentence news items at .66 and .41. What fills all
dimensions evenly has next to no neighbours (.19 and .12), and a graph of it costs half as much again to make.
"""
PATH = "eval.bench.ingest_stand_in.StandIn"


class StandIn(BaseEmbedding):  # type: ignore[misc]
    """Vectors drawn at random from a text's checksum: equal for equal texts, and of the packaged model's size."""

    model_name: str = "stand-in"

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        import numpy as np

        drawn = np.random.default_rng(zlib.crc32(text.encode("utf-8", "replace")))
        spread = drawn.standard_normal(LATENT) @ _basis() / LATENT**0.5
        vector = spread + NOISE * drawn.standard_normal(DIMENSIONS) / DIMENSIONS**0.5
        return [float(entry) for entry in vector]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


@cache
def _basis() -> FloatArray:
    """Orthonormal rows, shape (LATENT, DIMENSIONS); always the same."""
    import numpy as np

    rows: FloatArray = np.linalg.qr(np.random.default_rng(0).standard_normal((DIMENSIONS, LATENT)))[0].T
    return rows
