"""Measures of briefings, by hand, on two invented days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from builders import a_version
from outcomes import the_citation

from eval.briefings.coverage import leading, story_coverage
from eval.briefings.delta import delta_precision, delta_recall, is_reported, reported
from eval.briefings.gold import BriefingGold, DayStory, Item, Quote
from eval.briefings.page import NO_ROOM, one_page, page_fill
from eval.briefings.repeats import Repeat, repeated, repeats
from eval.briefings.series import score_series
from eval.briefings.share import Share
from rag.brief import fit
from rag.domain.answer import Statement
from rag.domain.briefing import BriefedStory, Briefing, Change, ChangeKind, Omitted

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
DAM = a_version("Water seeps through the dam. The mayor was not told. Some 240 people had to leave.", id="dam")
TRAM = a_version("The trams stand still on Tuesday. The union wants 6.5 percent.", id="tram")
SEEPS, MAYOR, LEAVE = DAM.article.body.split(". ")


def saying(quote: str) -> Statement:
    """The quote in its own words, cited."""
    version = DAM if quote in DAM.article.body else TRAM
    return Statement(quote, (the_citation(quote, version),), "verbatim")


def told(kind: ChangeKind, quote: str) -> Change:
    return Change(kind, "s1", saying(quote))


def a_briefing(day: date, *changes: Change, **fields: object) -> Briefing:
    story = BriefedStory("s1", "The dam", "new", tuple(c.statement for c in changes))
    made = datetime(2026, 3, day.day, 22, tzinfo=UTC)
    defaults = {"stories": (story,), "delta": changes, "compared_with": date(2026, 3, 1), "pages": 1, "fill": 0.9}
    return Briefing(
        date=day,
        since=day,
        until=day,
        timezone="UTC",
        made=made,
        **{**defaults, **fields},  # type: ignore[arg-type]
    )


SEEPAGE = Item(MONDAY, "new", "water seeps", (Quote("dam", "Water seeps through the dam"),))
LEFT = Item(TUESDAY, "changed", "people who left", (Quote("dam", "Some 240 people"), Quote("tram", "trams")))


def test_an_item_is_reported_by_a_sentence_that_cites_half_of_a_quote_of_its_article() -> None:
    assert is_reported(SEEPAGE, [told("new", "Water seeps through the dam.")])
    assert is_reported(SEEPAGE, [told("new", "Water seeps through")])
    assert not is_reported(SEEPAGE, [told("new", "Water seeps")])
    elsewhere = replace(SEEPAGE, quotes=(Quote("tram", "Water seeps through the dam"),))
    assert not is_reported(elsewhere, [told("new", "Water seeps through the dam.")])


def test_an_item_must_be_called_what_it_is() -> None:
    assert is_reported(SEEPAGE, [told("updated", SEEPS)])
    assert not is_reported(SEEPAGE, [told("withdrawn", SEEPS)])
    assert is_reported(LEFT, [told("corrected", LEAVE)])
    assert not is_reported(LEFT, [told("new", LEAVE)])


def test_recall_counts_items_of_the_days_that_have_a_briefing() -> None:
    changes = {MONDAY: [told("new", SEEPS)], TUESDAY: [told("new", LEAVE)]}
    assert delta_recall([SEEPAGE, LEFT], changes) == Share(1, 2)
    assert delta_recall([SEEPAGE, LEFT], changes, ("changed",)) == Share(0, 1)
    assert delta_recall([SEEPAGE, LEFT], {MONDAY: changes[MONDAY]}) == Share(1, 1)


def test_precision_counts_reported_changes_that_are_an_item_of_their_day() -> None:
    changes = {MONDAY: [told("new", SEEPS), told("new", MAYOR)], TUESDAY: [told("updated", LEAVE), told("new", SEEPS)]}
    assert delta_precision([SEEPAGE, LEFT], changes) == Share(2, 4)
    assert delta_precision([SEEPAGE, LEFT], changes, ("updated",)) == Share(1, 1)
    assert delta_precision([SEEPAGE], changes) == Share(1, 2)


def test_a_first_briefing_reports_all_that_it_tells_and_a_later_one_its_difference() -> None:
    first = a_briefing(MONDAY, told("new", SEEPS), delta=(), compared_with=None)
    assert [c.statement.text for c in reported(first)] == [SEEPS]
    assert reported(replace(first, compared_with=date(2026, 3, 1))) == ()


def test_a_repeat_has_nearly_all_words_of_an_earlier_sentence_or_cites_the_same_characters() -> None:
    again = told("new", LEAVE)
    reworded = replace(again, statement=replace(again.statement, text="Two hundred and forty went."))
    monday = [told("new", SEEPS), told("updated", LEAVE)]
    assert repeated({MONDAY: monday, TUESDAY: [again]}) == [Repeat(TUESDAY, LEAVE)]
    assert repeated({MONDAY: monday, TUESDAY: [reworded]}) == [Repeat(TUESDAY, "Two hundred and forty went.")]
    assert repeats({MONDAY: monday, TUESDAY: [again, told("new", MAYOR)]}) == Share(1, 3)


def test_the_same_words_from_another_article_are_a_repeat_too() -> None:
    elsewhere = Change("new", "s2", Statement(SEEPS, (the_citation("The trams stand", TRAM),), "checked"))
    assert repeated({MONDAY: [told("new", SEEPS)], TUESDAY: [elsewhere]}) == [Repeat(TUESDAY, SEEPS)]
    fewer = replace(elsewhere, statement=replace(elsewhere.statement, text="Water seeps through another wall"))
    assert repeated({MONDAY: [told("new", SEEPS)], TUESDAY: [fewer]}) == []


def test_what_is_told_as_an_update_or_on_the_same_day_is_no_repeat() -> None:
    assert repeated({MONDAY: [told("new", SEEPS), told("new", SEEPS)], TUESDAY: [told("updated", SEEPS)]}) == []


def test_a_story_is_covered_where_the_page_or_its_difference_cites_an_article_of_it() -> None:
    stories = [
        DayStory(MONDAY, "dam", 1, frozenset(("dam",))),
        DayStory(MONDAY, "trams", 2, frozenset(("tram", "x"))),
        DayStory(TUESDAY, "fire", 1, frozenset(("fire",))),
    ]
    briefing = a_briefing(MONDAY, told("new", SEEPS))
    assert story_coverage(stories, {MONDAY: briefing}) == Share(1, 2)
    beside = replace(briefing, delta=(told("new", "The union wants 6.5 percent"),))
    assert story_coverage(stories, {MONDAY: beside}) == Share(2, 2)


def test_leading_are_the_upper_third_of_each_day() -> None:
    monday = [DayStory(MONDAY, f"s{rank}", rank, frozenset()) for rank in (4, 2, 1, 3)]
    assert [s.name for s in leading([*monday, DayStory(TUESDAY, "only", 1, frozenset())])] == ["s1", "s2", "only"]


def test_fill_is_that_of_the_pages_that_had_to_cut() -> None:
    cut = (Omitted("The mayor was not told.", NO_ROOM),)
    full, quiet = a_briefing(MONDAY, told("new", SEEPS), fill=0.94, omitted=cut), a_briefing(TUESDAY, fill=0.3)
    assert page_fill([full, quiet]) == 0.94
    assert page_fill([quiet]) is None


def test_the_reason_for_a_cut_is_the_one_that_briefings_give() -> None:
    assert NO_ROOM == fit.NO_ROOM


def test_one_page_is_asked_of_every_briefing_that_tells_something() -> None:
    two = a_briefing(MONDAY, told("new", SEEPS), pages=2)
    assert one_page([two, replace(two, pages=1), replace(two, pages=0, stories=())]) == Share(1, 2)


def test_a_series_has_every_measure_and_of_two_briefings_of_a_date_the_later_counts() -> None:
    gold = BriefingGold((SEEPAGE, LEFT), (DayStory(MONDAY, "dam", 1, frozenset(("dam",))),))
    series = [a_briefing(MONDAY), a_briefing(MONDAY, told("new", SEEPS)), a_briefing(TUESDAY, told("new", SEEPS))]
    scores = {score.name: (score.value, score.n) for score in score_series(gold, series)}
    assert scores == {
        "delta_recall": (0.5, 2),
        "delta_precision": (0.5, 2),
        "repeats": (0.5, 2),
        "story_coverage": (1.0, 1),
        "leading_story_coverage": (1.0, 1),
        "one_page": (1.0, 2),
        "page_fill": (None, 0),
    }
