import pytest
from builders import an_article

from rag.answer.dated import of_another_date

BODY = (
    "Torvenia's rate of inflation was 4.7 percent in October. The bank meets again on December 9. It last rose in 2019."
)


@pytest.mark.parametrize(
    "question",
    [
        "What was Torvenia's inflation rate in January?",
        "Who won the final on November 29?",
        "What did prices do in 2015?",
    ],
)
def test_an_article_that_knows_nothing_of_the_day_is_of_another(question: str) -> None:
    assert of_another_date(question, an_article(BODY, published="2025-11-12"))


@pytest.mark.parametrize(
    "question",
    [
        "What was Torvenia's inflation rate in October?",
        "When does the bank meet in December?",
        "What rose in 2019?",
        "What did the office say on November 12?",
        "What did the office say in November 2025?",
        "What was Torvenia's inflation rate?",
        "What did the office say last week?",
    ],
)
def test_an_article_that_has_the_day_or_appeared_on_it_is_not(question: str) -> None:
    assert not of_another_date(question, an_article(BODY, published="2025-11-12"))


def test_an_article_without_a_day_is_judged_by_its_text() -> None:
    assert of_another_date("What happened in January?", an_article(BODY))
    assert not of_another_date("What happened in October?", an_article(BODY))
