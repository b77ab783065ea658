"""The latest of several, and how old an answer is. All articles are invented."""

from __future__ import annotations

from datetime import date

import pytest
from answering import hit_of, reader
from builders import a_version

from rag.answer.evidence import gather, sentences, verbatim
from rag.answer.extract import extract
from rag.answer.match import read_hits
from rag.answer.recency import age_note
from rag.domain.answer import Searched, Statement
from rag.domain.question import Filters, Part

COUNT = "The ferry Anna Holt carried {} passengers to Sollen {}, the line Mersa said."


def answered(question: str, *articles: tuple[str, str]) -> list[str]:
    """What is answered from (body, day published), the first ranked best by the search."""
    versions = [a_version(body, published=day, source="Courier") for body, day in articles]
    hits = [hit_of(version, rank=n) for n, version in enumerate(versions, start=1)]
    found = extract(Part(question), read_hits(hits, gather(hits), reader()), reader())
    return [statement.text for statement in found.statements]


OLD = (COUNT.format("4,100", "in March"), "2025-04-02")
NEW = (COUNT.format("5,250", "in June"), "2025-07-02")


@pytest.mark.parametrize("order", [(OLD, NEW), (NEW, OLD)])
def test_latest_means_the_latest_whatever_the_search_ranks_first(order: tuple[tuple[str, str], ...]) -> None:
    assert answered("How many passengers did the ferry carry to Sollen most recently?", *order) == [NEW[0]]


def test_a_newer_article_that_does_not_answer_is_not_preferred() -> None:
    elsewhere = ("The bakery in Brill sold 900 loaves on Monday, its owner said.", "2025-07-20")
    assert answered("What is the latest number of passengers on the ferry to Sollen?", OLD, elsewhere) == [OLD[0]]


def test_a_question_that_does_not_ask_for_the_latest_keeps_what_fits_best() -> None:
    assert OLD[0] in answered("How many passengers did the ferry carry to Sollen in March?", OLD, NEW)


def stated(*days: str) -> list[Statement]:
    lines = [sentences(a_version(published=day or None))[0] for day in days]
    return [verbatim(line) for line in lines]


SEARCHED = Searched(9, until=date(2025, 5, 1))


@pytest.mark.parametrize(
    ("days", "as_of", "note"),
    [
        (["2025-03-14"], None, "The newest article that this rests on is of 2025-03-14."),
        (["2025-02-01", "2025-03-14T09:30"], None, "The newest article that this rests on is of 2025-03-14."),
        (["2025-02-01", "2025-04-20"], None, ""),
        (["2025-04-01"], None, ""),
        (["2025-03-14"], date(2025, 3, 20), ""),
        (["2025-04-20"], date(2025, 9, 1), "The newest article that this rests on is of 2025-04-20."),
        ([""], None, ""),
        ([], None, ""),
    ],
)
def test_an_answer_from_old_articles_says_how_old(days: list[str], as_of: date | None, note: str) -> None:
    assert age_note(stated(*days), SEARCHED, Filters(as_of=as_of)) == note


def test_without_any_known_day_nothing_is_said_of_age() -> None:
    assert age_note(stated("2025-03-14"), Searched(1), Filters()) == ""
