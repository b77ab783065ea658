"""What stands below an article: comparisons of its versions, and its story."""

from __future__ import annotations

from typing import Any

from ui.apptest import page, the_article
from ui.fake_dateline import FakeDateline, the_bridge

from rag.domain.article import ArticleRecord, Version
from rag.ingest.changes import changes_between
from rag.ui.formats import IN_ENGLISH
from rag.ui.versions import MOST_COMPARED, beside_view, compared, story_view


def changes(old: Version, new: Version) -> Any:
    return changes_between(old.article, new.article)


def pieces_of(old: str, new: str) -> list[tuple[str, str]]:
    before, after = the_bridge(body=old), the_bridge(body=new, number=2)
    (field,) = compared(before, after, changes(before, after))
    return [(piece["kind"], piece["text"]) for piece in field["pieces"]]  # type: ignore[attr-defined]


def test_a_changed_figure_stands_between_what_is_equal() -> None:
    assert pieces_of("It killed 12 people 🌉 there.", "It killed 14 people 🌉 there.") == [
        ("same", "It killed "),
        ("old", "12"),
        ("new", "14"),
        ("same", " people 🌉 there."),
    ]


def test_what_was_added_replaces_nothing() -> None:
    assert pieces_of("It opened.\n", "It opened.\nIt closed.\n") == [("same", "It opened.\n"), ("new", "It closed.\n")]


def test_long_equal_stretches_are_cut_to_what_stands_near_a_change() -> None:
    rest = "".join(f"word{n} " for n in range(40))
    pieces = pieces_of(f"{rest}12 {rest}a", f"{rest}14 {rest}b")
    assert [kind for kind, _ in pieces] == ["gap", "same", "old", "new", "same", "gap", "same", "old", "new"]
    assert max(len(text) for _, text in pieces) <= 80


def test_the_pieces_add_up_to_both_texts_where_nothing_is_cut() -> None:
    old, new = "The mayor of Velm said no.", "The mayor of Harrow said yes, twice."
    pieces = pieces_of(old, new)
    assert "".join(text for kind, text in pieces if kind != "new") == old
    assert "".join(text for kind, text in pieces if kind != "old") == new


def test_a_field_that_did_not_change_is_not_compared() -> None:
    old, new = the_bridge(), the_bridge(title="Harrow bridge is open", number=2)
    assert [field["name"] for field in compared(old, new, changes(old, new))] == ["Headline"]


def test_any_two_of_the_newest_versions_can_be_compared() -> None:
    record = ArticleRecord(tuple(the_bridge(body=f"Number {n}.", number=n) for n in range(1, 9)))
    view: Any = beside_view(record, changes=changes, story=(), formats=IN_ENGLISH)
    pairs = [(c["old"], c["new"]) for c in view["comparisons"]]
    assert len(pairs) == MOST_COMPARED * (MOST_COMPARED - 1) // 2
    assert (3, 8) in pairs
    assert (2, 8) not in pairs


def test_a_story_is_told_day_by_day_and_says_where_the_reader_is() -> None:
    first = the_bridge(id="a", title="Bridge closes", published="2025-03-01", source="Valley Echo")
    view: Any = story_view([first, the_bridge()], "bridge", IN_ENGLISH)
    assert [
        (day["day"], [(a["row"]["title"], a["row"]["meta"], a["here"]) for a in day["articles"]]) for day in view
    ] == [
        ("1 March 2025", [("Bridge closes", "Valley Echo", False)]),
        ("3 March 2025", [("Harrow bridge opens after nine months", "Harrow Gazette", True)]),
    ]


def test_an_article_that_is_alone_in_its_story_has_none_to_show() -> None:
    assert story_view([the_bridge()], "bridge", IN_ENGLISH) == []


def test_the_reader_is_given_comparisons_and_the_story() -> None:
    dateline = FakeDateline([the_bridge(), the_bridge(body="It opened on Tuesday.", number=2), the_bridge(id="b")])
    dateline.catalog.stories = {"bridge": "s1", "b": "s1"}
    at = page("archive", dateline)
    at.query_params["article"] = "bridge"
    beside = the_article(at.run())["beside"]
    assert [(c["old"], c["new"]) for c in beside["comparisons"]] == [(1, 2)]
    assert len(beside["story"]) == 1
