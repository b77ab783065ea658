"""Dates and sentences that every form shares."""

from __future__ import annotations

from datetime import date

from briefings import a_briefing, a_statement, a_story

from rag.domain.briefing import Change, Omitted
from rag.render.script import direction, language
from rag.render.wording import (
    coverage,
    heading_of_news,
    nothing,
    period_in_words,
    published_in_words,
    summary_of_news,
)


def test_a_day_is_named_in_words() -> None:
    assert period_in_words(a_briefing()) == "Friday, 14 March 2025"


def test_a_range_names_both_ends() -> None:
    week = a_briefing(since=date(2025, 3, 8))
    assert period_in_words(week) == "8 March 2025 to Friday, 14 March 2025"


def test_a_time_is_given_with_its_zone_and_a_day_without_a_time() -> None:
    assert published_in_words("2025-03-14T09:30:00Z") == "14 March 2025, 09:30 UTC"
    assert published_in_words("2025-03-14") == "14 March 2025"
    assert published_in_words("") == ""


def test_the_coverage_line_counts_articles_and_publishers() -> None:
    assert coverage(a_briefing()) == "1 article read from 1 publisher; days in UTC"


def test_a_first_briefing_has_no_news_heading() -> None:
    assert heading_of_news(a_briefing(a_story())) == ""
    assert summary_of_news(a_briefing(a_story())) == ""


def test_the_summary_counts_what_is_new_what_goes_on_and_what_was_repeated() -> None:
    change = Change("updated", "story-1", a_statement("15."), a_statement("12."))
    briefing = a_briefing(
        a_story(status="developing"),
        a_story(id="story-2"),
        compared_with=date(2025, 3, 13),
        delta=(change,),
        omitted=(Omitted("Old.", "in the briefing of 2025-03-13"), Omitted("Long.", "no room on the page")),
    )
    assert (
        summary_of_news(briefing) == "1 new story, 1 story goes on, 1 updated, 1 sentence that you had before left out."
    )


def test_an_empty_page_tells_no_articles_from_nothing_new() -> None:
    assert nothing(a_briefing()).startswith("Nothing new for 14 March 2025")


def test_arabic_and_hebrew_run_from_right_to_left() -> None:
    assert direction("قال الوزير 12") == "rtl"
    assert direction("The word شكرا means thanks") == "ltr"
    assert direction("12 345") == "ltr"


def test_only_english_is_hyphenated_as_english() -> None:
    assert language("The bridge of Harrow is open") == "en"
    assert language("Die Brücke wurde eröffnet") == "und"
    assert language("قال الوزير") == "ar"
