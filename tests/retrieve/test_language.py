import pytest

from rag.retrieve.language import question_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How long did the negotiations in Harrow last?", "en"),
        ("Wie lange dauerten die Gespräche in Harrow?", "de"),
        ("Combien de temps ont duré les négociations ?", "fr"),
        ("Скільки тривали переговори?", "uk"),
        ("Quanto durarono i colloqui di Harrow?", "it"),
    ],
)
def test_a_whole_question_tells_its_language(text: str, language: str) -> None:
    assert question_language(text) == (language, True)


def test_three_words_leave_it_open() -> None:
    assert question_language("harrow talks duration")[1] is False
