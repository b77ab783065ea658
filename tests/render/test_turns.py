"""What a conversation prints beside answers: sources numbered on, and a cited article."""

from builders import a_version

from rag.domain.answer import Abstention, Answer, Searched, Statement
from rag.domain.article import ArticleRecord, Field, Version
from rag.domain.evidence import cite
from rag.render.terminal import Line, Marks, article_lines, turn_closing

BRIDGE = a_version("The bridge opened\non Monday. It cost $4 million.", id="bridge", title="Bridge", dek="It is open.")
OPENED, COST = cite(BRIDGE, "body", 0, 28), cite(BRIDGE, "body", 29, 48)


def marked(version: Version, field: Field, start: int, end: int) -> list[str]:
    lines = article_lines(ArticleRecord((version,)), version, cite(version, field, start, end))
    return [line.text[slice(*line.marked)] for line in lines if line.marked]


def test_a_quote_is_marked_on_each_line_that_it_runs_over() -> None:
    assert marked(BRIDGE, "body", 0, 28) == ["The bridge opened", "on Monday."]
    assert marked(BRIDGE, "body", 29, 48) == ["It cost $4 million."]


def test_headlines_and_deks_are_marked_in_their_own_lines() -> None:
    assert marked(BRIDGE, "title", 0, 6) == ["Bridge"]
    assert marked(BRIDGE, "dek", 0, 2) == ["It"]


def test_an_article_that_nobody_cites_has_no_marks() -> None:
    lines = article_lines(ArticleRecord((BRIDGE,)), BRIDGE)
    assert not any(line.marked for line in lines)
    assert lines[0] == Line("Bridge", "strong")
    assert lines[1] == Line("It is open.")


def test_only_the_sources_of_this_turn_are_listed_under_the_numbers_of_the_conversation() -> None:
    answer = Answer(question="?", statements=(Statement("It cost $4 million.", (COST,), "verbatim"),))
    lines = [line.text for line in turn_closing(answer, Marks.going_on_from([OPENED, COST]))]
    assert "[2] “It cost $4 million.”" in lines
    assert not any(line.startswith("[1]") for line in lines)


def test_what_comes_nearest_is_numbered_on_so_that_it_can_be_opened() -> None:
    answer = Answer(
        question="?",
        abstention=Abstention("no_evidence", "The archive does not say."),
        nearest=(COST,),
        searched=Searched(1),
    )
    lines = [line.text for line in turn_closing(answer, Marks.going_on_from([OPENED, COST]))]
    assert lines[0] == "The archive does not say."
    assert lines[2:4] == ["Nearest", "[2] “It cost $4 million.”"]
