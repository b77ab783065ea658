from collections.abc import Sequence

import numpy as np
import pytest
from fakes import FakeEmbedder
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rag.ports import TokenVectors
from rag.retrieve.late import DIMENSIONS, STEP, LateInteraction, reduced, weighted

PieceArray = NDArray[np.int8]


class Memory:
    """A PieceStore without a file."""

    def __init__(self) -> None:
        self.kept: dict[int, PieceArray] = {}

    def add(self, passage_ids: Sequence[int], pieces: Sequence[PieceArray]) -> None:
        self.kept.update(zip(passage_ids, pieces, strict=True))

    def get(self, passage_ids: Sequence[int]) -> dict[int, PieceArray]:
        return {i: self.kept[i] for i in passage_ids if i in self.kept}

    def remove(self, passage_ids: Sequence[int]) -> None:
        for i in passage_ids:
            self.kept.pop(i, None)

    def count(self) -> int:
        return len(self.kept)

    def clear(self) -> None:
        self.kept.clear()


def tokens(vectors: list[list[float]], ids: tuple[int, ...]) -> TokenVectors:
    rows = np.array(vectors, dtype=np.float32)
    return TokenVectors(ids, ((0, 1),) * len(ids), rows)


def test_a_word_of_the_question_that_the_passage_holds_is_as_near_as_can_be() -> None:
    late = LateInteraction(Memory(), embedder := FakeEmbedder())
    late.add([1, 2], embedder.embed_tokens(["the ferry stops", "a bridge opened"]))
    best = late.nearest(late.read(["ferry"])[1], [1, 2, 3])
    assert set(best) == {1, 2}, "a passage without stored pieces is left out"
    assert best[1][0] == pytest.approx(1.0, abs=0.03)
    assert best[2][0] < 0.8


def test_symbols_are_left_out_where_words_are_left() -> None:
    assert len(reduced(tokens([[1.0, 0.0], [0.0, 1.0]], (1_012, 5_000)))) == 1
    assert len(reduced(tokens([[1.0, 0.0]], (1_012,)))) == 1


def test_only_the_pieces_inside_a_stretch_weigh() -> None:
    late = LateInteraction(Memory(), FakeEmbedder())
    _, asked = late.read(["ferry bridge"])
    weights = asked.within(0, 5)
    assert weights[0] > 0
    assert weights[1] == 0
    assert weighted({1: np.array([0.5, 0.9], dtype=np.float32)}, weights) == {1: pytest.approx(0.5)}
    assert weighted({1: np.array([0.5, 0.9], dtype=np.float32)}, asked.within(90, 99)) == {}


@given(st.integers(0, 2**32 - 1), st.integers(1, 9))
def test_what_is_kept_is_of_unit_length_to_within_a_step(seed: int, count: int) -> None:
    vectors = np.random.default_rng(seed).standard_normal((count, 384))
    pieces = reduced(tokens(vectors.tolist(), (5_000,) * count))
    assert pieces.shape == (count, DIMENSIONS)
    assert np.linalg.norm(pieces.astype(np.float32) / STEP, axis=1) == pytest.approx(1.0, abs=0.05)
