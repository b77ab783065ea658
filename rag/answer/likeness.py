"""How like two sentences are in what they mean: the cosine of their vectors; each is embedded once, when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.answer.values import Told
from rag.ports import Embedder

if TYPE_CHECKING:
    from rag.ports import FloatArray


class Likeness:
    """Of the sentences of one story."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._vectors: dict[str, FloatArray] = {}

    def of(self, one: Told, other: Told) -> float:
        """-1..1."""
        return self.of_texts(one.evidence.text, other.evidence.text)

    def of_texts(self, one: str, other: str) -> float:
        """The same for parts of sentences."""
        waiting = [text for text in dict.fromkeys((one, other)) if text not in self._vectors]
        if waiting:
            self._vectors |= dict(zip(waiting, self._embedder.embed(waiting), strict=True))
        return float(self._vectors[one] @ self._vectors[other])
