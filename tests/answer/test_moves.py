"""Words by which a sentence says that something is no longer as it was."""

from __future__ import annotations

import pytest

from rag.answer.moves import MOVES, STEPS


@pytest.mark.parametrize("text", ["It has risen to 45.", "The vote was put off.", "It is now 30."])
def test_a_sentence_that_tells_of_a_move_is_known(text: str) -> None:
    assert MOVES.search(text)


def test_only_verbs_of_more_and_less_take_a_step_by_a_number() -> None:
    assert STEPS.search("cut by 300 people")
    assert not STEPS.search("now signed by 300 new people")
