"""An embedder that costs next to nothing, for measuring and testing everything else.

A LlamaIndex class, so that the settings can name it and the road is the one that users take:
``DATELINE_LLAMAINDEX_EMBEDDER=eval.bench.ingest_stand_in.StandIn``.
"""

from __future__ import annotations

import random
import zlib

from llama_index.core.base.embeddings.base import BaseEmbedding

DIMENSIONS = 384
PATH = "eval.bench.ingest_stand_in.StandIn"


class StandIn(BaseEmbedding):  # type: ignore[misc]
    """Vectors drawn at random from a text's checksum: equal for equal texts, and of the packaged model's size."""

    model_name: str = "stand-in"

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        drawn = random.Random(zlib.crc32(text.encode("utf-8", "replace")))
        return [drawn.random() - 0.5 for _ in range(DIMENSIONS)]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)
