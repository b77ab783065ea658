"""Where publishers give different accounts of one thing."""

from __future__ import annotations

from builders import a_version

from rag.brief.disputes import disputes
from rag.domain.article import Version
from rag.domain.briefing import Story


def _crash(source: str, dead: str, **fields: str) -> Version:
    body = (
        f"{dead} people died on Saturday when a train of Norland Rail hit a lorry at Lindow Crossing near Brackwater."
    )
    return a_version(body, id=source, source=source, published="2025-03-14", **fields)


def test_two_counts_by_two_publishers_stand_side_by_side_with_source_and_date() -> None:
    (conflict,) = disputes(Story("s", "Crash", (_crash("A", "Three"), _crash("B", "Five"))), {})
    assert {(s.value, s.citation.source, s.citation.published) for s in conflict.sides} == {
        ("Three people", "A", "2025-03-14"),
        ("Five people", "B", "2025-03-14"),
    }


def test_a_copy_a_withdrawn_article_and_an_opinion_take_no_side() -> None:
    one = _crash("A", "Three")
    assert not disputes(Story("s", "Crash", (one, _crash("B", "Five"))), {"B": "A"})
    assert not disputes(Story("s", "Crash", (one, _crash("B", "Five", notice="withdrawn"))), {})
    assert not disputes(Story("s", "Crash", (one, _crash("B", "Five", section="Opinion"))), {})


def test_one_article_has_nothing_to_differ_from() -> None:
    assert disputes(Story("s", "Crash", (_crash("A", "Three"),)), {}) == ()
