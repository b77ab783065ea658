from __future__ import annotations

from outcomes import a_case, unanswerable

from eval.case import GoldQuote
from eval.related import cluster_of

MONDAY = GoldQuote("bridge", "body", "opened on Monday", 1)
COST = GoldQuote("bridge", "body", "nine million pounds", 1)


def test_questions_with_the_same_first_gold_quote_are_one_cluster() -> None:
    asked, reworded = a_case(id="a", gold=(MONDAY,)), a_case(id="b", gold=(MONDAY, COST))
    assert cluster_of(asked) == cluster_of(reworded)
    assert cluster_of(asked) != cluster_of(a_case(id="c", gold=(COST,)))


def test_the_same_words_in_another_article_or_field_are_another_cluster() -> None:
    elsewhere = GoldQuote("tunnel", "body", MONDAY.quote, 1)
    in_title = GoldQuote("bridge", "title", MONDAY.quote, 1)
    assert len({cluster_of(a_case(gold=(quote,))) for quote in (MONDAY, elsewhere, in_title)}) == 3


def test_a_question_without_gold_stands_alone() -> None:
    assert cluster_of(unanswerable(id="a")) != cluster_of(unanswerable(id="b"))
