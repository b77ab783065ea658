import pytest

from rag.answer.page import asks_for_uncited, page_field


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("When was this published?", "dateline"),
        ("When was the article published?", "dateline"),
        ("On what date did the report about the stalled talks come out?", "dateline"),
        ("What is the publication date?", "dateline"),
        ("Wann ist der Artikel erschienen?", "dateline"),
        ("What's the headline of the article?", "title"),
        ("What is the title of this story?", "title"),
        ("What does the article's subheading say?", "dek"),
        ("When did the talks take place?", None),
        ("Who won the title?", None),
        ("When did the minister appear in court?", None),
        ("What did the report say about the harbour?", None),
    ],
)
def test_only_a_question_about_the_page_asks_for_its_fields(question: str, field: str | None) -> None:
    assert page_field(question) == field


@pytest.mark.parametrize("question", ["Which section is the article in?", "Who wrote the article?"])
def test_what_no_citation_can_point_at_is_recognised(question: str) -> None:
    assert asks_for_uncited(question)


@pytest.mark.parametrize("question", ["Which section of the bridge fell?", "Who wrote to the mayor?"])
def test_the_news_itself_is_not_taken_for_the_page(question: str) -> None:
    assert not asks_for_uncited(question)
