"""Exchanges and feedback as the archive stores them, and back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from builders import a_version

from rag.domain.answer import (
    Abstention,
    Answer,
    Conflict,
    ConflictSide,
    Dropped,
    Searched,
    Statement,
    Usage,
)
from rag.domain.conversation import Exchange, Feedback
from rag.domain.evidence import cite
from rag.domain.question import Filters, Reading, Turn
from rag.render.exchange_json import exchange_as_json, exchange_from_json, feedback_as_json, feedback_from_json

ASKED = datetime(2025, 3, 20, 12, 0, 1, 500, tzinfo=UTC)
BRIDGE = a_version(
    "It cost £5 million.", title="Bridge", source="Gazette", published="2025-03-03", url="https://a.example"
)
COST = cite(BRIDGE, "body", 0, 19)
ANSWERED = Answer(
    question="What did it cost?",
    statements=(Statement("It cost £5 million.", (COST,), "verbatim", (8, 18)), Statement("So.", (COST,), "checked")),
    conflicts=(Conflict("the cost", (ConflictSide("£5 million", COST), ConflictSide("£6 million", COST, "newer"))),),
    dropped=(Dropped("It was blue.", "“blue” is not there"),),
    missing=("who paid",),
    premises=("It was not closed.",),
    notes=("Old.",),
    broke_off="It broke off.",
    understood=("published: 3 March 2025",),
    searched=Searched(3, ("Gazette",), date(2025, 3, 1), None, 2),
    model="small",
    usage=Usage(10, 5, truncated=True),
    timings_ms={"total": 1.5},
)
DECLINED = Answer(question="?", abstention=Abstention("no_evidence", "It does not say."), nearest=(COST,))
READINGS = (Reading("published", "3 March 2025"), Reading("publisher", "Gazette"))
FILTERS = Filters(since=date(2025, 3, 1), as_of=date(2025, 3, 9), sources=("Gazette",), sections=("Local",))
EXCHANGE = Exchange(
    id="x", question="What did it cost?", asked=ASKED, filters=FILTERS, readings=READINGS, without=READINGS[:1],
    answer=ANSWERED,
)  # fmt: skip


@pytest.mark.parametrize(
    "exchange",
    [
        EXCHANGE,
        Exchange(id="x", question="?", asked=ASKED),
        Exchange(id="x", question="?", asked=ASKED, answer=DECLINED),
        Exchange(id="x", question="?", asked=ASKED, ending="failed", error="No."),
        Exchange(id="x", question="?", asked=ASKED, answer=Answer(question="?"), ending="stopped"),
    ],
    ids=["answered", "asked", "declined", "failed", "stopped"],
)
def test_an_exchange_comes_back_as_it_was_shown(exchange: Exchange) -> None:
    assert exchange_from_json(json.dumps(exchange_as_json(exchange))) == exchange


def test_feedback_comes_back_with_the_exchange_as_it_was_then() -> None:
    feedback = Feedback(
        exchange=EXCHANGE, history=(Turn("When?", "On Monday."),), judgement="wrong_citation", given=ASKED,
        citation=COST, correct="£6 million", note="see page 2",
    )  # fmt: skip
    assert feedback_from_json(json.dumps(feedback_as_json(feedback))) == feedback


@pytest.mark.parametrize("text", ["{}", '{"id": 1}', "[]", "no JSON"])
def test_what_is_no_exchange_is_refused(text: str) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        exchange_from_json(text)
