"""What a person reads in a terminal."""

from __future__ import annotations

from datetime import date

from builders import a_version

from rag.domain.answer import Abstention, Answer, Conflict, ConflictSide, Dropped, Searched, Statement
from rag.domain.article import ArticleRecord
from rag.domain.evidence import cite
from rag.domain.health import HealthCheck
from rag.domain.ingest import FailedInput, IngestReport
from rag.domain.passage import Hit, Passage
from rag.domain.search import SearchResult
from rag.render.terminal import (
    Line,
    Marks,
    answer_closing,
    article_lines,
    failed_line,
    health_lines,
    ingest_line,
    search_lines,
    searched_line,
    statement_line,
)

BRIDGE = a_version(
    "The bridge at Harrow opened on Monday. It cost 4 million.",
    id="harrow",
    title="Bridge opens",
    source="Harrow Post",
    published="2025-03-14",
)
OPENED, COST = cite(BRIDGE, "body", 0, 38), cite(BRIDGE, "body", 39, 57)


def texts(lines: list[Line]) -> list[str]:
    return [" " * line.indent + line.text for line in lines]


def test_sources_are_numbered_in_the_order_in_which_they_are_cited() -> None:
    marks = Marks()
    second = Statement("It cost 4 million, and opened.", (COST, OPENED), "checked")
    assert statement_line(Statement("It opened on Monday.", (OPENED,), "checked"), marks).text.endswith("Monday. [1]")
    assert statement_line(second, marks).text.endswith("opened. [2][1]")
    assert texts(marks.sources()) == [
        "[1] “The bridge at Harrow opened on Monday.”",
        "    Harrow Post · 2025-03-14 · Bridge opens · harrow v1 body 0-38",
        "[2] “It cost 4 million.”",
        "    Harrow Post · 2025-03-14 · Bridge opens · harrow v1 body 39-57",
    ]


def test_under_an_answer_stand_its_sources_who_wrote_and_what_was_searched() -> None:
    marks = Marks()
    marks.of(OPENED)
    answer = Answer(question="?", searched=Searched(1, ("Harrow Post",), date(2025, 3, 14), date(2025, 3, 14)))
    lines = texts(answer_closing(answer, marks))
    assert "Sources" in lines
    assert lines[-1] == "Verbatim sentences, no language model. Searched 1 article from Harrow Post, 2025-03-14."


def test_a_refusal_says_what_came_nearest() -> None:
    answer = Answer(question="?", abstention=Abstention("no_evidence", "The archive does not say."), nearest=(COST,))
    lines = texts(answer_closing(answer, Marks()))
    assert lines[0] == "The archive does not say."
    assert lines[2:4] == ["Nearest", "[1] “It cost 4 million.”"]


def test_what_was_withheld_is_shown_with_the_reason() -> None:
    answer = Answer(question="?", dropped=(Dropped("It cost 5 million.", "the source says 4 million"),), model="small")
    lines = texts(answer_closing(answer, Marks()))
    assert "  “It cost 5 million.”: the source says 4 million" in lines
    assert lines[-1].startswith("Written by small, checked.")


def test_two_sides_of_a_conflict_stand_side_by_side_with_their_marks() -> None:
    sides = (ConflictSide("4 million", COST), ConflictSide("5 million", OPENED, "corrected"))
    lines = texts(answer_closing(Answer(question="?", conflicts=(Conflict("the cost", sides),)), Marks()))
    assert lines[:3] == [
        "Sources differ on the cost:",
        "  4 million [1] (Harrow Post, 2025-03-14)",
        "  5 million [2] (Harrow Post, 2025-03-14, corrected)",
    ]


def test_what_was_searched_names_no_more_than_five_sources() -> None:
    searched = Searched(
        1200, ("A", "B", "C", "D", "E", "F", "G"), date(2025, 1, 1), date(2025, 3, 1), without_vectors=7
    )
    assert searched_line(searched) == (
        "Searched 1200 articles from A, B, C, D, E and 2 more, 2025-01-01 to 2025-03-01. "
        "7 passages still wait for their vectors."
    )


def test_a_search_without_hits_says_what_was_searched() -> None:
    assert texts(search_lines(SearchResult("x", (), searched=Searched(2)))) == [
        "Nothing was found. Searched 2 articles."
    ]


def test_a_hit_is_shown_with_its_place_in_the_stored_text() -> None:
    hit = Hit(Passage("harrow", 1, 39, 57, "It cost 4 million."), BRIDGE, 0.5, 1)
    assert texts(search_lines(SearchResult("cost", (hit,)))) == [
        "1. Bridge opens · Harrow Post · 2025-03-14",
        "    It cost 4 million.",
        "    harrow v1 39-57 · score 0.500",
    ]


def test_an_old_version_says_that_there_is_a_newer_one() -> None:
    old = a_version("It opens soon.", id="harrow")
    newer = a_version("It opened.", id="harrow", number=2)
    record = ArticleRecord((old, newer))
    assert "A newer version exists: 2." in texts(article_lines(record, old))
    assert "A newer version exists: 2." not in texts(article_lines(record, newer))


def test_an_ingest_is_told_in_numbers() -> None:
    report = IngestReport(added=1, near_copies=1, passages=3, seconds=0.4)
    assert ingest_line(report).text == "1 article added, 0 unchanged, 0 new versions, 1 near-copy; 3 passages in 0.4 s"


def test_an_input_that_failed_is_named_with_its_place_and_reason() -> None:
    assert failed_line(FailedInput("a.jsonl", "line 2", "empty")) == "Not taken in: a.jsonl (line 2): empty."
    assert failed_line(FailedInput("b", "", "a binary file")) == "Not taken in: b: a binary file."


def test_a_check_that_does_not_hold_says_what_to_do() -> None:
    checks = [HealthCheck("catalog", True, "fine"), HealthCheck("words", False, "2 of 3", "Rebuild it.")]
    assert texts(health_lines(checks)) == ["ok · catalog: fine", "NOT OK · words: 2 of 3", "    Rebuild it."]


def test_a_false_premise_and_what_was_read_into_the_question_are_told() -> None:
    answer = Answer(question="?", premises=("The question says “3”; the archive says “4”.",), understood=("a slip",))
    lines = texts(answer_closing(answer, Marks()))
    assert "The question says “3”; the archive says “4”." in lines
    assert "Understood: a slip" in lines
