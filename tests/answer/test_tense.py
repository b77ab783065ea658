import pytest

from rag.answer.tense import at_odds


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who won the cup final?", "Rovers will meet Pell United in the final."),
        ("What did the court decide?", "The court will hear the case from February."),
        ("When will the bridge open?", "The bridge was closed on Monday."),
    ],
)
def test_past_and_future_are_at_odds(question: str, sentence: str) -> None:
    assert at_odds(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who won the cup final?", "Rovers won the final and will play in Pell."),
        ("When will the bridge open?", "The bridge is to open in May."),
        ("What did the minister promise?", "The minister promised that taxes would fall."),
        ("Is the bridge open?", "The bridge will open in May."),
    ],
)
def test_a_sentence_that_may_answer_is_not(question: str, sentence: str) -> None:
    assert not at_odds(question, sentence)
