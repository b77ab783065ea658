"""How things stand, said in words."""

from __future__ import annotations

import pytest

from rag.brief.states import attributes, denied_words, states
from rag.verify.stems import meaning
from rag.verify.tokens import read


def _places(text: str) -> set[tuple[int, int]]:
    return {(state.scale, state.place) for state in states(read(text))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The bridge is closed.", "The bridge reopened at noon."),
        ("The concert is planned for Saturday.", "The concert has been called off."),
        ("The police arrested a man.", "The man was charged."),
        ("The suspect was held in custody.", "The suspect was released on bail."),
        ("An orange warning is in force.", "The warning is red."),
    ],
)
def test_two_states_of_one_scale(one: str, other: str) -> None:
    here, there = dict(_places(one)), dict(_places(other))
    assert any(here[scale] != there[scale] for scale in here.keys() & there.keys())


@pytest.mark.parametrize(
    "text",
    [
        "The bridge was not closed.",
        "Police ask if the bridge is closed.",
        "The strike ended as planned.",
    ],
    ids=["denied", "a question", "in passing"],
)
def test_what_is_no_fact_is_no_state(text: str) -> None:
    scale_of_plans = _places("It is planned.")
    scale_of_doors = _places("It is closed.")
    assert not _places(text) & (scale_of_plans | scale_of_doors)


def test_what_a_thing_is_said_to_be() -> None:
    assert set(attributes(read("The water is now less cloudy than on Tuesday."))) == {
        (meaning("water"), meaning("cloudy"))
    }


@pytest.mark.parametrize("text", ["The payments were fees.", "Holm is ill.", "They dive if the water is clear."])
def test_what_is_no_quality_of_a_thing(text: str) -> None:
    assert list(attributes(read(text))) == []


def test_the_words_that_a_text_denies() -> None:
    assert meaning("meningitis") in denied_words(read("It was never meningitis."))
    assert not denied_words(read("It was meningitis."))
