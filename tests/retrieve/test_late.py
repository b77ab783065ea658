from collections.abc import Sequence

import numpy as np
import pytest
from fakes import FakeEmbedder
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from rag.ports import TokenVectors
from rag.retrieve.late import DIMENSIONS, RUN, RUNS, STEP, Asked, LateInteraction, reduced

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
    nearest = late.nearest(asked := late.read(["ferry"])[1], [1, 2, 3])
    whole = nearest.whole(asked.weights)
    assert set(whole) == {1, 2}, "a passage without stored pieces is left out"
    assert whole[1] == pytest.approx(1.0, abs=0.03)
    assert whole[2] < 0.8
    assert nearest.close(asked.weights) == pytest.approx(whole), "so short a passage is a sentence"


def test_symbols_are_left_out_where_words_are_left() -> None:
    assert len(reduced(tokens([[1.0, 0.0], [0.0, 1.0]], (1_012, 5_000)))) == 1
    assert len(reduced(tokens([[1.0, 0.0]], (1_012,)))) == 1


def test_only_the_pieces_inside_a_stretch_weigh() -> None:
    late = LateInteraction(Memory(), embedder := FakeEmbedder())
    late.add([1], embedder.embed_tokens(["a ferry"]))
    _, asked = late.read(["ferry bridge"])
    weights = asked.within(0, 5)
    assert weights[0] > 0
    assert weights[1] == 0
    nearest = late.nearest(asked, [1])
    assert nearest.whole(weights) == {1: pytest.approx(1.0, abs=0.03)}
    assert nearest.whole(asked.weights)[1] < 0.9
    assert nearest.whole(asked.within(90, 99)) == nearest.close(asked.within(90, 99)) == {}


def axes(*places: int) -> PieceArray:
    """Stored pieces, each along one axis."""
    return np.array(STEP * np.eye(DIMENSIONS)[list(places)], dtype=np.int8)


def test_words_that_stand_together_are_nearer_than_the_same_words_far_apart() -> None:
    """The question's two pieces lie along the first two axes, all else along the third."""
    late, between = LateInteraction(store := Memory(), FakeEmbedder()), [2] * RUN * RUNS
    store.add([1, 2, 3], [axes(*between, 0, 1, *between), axes(0, *between, 1), axes(0)])
    asked = Asked(np.eye(DIMENSIONS, dtype=np.float32)[:2], np.ones(2, dtype=np.float32), ((0, 1), (2, 3)))
    nearest = late.nearest(asked, [1, 2, 3])
    assert nearest.whole(asked.weights) == pytest.approx({1: 1.0, 2: 1.0, 3: 0.5})
    assert nearest.close(asked.weights) == pytest.approx({1: 1.0, 2: 0.5, 3: 0.5})


def test_the_end_of_one_passage_and_the_beginning_of_the_next_are_not_together() -> None:
    late = LateInteraction(store := Memory(), FakeEmbedder())
    store.add([1, 2], [axes(0), axes(1)])
    asked = Asked(np.eye(DIMENSIONS, dtype=np.float32)[:2], np.ones(2, dtype=np.float32), ((0, 1), (2, 3)))
    assert late.nearest(asked, [1, 2]).close(asked.weights) == pytest.approx({1: 0.5, 2: 0.5})


@given(st.integers(0, 2**32 - 1), st.integers(1, 9))
def test_what_is_kept_is_of_unit_length_to_within_a_step(seed: int, count: int) -> None:
    vectors = np.random.default_rng(seed).standard_normal((count, 384))
    pieces = reduced(tokens(vectors.tolist(), (5_000,) * count))
    assert pieces.shape == (count, DIMENSIONS)
    assert np.linalg.norm(pieces.astype(np.float32) / STEP, axis=1) == pytest.approx(1.0, abs=0.05)
