"""Counts that are known by the number beside them."""

from __future__ import annotations

import pytest
from telling import told

from rag.answer.tallies import tallies


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The union said that 620 of its 700 drivers had joined.", [("of 700", 620)]),
        ("The council voted by nine to six to close the pool.", [("for", 9), ("against", 6)]),
        ("Councillors backed it by eight votes to seven.", [("for", 8), ("against", 7)]),
        ("The team won by nine to six.", []),
        ("It takes six to nine days to count the votes.", []),
    ],
)
def test_parts_of_a_whole_and_sides_of_a_vote_are_read(text: str, found: list[tuple[str, int]]) -> None:
    assert [(value.unit, value.low) for value in tallies(told(text))] == found
