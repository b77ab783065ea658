import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.glossary import LANGUAGES, gloss, romanised


@pytest.mark.parametrize(
    ("text", "language", "english"),
    [
        ("Wann begannen die Gespräche in Harrow?", "de", "when begin talks Harrow?"),
        ("Combien de temps ont duré les négociations ?", "fr", "how long last talks?"),
        ("¿Quién firmó el acuerdo?", "es", "who sign agreement?"),
        ("Хто підписав угоду?", "uk", "who sign agreement?"),
        ("Кто отклонил соглашение?", "ru", "who reject agreement?"),
        ("Qu'a déclaré Vane ?", "fr", "say Vane?"),
    ],
)
def test_a_question_becomes_english_keywords_in_its_own_order(text: str, language: str, english: str) -> None:
    assert gloss(text, language).text == english


def test_a_phrase_counts_before_its_words_and_takes_no_more_than_it_is() -> None:
    assert gloss("Wie lange dauerten die Gespräche in Harrow", "de").text == "how long last talks Harrow"


def test_names_and_numbers_stay() -> None:
    assert gloss("Warum braucht Vane 30 Tage?", "de").text == "why need Vane 30 day?"


def test_the_share_of_known_words_tells_a_listed_question_from_an_unlisted_one() -> None:
    assert gloss("Wann begannen die Gespräche?", "de").known == 1.0
    assert gloss("schmetterlinge flattern lautlos", "de").known == 0.0


@pytest.mark.parametrize(
    ("word", "latin"), [("Єрмак", "Yermak"), ("Ермак", "Yermak"), ("Москва", "Moskva"), ("Vane", "Vane")]
)
def test_cyrillic_names_are_written_in_latin_letters(word: str, latin: str) -> None:
    assert romanised(word) == latin


@given(st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_any_text_can_be_read(text: str, language: str) -> None:
    assert 0 <= gloss(text, language).known <= 1
