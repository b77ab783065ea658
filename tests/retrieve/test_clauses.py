from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from rag.retrieve.clauses import clause_spans


def pieces(text: str) -> list[str]:
    return [text[a:b] for a, b in clause_spans(text)]


def test_what_two_articles_say_is_looked_for_apart() -> None:
    assert pieces(
        "Does the Courier article suggest that the bridge was late, while the Harbour Age article blames the weather?"
    ) == [
        "Does the Courier article suggest that the bridge was late",
        "the Harbour Age article blames the weather?",
    ]


def test_a_short_question_is_one_stretch() -> None:
    assert pieces("Who opened the bridge, and when did it open?") == ["Who opened the bridge, and when did it open?"]


def test_a_comma_inside_a_date_is_no_border() -> None:
    text = "What did the Courier article of October 6, 2023 say about the bridge at Harrow and its many critics?"
    assert all("October 6, 2023" in piece or "2023" not in piece for piece in pieces(text))


def test_nothing_is_cut_inside_a_name() -> None:
    text = "What does the article of Bread and Roses say about the long strike at the mill in Harrow and its leaders?"
    start = text.index("Bread")
    spans = clause_spans(text, whole=[(start, start + len("Bread and Roses"))])
    assert any("Bread and Roses" in text[a:b] for a, b in spans)


@given(st.text(alphabet="ab ,.?Z", max_size=200).filter(str.strip))
def test_stretches_are_in_order_and_lose_no_word_but_borders(text: str) -> None:
    spans = clause_spans(text)
    assert spans
    assert all(a < b for a, b in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
