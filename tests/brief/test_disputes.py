"""Where publishers give different accounts of one thing."""

from __future__ import annotations

from builders import a_version
from fakes import FakeEmbedder

from rag.brief.disputes import disputes
from rag.domain.article import Version
from rag.domain.briefing import Story


def _crash(source: str, dead: str, **fields: str) -> Version:
    body = (
        f"{dead} people died on Saturday when a train of Norland Rail hit a lorry at Lindow Crossing near Brackwater."
    )
    return a_version(body, id=source, source=source, published="2025-03-14", **fields)


def test_two_counts_by_two_publishers_stand_side_by_side_with_source_and_date() -> None:
    (conflict,) = disputes(Story("s", "Crash", (_crash("A", "Three"), _crash("B", "Five"))), {}, FakeEmbedder())
    assert {(s.value, s.citation.source, s.citation.published) for s in conflict.sides} == {
        ("Three people", "A", "2025-03-14"),
        ("Five people", "B", "2025-03-14"),
    }


def test_a_copy_a_withdrawn_article_and_an_opinion_take_no_side() -> None:
    one = _crash("A", "Three")
    assert not disputes(Story("s", "Crash", (one, _crash("B", "Five"))), {"B": "A"}, FakeEmbedder())
    assert not disputes(Story("s", "Crash", (one, _crash("B", "Five", notice="withdrawn"))), {}, FakeEmbedder())
    assert not disputes(Story("s", "Crash", (one, _crash("B", "Five", section="Opinion"))), {}, FakeEmbedder())


def test_one_article_has_nothing_to_differ_from() -> None:
    assert disputes(Story("s", "Crash", (_crash("A", "Three"),)), {}, FakeEmbedder()) == ()


def test_two_parties_that_one_article_quotes_stand_side_by_side() -> None:
    body = "The union chained the gates of the depot, the manager claimed. The union denies it."
    (conflict,) = disputes(
        Story("s", "Gates", (a_version(body, source="A", published="2025-03-14"),)), {}, FakeEmbedder()
    )
    assert [(side.value, side.note) for side in conflict.sides] == [
        ("The union chained the gates of the depot, the manager claimed.", ""),
        ("The union denies it.", ""),
    ]


def test_a_figure_of_days_before_is_disputed_only_by_an_article_that_says_so() -> None:
    earlier = a_version("He put the damage at 6 million crowns.", source="A", published="2025-03-13")
    says_so = "The fire will cost 9 million crowns, more than the owner has said."
    for body, disputed in ((says_so, 1), ("The fire will cost 9 million crowns.", 0)):
        now = a_version(body, source="B", published="2025-03-14")
        assert len(disputes(Story("s", "Fire", (now,), earlier=(earlier,)), {}, FakeEmbedder())) == disputed
