"""Editions, profiles and comparisons as text and as JSON."""

from __future__ import annotations

from datetime import date

from briefings import a_briefing, a_statement, a_story

from rag.domain.edition import Edition
from rag.domain.profile import Profile
from rag.habits.compare import difference
from rag.render.editions import (
    difference_as_json,
    difference_lines,
    edition_as_json,
    edition_lines,
    editions_as_json,
    profile_lines,
)
from rag.render.terminal import Line

MONDAY = Edition(1, "", a_briefing(a_story(a_statement("12 were hurt in Selkirk.")), date=date(2025, 3, 10)))
TUESDAY = Edition(
    2,
    "",
    a_briefing(a_story(a_statement("15 were hurt in Selkirk."), a_statement("A goat won.")), date=date(2025, 3, 11)),
)


def texts(lines: list[Line]) -> list[str]:
    return [" " * line.indent + line.text for line in lines]


def test_an_edition_is_listed_with_number_date_reader_and_main_story() -> None:
    edition = Edition(7, "dam", a_briefing(a_story(), topic="water"))
    assert texts(edition_lines([edition])) == [
        "7: 2025-03-14, dam, water: 1 story",
        "    Bridge opens (made 2025-03-14 18:30 UTC)",
    ]
    (row,) = editions_as_json([edition])["editions"]  # type: ignore[misc, attr-defined]
    assert (row["edition"], row["profile"], row["stories"], row["lead"]) == (7, "dam", 1, "Bridge opens")


def test_the_whole_edition_is_its_briefing_with_a_number() -> None:
    row = edition_as_json(TUESDAY)
    assert (row["edition"], row["profile"], row["date"], row["pages"]) == (2, "", "2025-03-11", 0)


def test_where_there_is_nothing_the_way_to_something_is_told() -> None:
    assert texts(edition_lines([])) == ["No editions. `dateline brief` makes one."]
    assert texts(profile_lines([])) == ["No profiles. `dateline profiles add NAME` saves one."]


def test_a_profile_tells_what_it_wants_and_what_it_leaves_open() -> None:
    assert texts(profile_lines([Profile("dam", topics=("a", "b"), watch=("Tolbrook",))])) == [
        "dam",
        "    topics: a; b",
        "    watch list: Tolbrook",
        "    publishers: any",
        "    sections: any",
        "    languages: any",
        "    a4, page",
    ]


def test_a_comparison_shows_old_and_new_with_their_sources() -> None:
    assert texts(difference_lines(difference(MONDAY, TUESDAY))) == [
        "From edition 1 (10 March 2025) to edition 2 (11 March 2025): 0 new stories, 1 continued, 0 gone",
        "",
        "Bridge opens (continued)",
        "    was: 12 were hurt in Selkirk. [Harbour Courier, 2025-03-14]",
        "    now: 15 were hurt in Selkirk. [Harbour Courier, 2025-03-14]",
        "    + A goat won. [Harbour Courier, 2025-03-14]",
    ]


def test_a_comparison_as_json_has_whole_statements_with_their_citations() -> None:
    (story,) = difference_as_json(difference(MONDAY, TUESDAY))["stories"]  # type: ignore[misc]
    assert (story["fate"], story["kept"]) == ("continued", 0)  # type: ignore[index]
    (update,) = story["updated"]  # type: ignore[index]
    assert update["now"]["citations"][0]["quote"] == "15 were hurt in Selkirk."
