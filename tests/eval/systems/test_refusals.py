from __future__ import annotations

import pytest

from eval.systems.refusals import is_refusal


@pytest.mark.parametrize(
    "text",
    [
        "Empty Response",
        "",
        "The provided context does not mention who designed the bridge.",
        "The sources don't provide any information about it.",
        "It is not specified in the article.",
        "There is no information about the designer.",
        "I'm sorry, but I cannot answer that.",
        "I do not know.",
        "None of the provided sources are helpful.",
        "The designer cannot be determined from the text.",
    ],
)
def test_a_reply_that_says_the_sources_are_silent_is_a_refusal(text: str) -> None:
    assert is_refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "It opened on Monday. The text does not say at what time.",
        "The minister did not attend.",
        "They did not agree on a price.",
        "No agreement was reached.",
        "He said he was not afraid.",
    ],
)
def test_an_answer_with_a_negation_is_no_refusal(text: str) -> None:
    assert not is_refusal(text)
