"""How long one fetch may take, and how many of them a host gets at once."""

from __future__ import annotations

import time
from contextlib import ExitStack

import pytest

from rag.adapters.fetch_errors import Unfetched
from rag.adapters.fetch_turns import Deadline, Turns


def test_who_gets_no_turn_before_the_deadline_is_told_why() -> None:
    turns = Turns(2)
    with turns.turn("news.example", Deadline(5)), turns.turn("news.example", Deadline(5)):
        began = time.monotonic()
        with (
            pytest.raises(
                Unfetched, match=r"not finished within 0.1 s \(other requests to the same host were under way"
            ),
            turns.turn("news.example", Deadline(0.1)),
        ):
            pytest.fail("a third turn at once")
    assert 0.05 < time.monotonic() - began < 2


def test_a_turn_that_ends_in_an_error_is_given_back() -> None:
    turns = Turns(1)
    for _ in range(3):
        with pytest.raises(KeyError), turns.turn("news.example", Deadline(0.1)):
            raise KeyError


def test_each_host_has_turns_of_its_own() -> None:
    turns = Turns(1)
    with ExitStack() as held:
        for place in range(5):
            held.enter_context(turns.turn(f"paper{place}.example", Deadline(0.1)))


def test_a_deadline_that_is_over_names_the_stage() -> None:
    with pytest.raises(Unfetched, match=r"not finished within 0 s \(connecting\)"):
        Deadline(0).require("connecting")
    assert 9 < Deadline(10).require("connecting") <= 10
