"""What a reader said of an answer, as a line that a set for eval takes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from builders import a_version

from eval.case import Case, load_set
from rag.domain.answer import Abstention, Answer, Statement
from rag.domain.conversation import Exchange, Feedback
from rag.domain.evidence import Citation, cite
from rag.domain.question import Filters, Reading, Turn
from rag.render.feedback_case import feedback_as_case, promoted_case

NOW = datetime(2025, 3, 20, 12, tzinfo=UTC)
BRIDGE = a_version("It cost £5 million. It opened on Monday.", id="bridge")
COST, OPENED = cite(BRIDGE, "body", 0, 19), cite(BRIDGE, "body", 20, 40)
ANSWERED = Answer(question="?", statements=(Statement("It cost £5 million.", (COST, OPENED), "checked", (8, 18)),))
DECLINED = Answer(question="?", abstention=Abstention("no_evidence", "It does not say."), nearest=(COST,))
EXCHANGE = Exchange(id="x1", question="What did it cost?", asked=NOW, answer=ANSWERED)
RIGHT = Feedback(exchange=EXCHANGE, history=(), judgement="right", given=NOW)


def the_case(feedback: Feedback, tmp_path: Path) -> Case:
    """As a set reads it."""
    file = tmp_path / "set.jsonl"
    file.write_text(json.dumps(feedback_as_case(feedback)) + "\n", encoding="utf-8")
    (case,) = load_set(file).cases
    return case


def test_a_right_answer_is_what_is_expected_with_its_citations_as_gold(tmp_path: Path) -> None:
    case = the_case(RIGHT, tmp_path)
    assert (case.id, case.question, case.kind, case.answers) == (
        "feedback-x1",
        "What did it cost?",
        "fact",
        (("£5 million",),),
    )
    assert [(gold.article, gold.quote) for gold in case.gold] == [("bridge", COST.quote), ("bridge", OPENED.quote)]
    assert not case.reviewed


def test_a_citation_that_does_not_hold_is_no_gold(tmp_path: Path) -> None:
    case = the_case(replace(RIGHT, judgement="wrong_citation", citation=OPENED), tmp_path)
    assert [gold.quote for gold in case.gold] == [COST.quote]


def test_what_would_have_been_right_is_expected_and_what_was_said_forbidden(tmp_path: Path) -> None:
    case = the_case(replace(RIGHT, judgement="wrong", correct="£6 million"), tmp_path)
    assert (case.answers, case.forbidden, case.gold) == ((("£6 million",),), ("£5 million",), ())


def test_a_question_that_was_rightly_declined_is_unanswerable(tmp_path: Path) -> None:
    case = the_case(replace(RIGHT, exchange=replace(EXCHANGE, answer=DECLINED)), tmp_path)
    assert (case.kind, case.answerable, case.gold) == ("unanswerable", False, ())


def test_a_corrected_premise_is_a_false_premise(tmp_path: Path) -> None:
    answer = replace(ANSWERED, premises=("It did not cost £4 million.",))
    case = the_case(replace(RIGHT, exchange=replace(EXCHANGE, answer=answer)), tmp_path)
    assert (case.kind, case.answerable, len(case.gold)) == ("false-premise", False, 2)


def test_a_follow_up_takes_what_was_asked_before_along(tmp_path: Path) -> None:
    case = the_case(replace(RIGHT, history=(Turn("When did it open?", "On Monday."),)), tmp_path)
    assert (case.kind, case.history) == ("follow-up", (Turn("When did it open?", "On Monday."),))


def test_a_question_as_of_a_day_stays_one(tmp_path: Path) -> None:
    exchange = replace(EXCHANGE, filters=Filters(as_of=date(2025, 3, 9)))
    assert the_case(replace(RIGHT, exchange=exchange), tmp_path).as_of == date(2025, 3, 9)


@pytest.mark.parametrize(
    ("feedback", "why"),
    [
        (replace(RIGHT, judgement="wrong"), "nobody said what would have been right"),
        (replace(RIGHT, exchange=replace(EXCHANGE, filters=Filters(sources=("Gazette",)))), "with filters"),
        (replace(RIGHT, exchange=replace(EXCHANGE, without=(Reading("section", "Local"),))), "with filters"),
        (replace(RIGHT, exchange=replace(EXCHANGE, ending="stopped")), "not finished"),
        (replace(RIGHT, exchange=replace(EXCHANGE, answer=None)), "not finished"),
    ],
)
def test_what_makes_no_case_says_why(feedback: Feedback, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        feedback_as_case(feedback)


def test_of_what_an_answer_cites_the_gold_is_what_still_stands_once_in_the_article() -> None:
    now = a_version("It cost £5 million. It opened on Tuesday.", id="bridge", number=2)
    case = promoted_case(RIGHT, {"bridge": now}.get)
    assert case == {**feedback_as_case(RIGHT), "gold": [gold_of(COST)]}
    twice = a_version("It cost £5 million. It cost £5 million.", id="bridge", number=2)
    for versions in ({"bridge": twice}, {}):
        with pytest.raises(ValueError, match="does not stand in the article any more, or not only once"):
            promoted_case(RIGHT, versions.get)


def gold_of(citation: Citation) -> dict[str, object]:
    return {"article": citation.article_id, "field": citation.field, "quote": citation.quote, "fact": 1}
