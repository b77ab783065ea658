"""What a sentence does for its story."""

from __future__ import annotations

from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from builders import a_version

from rag.answer.evidence import sentences
from rag.brief.day import day_of
from rag.brief.roles import telling_of
from rag.domain.briefing import Telling

MONDAY = date(2026, 3, 2)


def _telling(text: str, number: int = 0, **fields: str) -> Telling:
    version = a_version(text, published="2026-03-02", source="The Meridian", **fields)
    return telling_of(sentences(version)[number], after=MONDAY, day_of=partial(day_of, zone=ZoneInfo("UTC")))


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("The council will decide on Tuesday whether to build.", date(2026, 3, 3)),
        ("The board meets on Wednesday at 10 a.m.", date(2026, 3, 4)),
        ("The vote is due on 11 March.", date(2026, 3, 11)),
        ("The minister is to visit Tavin on Thursday.", date(2026, 3, 5)),
    ],
)
def test_a_day_to_come_with_a_word_that_looks_ahead_is_expected(text: str, due: date) -> None:
    assert (_telling(text).role, _telling(text).due) == ("expected", due)


@pytest.mark.parametrize(
    "text",
    [
        "The council decided on Sunday to build the bridge.",
        "The bridge was opened on 14 February.",
        "The council will decide soon.",
        "The Oxley Group offered on Monday to buy what would be the largest ferry.",
        "Water has been rising since the pumps began to work on Thursday.",
    ],
)
def test_what_is_past_or_has_no_day_is_not_expected(text: str) -> None:
    assert _telling(text).due is None


def test_a_quotation_has_the_speaker_whom_the_article_names() -> None:
    found = _telling("“We are patient, not complacent,” Governor Ilse Brandt told reporters.")
    assert found.role == "quotation"
    assert "Brandt" in found.speaker


def test_the_name_of_a_novel_is_no_quotation() -> None:
    assert _telling("The prize went to “Low Water” by Dag Merrin.").role == "happened"


def test_a_reason_that_the_article_gives_is_why() -> None:
    assert _telling("Repairs cost more because steel is scarce.").role == "why"
    assert _telling("Repairs cost 12 million crowns.").role == "happened"


def test_all_of_an_opinion_section_is_opinion() -> None:
    assert _telling("The bridge will open on 11 March.", section="Opinion").role == "opinion"


def test_source_and_day_are_the_articles() -> None:
    found = _telling("The bridge opened.")
    assert (found.source, found.day) == ("The Meridian", MONDAY)
