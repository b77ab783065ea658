"""A briefing as plain text."""

from __future__ import annotations

import unicodedata
from datetime import date

from briefings import a_briefing, a_statement, a_story
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.domain.briefing import Change
from rag.domain.edition import Imprint
from rag.render.escape import visible
from rag.render.text import briefing_as_text


def test_each_statement_has_its_marks_and_each_mark_its_source() -> None:
    text = briefing_as_text(a_briefing(a_story(a_statement(url="https://news.example/1"))), Imprint(12, "dam"))
    assert "DATELINE  Friday, 14 March 2025\nNo. 12 · dam\n" in text
    assert "BRIDGE OPENS\nHarbour Courier\n\nThe bridge at Harrow opened on Monday. [1]\n" in text
    assert "[1] Harbour Courier, Bridge opens, 14 March 2025\n    https://news.example/1\n" in text


def test_a_change_shows_the_old_value_beside_the_new_one() -> None:
    now, before = a_statement("15 people were hurt."), a_statement("12 people were hurt.", published="2025-03-13")
    briefing = a_briefing(
        a_story(now, status="developing"),
        delta=(Change("updated", "story-1", now, before),),
        compared_with=date(2025, 3, 13),
    )
    text = briefing_as_text(briefing)
    assert "* UPDATED: 12 -> 15. Bridge opens. Before, 13 March 2025: 12 people were" in text
    assert "UPDATED: 15 people were hurt. [1]" in text


def test_lines_are_short_enough_for_any_mail_reader() -> None:
    long = " ".join(["The council of Selkirk approved the budget."] * 20)
    text = briefing_as_text(a_briefing(a_story(a_statement(long), title=long)))
    assert max(map(len, text.splitlines())) <= 72


@given(st.text(min_size=1, max_size=60).filter(lambda text: visible(text) != ""))
@settings(max_examples=40, deadline=None)
def test_any_text_is_readable_and_moves_no_cursor(text: str) -> None:
    shown = briefing_as_text(a_briefing(a_story(a_statement(text))))
    assert " ".join(f"{visible(text)} [1]".split()) in " ".join(shown.split())
    assert not [c for c in shown if c not in "\n" and unicodedata.category(c) in ("Cc", "Zl", "Zp")]
