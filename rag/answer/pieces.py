"""Word pieces of the evidence: those that were stored when a passage was taken in, else read anew by the model.

Reading eight passages takes the model 0.3 s on two cores, and looking them up 3 ms. What is stored are int8 steps of
96 of the 384 dimensions; what that costs in answers is in docs/benchmarks.md ("The answering sentence").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rag.domain.passage import Hit, embedding_text
from rag.ports import TokenEmbedder, TokenVectors, WordPieces
from rag.retrieve.late import STEP, PieceStore, kept_places, projected

if TYPE_CHECKING:
    from rag.retrieve.late import PieceArray

FEWEST_KEPT = 0.5
"""Share of a passage's word pieces that a store keeps. Below it the passage is in a script whose letters the vocabulary
has one by one, and they are all that it can be found by."""


class PieceReader:
    """Gives the word pieces of questions and passages, in the DIMENSIONS of late interaction. Safe to use from threads.

    Without a ``store``, as beside another embedder, everything is read by the model.
    """

    def __init__(self, embedder: TokenEmbedder, store: PieceStore | None = None) -> None:
        self._embedder = embedder
        self._store = store

    def texts(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Each text read by itself; all of its pieces. Raises EmbedderError."""
        return [replace(read, vectors=projected(read.vectors)) for read in self._embedder.embed_tokens(texts)]

    def passages(self, hits: Sequence[Hit]) -> list[TokenVectors]:
        """Each passage read with its headline and day; spans count characters of `embedding_text`.

        Raises EmbedderError, ArchiveLocked or ArchiveDamaged."""
        texts = [embedding_text(hit.passage, hit.version) for hit in hits]
        found = self._stored(hits, texts)
        lacking = [place for place in range(len(hits)) if place not in found]
        found.update(zip(lacking, self.texts([texts[place] for place in lacking]), strict=True))
        return [found[place] for place in range(len(hits))]

    def _stored(self, hits: Sequence[Hit], texts: Sequence[str]) -> dict[int, TokenVectors]:
        """By place among the hits."""
        if self._store is None:
            return {}
        stored = self._store.get([hit.passage.id for hit in hits])
        pieces = self._embedder.word_pieces(texts)
        return {
            place: tokens
            for place, hit in enumerate(hits)
            if hit.passage.id in stored and (tokens := _joined(pieces[place], stored[hit.passage.id])) is not None
        }


def _joined(pieces: WordPieces, stored: PieceArray) -> TokenVectors | None:
    """The kept pieces with their vectors; None where they cannot stand for the passage."""
    kept = kept_places(pieces.ids)
    if len(kept) != len(stored) or len(kept) < FEWEST_KEPT * len(pieces.ids):
        return None
    return TokenVectors(
        ids=tuple(pieces.ids[place] for place in kept),
        spans=tuple(pieces.spans[place] for place in kept),
        vectors=stored.astype(np.float32) / STEP,
    )
