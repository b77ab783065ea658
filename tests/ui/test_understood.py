"""What an answer was looked for in, each with what the question is asked with once it is turned round."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args

from rag.domain.answer import Answer
from rag.domain.conversation import Exchange
from rag.domain.question import Filters, Reading, ReadingKind
from rag.ui.understood import conditions, remarks

FILTERS = Filters(
    since=date(2025, 3, 1),
    until=date(2025, 3, 9),
    as_of=date(2025, 3, 10),
    sources=("Gazette", "Echo"),
    sections=("Local",),
    languages=("en",),
)
ECHO, TALKS = Reading("publisher", "Echo"), Reading("follow-up", "Harrow talks")
EXCHANGE = Exchange(id="x", question="?", asked=datetime(2025, 3, 20, tzinfo=UTC))


def test_every_filter_is_a_condition_that_leaves_the_others_as_they_are() -> None:
    found = conditions(replace(EXCHANGE, filters=FILTERS))
    assert [(c.label, c.words) for c in found] == [
        ("From", "1 March 2025"),
        ("To", "9 March 2025"),
        ("As of", "10 March 2025"),
        ("Publisher", "Gazette"),
        ("Publisher", "Echo"),
        ("Section", "Local"),
        ("Language", "en"),
    ]
    assert [c.filters for c in found] == [
        replace(FILTERS, since=None),
        replace(FILTERS, until=None),
        replace(FILTERS, as_of=None),
        replace(FILTERS, sources=("Echo",)),
        replace(FILTERS, sources=("Gazette",)),
        replace(FILTERS, sections=()),
        replace(FILTERS, languages=()),
    ]
    assert all(c.is_on and c.without == () for c in found)


def test_readings_follow_and_then_those_that_were_taken_back() -> None:
    found = conditions(replace(EXCHANGE, readings=(ECHO,), without=(TALKS,)))
    assert [(c.label, c.words, c.is_on, c.without) for c in found] == [
        ("Publisher", "Echo", True, (TALKS, ECHO)),
        ("Follow-up about", "Harrow talks", False, ()),
    ]


def test_every_kind_of_reading_has_a_label() -> None:
    readings = tuple(Reading(kind, "x") for kind in get_args(ReadingKind))
    assert all(c.label for c in conditions(replace(EXCHANGE, readings=readings)))
    assert conditions(replace(EXCHANGE, readings=(Reading("rewritten", "Who paid?"),)))[-1].label == "Asked as"


def test_what_cannot_be_taken_back_is_a_remark() -> None:
    answer = Answer(question="?", understood=("publisher: Echo", "read as English keywords: talks"))
    exchange = replace(EXCHANGE, readings=(ECHO,), answer=answer)
    assert remarks(exchange) == ["read as English keywords: talks"]
    assert remarks(EXCHANGE) == []
