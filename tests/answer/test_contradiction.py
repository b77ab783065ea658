"""Saying otherwise, and merely not saying."""

import pytest
from builders import published

from rag.answer.contradiction import contradicts, share_held, words_not_held
from rag.domain.evidence import CitedSpan
from rag.verify.verify import check

FERRY = "Captain Jorun Hagen said the Tolme ferry carried 212 passengers and ran aground in Halden on 3 June 2024."


def says_otherwise(statement: str, text: str = FERRY, context: str = "") -> bool:
    span = CitedSpan(text, 0, len(text), published("2024-06-05"), context)
    verdict = check(statement, [span])
    assert not verdict.supported
    return contradicts(statement, span, verdict)


@pytest.mark.parametrize(
    "statement",
    [
        "The Tolme ferry carried 230 passengers.",
        "The Tolme ferry ran aground on 4 June 2024.",
        "The Tolme ferry ran aground in Porva on 3 June 2024.",
        "The Tolme ferry did not carry passengers.",
    ],
    ids=["number", "date", "name", "negation"],
)
def test_another_value_in_the_same_place_is_a_contradiction(statement: str) -> None:
    assert says_otherwise(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "The Tolme ferry cost 212 million crowns to build and was launched in 1998.",
        "The Tolme ferry carried 30 cars.",
        "The Brodno ferry carried 212 passengers and ran aground in Halden.",
        "The Tolme ferry carried 230 passengers and ran aground on 4 June 2024.",
        "The mayor of Halden resigned on 4 June 2024.",
        "A storm hit Halden.",
    ],
    ids=["new content", "another noun", "another subject", "another time and value", "another event", "another thing"],
)
def test_what_the_text_does_not_speak_of_it_does_not_contradict(statement: str) -> None:
    assert not says_otherwise(statement)


def test_leaving_out_about_is_not_a_contradiction() -> None:
    text = "The talks in Jeddah lasted about nine hours."
    assert not says_otherwise("The talks in Jeddah lasted nine hours.", text)
    assert says_otherwise("The talks in Jeddah lasted about seven hours.", text)


def test_what_is_only_reported_can_still_be_contradicted() -> None:
    text = "The talks reportedly lasted about nine hours."
    assert says_otherwise("The talks lasted about seven hours.", text)
    assert not says_otherwise("The talks lasted about nine hours.", text)


def test_words_of_another_speaker_are_a_contradiction() -> None:
    text = "Ines Falk said: “We will never sell the old tram depot.”"
    assert says_otherwise("Bill Haas said: “We will never sell the old tram depot.”", text)


def test_an_opposite_verb_is_a_contradiction() -> None:
    assert says_otherwise("The council rejected the plan.", "The council had approved the plan on Monday.")


def test_the_headline_helps_to_tell_that_it_is_the_same_thing() -> None:
    text = "The ferry carried 212 people."
    assert says_otherwise("The Tolme ferry disaster: the ferry carried 40 people.", text, "Tolme ferry disaster")
    assert not says_otherwise("The Tolme ferry disaster: the ferry carried 40 people.", text)


def test_the_share_of_words_held_counts_other_forms_of_a_word() -> None:
    assert share_held("American delegates arrived.", "The U.S. delegates arrive.") == 1.0
    assert words_not_held("American delegates sang loudly.", "The U.S. delegates arrived.") == ["sang", "loudly"]
    assert share_held("And so?", "Anything.") == 0.0
