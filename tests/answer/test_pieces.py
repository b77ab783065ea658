"""Word pieces of the evidence: what was stored, else what the model reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from answering import hit_of
from builders import a_version

from rag.adapters.onnx_embedder import OnnxEmbedder
from rag.answer.pieces import PieceReader
from rag.domain.article import Version
from rag.domain.passage import Hit, embedding_text
from rag.ports import TokenVectors
from rag.retrieve.late import DIMENSIONS, FIRST_WORD_ID, reduced

if TYPE_CHECKING:
    from rag.retrieve.late import PieceArray

MINILM = OnnxEmbedder()


def numbered(version: Version, passage_id: int = 1) -> Hit:
    hit = hit_of(version)
    return replace(hit, passage=replace(hit.passage, id=passage_id))


HITS = [numbered(a_version("A bridge opened (at 9.30) in Harrow.", title="Harrow: a bridge"))]


class Counting(OnnxEmbedder):
    """Counts what the model had to read."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        self.read.extend(texts)
        return super().embed_tokens(texts)


class Held:
    """A PieceStore of one passage."""

    def __init__(self, pieces: dict[int, PieceArray]) -> None:
        self.pieces = pieces

    def get(self, passage_ids: Sequence[int]) -> dict[int, PieceArray]:
        return {i: self.pieces[i] for i in passage_ids if i in self.pieces}

    def add(self, passage_ids: Sequence[int], pieces: Sequence[PieceArray]) -> None: ...
    def remove(self, passage_ids: Sequence[int]) -> None: ...
    def clear(self) -> None: ...
    def count(self) -> int:
        return len(self.pieces)


def stored(hits: Sequence[Hit]) -> Held:
    texts = [embedding_text(hit.passage, hit.version) for hit in hits]
    return Held({hit.passage.id: reduced(each) for hit, each in zip(hits, MINILM.embed_tokens(texts), strict=True)})


def test_what_was_stored_is_not_read_again() -> None:
    model = Counting()
    (tokens,) = PieceReader(model, stored(HITS)).passages(HITS)
    assert model.read == []
    assert tokens.vectors.shape == (len(tokens.ids), DIMENSIONS)


def test_stored_pieces_stand_at_their_words() -> None:
    (tokens,) = PieceReader(MINILM, stored(HITS)).passages(HITS)
    text = embedding_text(HITS[0].passage, HITS[0].version)
    words = [text[start:end].lower() for start, end in tokens.spans]
    assert [word for word in words if not word.isdigit()] == [
        "harrow",
        "bridge",
        "bridge",
        "opened",
        "at",
        "in",
        "harrow",
    ]
    assert all(piece >= FIRST_WORD_ID for piece in tokens.ids)


def test_stored_pieces_are_those_that_the_model_gives() -> None:
    (held,) = PieceReader(MINILM, stored(HITS)).passages(HITS)
    (read,) = PieceReader(MINILM).passages(HITS)
    by_span = dict(zip(read.spans, read.vectors, strict=True))
    cosines = [float(vector @ by_span[span]) for span, vector in zip(held.spans, held.vectors, strict=True)]
    assert min(cosines) > 0.99
    assert np.allclose(np.linalg.norm(held.vectors, axis=1), 1.0, atol=0.02)


@pytest.mark.parametrize("why", ["nothing is stored", "fewer pieces are stored", "letters are all that it has"])
def test_the_model_reads_what_the_store_cannot_give(why: str) -> None:
    hits, model = HITS, Counting()
    held = stored(hits)
    match why:
        case "nothing is stored":
            held = Held({})
        case "fewer pieces are stored":
            held = Held({i: pieces[1:] for i, pieces in held.pieces.items()})
        case _:
            hits = [numbered(a_version("市長は橋を開いた。", title="Harrow"))]
            held = stored(hits)
    (tokens,) = PieceReader(model, held).passages(hits)
    assert len(model.read) == 1
    assert tokens.spans == MINILM.word_pieces(model.read)[0].spans


def test_what_lacks_in_the_store_keeps_its_place_among_the_others() -> None:
    others = [*HITS, numbered(a_version("Roses grow in Pell."), 2)]
    held = stored(HITS)
    first, second = PieceReader(MINILM, held).passages(others)
    text = embedding_text(others[1].passage, others[1].version)
    assert any(text[start:end] == "Roses" for start, end in second.spans)
    assert first.ids == PieceReader(MINILM, held).passages(HITS)[0].ids


def test_a_question_keeps_all_of_its_pieces() -> None:
    (tokens,) = PieceReader(MINILM, stored(HITS)).texts(["When?"])
    assert tokens.spans == ((0, 4), (4, 5))
    assert tokens.vectors.shape == (2, DIMENSIONS)
