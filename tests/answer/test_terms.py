import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.answer.terms import country_of, places_of, question_terms, words_of
from rag.retrieve.late import FIRST_WORD_ID, rarity

TEXT = "The American delegation proposed suspending the signing in Harrow."


@pytest.mark.parametrize(
    ("word", "held"),
    [
        ("delegation", 1.0),
        ("delegates", 1.0),  # the same meaning
        ("propose", 1.0),  # another form
        ("US", 1.0),  # the country by another name
        ("Washington", 1.0),  # its capital
        ("Harow", 0.9),  # a slip
        ("Riyadh", 0.0),
        ("Ukrainian", 0.0),
    ],
)
def test_a_text_holds_a_word_in_its_forms_meanings_and_near_spellings(word: str, held: float) -> None:
    assert words_of(TEXT).hold(word) == held


def test_a_country_of_two_words_is_one_name() -> None:
    assert words_of("The United States agreed.").hold("American") == 1.0


def test_an_ordinary_word_names_no_country() -> None:
    assert country_of("table") == ""


def test_content_words_are_terms_and_words_of_asking_are_not() -> None:
    question = "When did the delegation meet Vane?"
    terms = question_terms(question, (), ())
    assert [term.text for term in terms] == ["delegation", "meet", "Vane"]
    assert [term.is_name for term in terms] == [False, False, True]


def test_a_first_word_is_no_name_for_its_capital() -> None:
    assert not question_terms("Delegates met", (), ())[0].is_name


def test_rarer_pieces_weigh_more_and_symbols_nothing() -> None:
    assert rarity(FIRST_WORD_ID - 1) == 0.0
    assert 0 < rarity(FIRST_WORD_ID + 10) < rarity(20_000) <= 1.0


def test_places_are_where_the_asked_words_stand() -> None:
    terms = question_terms("Who proposed it?", (), ())
    assert places_of(terms, TEXT) == (TEXT.index("proposed"),)


@given(st.text(max_size=80), st.text(min_size=1, max_size=12))
def test_any_text_can_be_asked_for_any_word(text: str, word: str) -> None:
    assert words_of(text).hold(word) in (0.0, 0.9, 1.0)
