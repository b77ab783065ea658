import pytest

from rag.answer.several import asks_for_several


@pytest.mark.parametrize(
    "question",
    [
        "Which films won a prize in Harrow?",
        "Who are the members of the board?",
        "What did the union and the harbour want?",
        "How does the new rate compare with the old one?",
        "Is the bridge longer than the tunnel?",
        "How did turnout differ between the two rounds?",
        "Name the towns that were flooded.",
    ],
)
def test_a_list_or_a_comparison_asks_for_several_things(question: str) -> None:
    assert asks_for_several(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who opened the bridge?",
        "What is the rate?",
        "When did the strike end?",
        "What was his job?",
        "Which bus was late?",
        "Did the mayor resign?",
    ],
)
def test_other_questions_ask_for_one(question: str) -> None:
    assert not asks_for_several(question)
