"""What the typst page is given: plain strings, each with what must stand beside it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from briefings import DAY, a_briefing, a_statement, a_story
from hypothesis import given
from hypothesis import strategies as st

from rag.domain.answer import Conflict, ConflictSide, Searched
from rag.domain.briefing import Briefing, Change, StoryDay, Telling
from rag.domain.edition import Imprint
from rag.render.typst_page import page_data
from rag.render.typst_text import breakable

EVE = date(2025, 3, 13)
NOW = a_statement("15 people were hurt.", id="now")
BEFORE = a_statement("12 people were hurt.", id="before", published="2025-03-13")


def data(briefing: Briefing, imprint: Imprint = Imprint()) -> Any:  # noqa: B008 - a frozen value
    return json.loads(page_data(briefing, None, imprint))


def statements(page: Any) -> list[Any]:
    return [s for story in page["stories"] for paragraph in story["paragraphs"] for s in paragraph["statements"]]


def test_the_masthead_says_which_edition_it_is_and_for_whom() -> None:
    assert data(a_briefing(topic="water"), Imprint(1234, "dam"))["edition"] == "No. 1,234 · dam · water"
    assert data(a_briefing())["edition"] == "One page, every sentence cited"


def test_every_statement_has_a_source_that_the_page_lists() -> None:
    page = data(a_briefing(a_story(), a_story(a_statement("A goat won.", id="goat"), id="story-2")))
    listed = {source["n"] for source in page["sources"]}
    assert listed == {1, 2}
    assert all(s["sources"] and set(s["sources"]) <= listed for s in statements(page))


def test_a_changed_figure_stands_beside_the_old_one_and_its_sentence_is_not_said_twice() -> None:
    briefing = a_briefing(a_story(NOW), delta=(Change("updated", "story-1", NOW, BEFORE),), compared_with=EVE)
    (item,) = data(briefing)["news"]["items"]
    assert (item["values"], item["now"], item["before"]) == (["12", "15"], "", "12 people were hurt.")
    assert item["lead"] == "Before, 13 March 2025: "
    assert item["story"] == "Bridge opens"


def test_a_withdrawal_that_no_story_tells_is_told_whole_in_the_box() -> None:
    gone = a_statement("The Gazette withdraws its report of a flood.", id="gone")
    (item,) = data(a_briefing(delta=(Change("withdrawn", "gone", gone, BEFORE),), compared_with=EVE))["news"]["items"]
    assert (item["kind"], item["now"], item["story"]) == ("withdrawn", gone.text, "")
    assert item["now_sources"]
    assert item["before_sources"]


def test_changes_of_one_story_stand_together_under_its_headline_once() -> None:
    stories = [
        a_story(a_statement(f"{n} were hurt.", id=f"n{n}"), id=f"s{n % 2}", title=f"Title {n % 2}") for n in (0, 1)
    ]
    changes = tuple(
        Change("updated", f"s{n % 2}", a_statement(f"{n} were hurt.", id=f"n{n}"), a_statement(f"{n}0 were hurt."))
        for n in (0, 1, 2, 3)
    )
    items = data(a_briefing(*stories, delta=changes, compared_with=EVE))["news"]["items"]
    assert [item["story"] for item in items] == ["Title 0", "", "Title 1", ""]


def test_an_earlier_statement_is_shown_once_however_many_took_its_place() -> None:
    changes = tuple(Change("updated", "s", a_statement(f"{n} were hurt.", id=f"n{n}"), BEFORE) for n in (1, 2, 3))
    items = data(a_briefing(a_story(NOW), delta=changes, compared_with=EVE))["news"]["items"]
    assert [item["now"] for item in items] == ["1 were hurt."]


def test_a_chart_has_a_bar_for_each_day_and_a_dot_for_each_publisher_and_words_that_say_so() -> None:
    timeline = (StoryDay(DAY - timedelta(days=2), 3), StoryDay(DAY, 5))
    searched = Searched(9, ("a", "b", "c"), EVE, DAY)
    page = data(a_briefing(a_story(timeline=timeline), searched=searched))
    (story,) = page["stories"]
    assert story["days"] == [3, 0, 5]
    assert story["reach"] == {"n": 1, "of": 3}
    assert len(page["legend"]) == 2


def test_a_page_without_charts_explains_none() -> None:
    page = data(a_briefing(a_story()))
    assert (page["stories"][0]["days"], page["stories"][0]["reach"], page["legend"]) == ([], None, [])


def test_what_is_expected_or_an_opinion_is_marked_as_such_and_a_change_before_all() -> None:
    told = tuple(a_statement(text, id=text) for text in ("One.", "Two.", "Three."))
    story = a_story(*told, tellings=(Telling("happened"), Telling("expected"), Telling("opinion")))
    change = Change("updated", "story-1", told[2], BEFORE)
    assert [s["tag"] for s in statements(data(a_briefing(story)))] == ["", "expected", "opinion"]
    marked = statements(data(a_briefing(story, delta=(change,), compared_with=EVE)))
    assert [s["tag"] for s in marked] == ["", "expected", "updated"]


def test_a_conflict_names_for_each_value_who_gives_it_and_when() -> None:
    sides = (ConflictSide("12", BEFORE.citations[0]), ConflictSide("15", NOW.citations[0], "newer"))
    page = data(a_briefing(a_story(NOW, conflicts=(Conflict("people hurt", sides),))))
    (conflict,) = page["stories"][0]["conflicts"]
    assert [(side["value"], side["who"]) for side in conflict["sides"]] == [
        ("12", "Harbour Courier, 13 March 2025"),
        ("15", "Harbour Courier, 14 March 2025, newer"),
    ]


def test_the_way_to_the_archive_is_there_only_where_it_has_an_address() -> None:
    page = data(a_briefing(a_story()), Imprint(1, "", "https://news.example/desk"))
    assert page["reader"]["site"] == "news.example"
    assert page["sources"][0]["reader"]["url"].startswith("https://news.example/desk/?article=")
    assert data(a_briefing(a_story()))["reader"] is None
    assert data(a_briefing(a_story()))["sources"][0]["reader"]["url"] == ""


@given(st.text())
def test_places_to_break_a_word_change_nothing_that_is_read(text: str) -> None:
    plain = text.replace("\u00ad", "").replace("\u200b", "")
    assert breakable(plain).replace("\u00ad", "").replace("\u200b", "") == plain


def test_only_words_that_are_wider_than_a_column_may_be_broken() -> None:
    assert breakable("Nothing here is of extraordinary length, not even counterrevolutionary") == (
        "Nothing here is of extraordinary length, not even counterrevolutionary"
    )
    assert max(map(len, breakable("W" * 60).split("\u00ad"))) <= 10
    assert "\u00ad" in breakable("Donaudampfschifffahrtsgesellschaft")
    assert "\u200b" in breakable("https://1234567890.1234567890.1234567890")


def test_the_lead_shows_two_disputes_and_others_one_and_each_says_how_many_are_left() -> None:
    dispute = Conflict("people hurt", (ConflictSide("12", BEFORE.citations[0]), ConflictSide("15", NOW.citations[0])))
    page = data(a_briefing(*(a_story(NOW, id=f"s{n}", conflicts=(dispute,) * 5) for n in range(2))))
    assert [(len(s["conflicts"]), s["conflicts-left"]) for s in page["stories"]] == [(2, 3), (1, 4)]
