"""What is seen at a glance."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from briefings import DAY, a_statement, a_story

from rag.domain.briefing import Change, StoryDay
from rag.render.reading import article_address, changed_value, days_of, square_code


def a_change(before: str, now: str) -> Change:
    return Change("updated", "story-1", a_statement(now), a_statement(before))


@pytest.mark.parametrize(
    ("before", "now", "values"),
    [
        ("12 people were hurt.", "15 people were hurt.", ("12", "15")),
        ("Some 3,200 left by 9.30.", "Some 4,100 left by 9.30.", ("3,200", "4,100")),
        ("It costs £4.2 million.", "It costs £5 million.", ("£4.2", "£5")),
        ("A rise of 3% is offered.", "A rise of 4 % is offered.", ("3%", "4 %")),
        ("12 of 40 were hurt.", "15 of 50 were hurt.", None),
        ("On 8 March 2023 the report had 40 pages.", "In June 2024 the report had 52 pages.", ("40", "52")),
        ("The report is of 8 March.", "The report is of June 2024.", None),
        ("The storm hurt 12 people.", "The storm moved at 148 kilometres an hour.", None),
        ("Nobody was hurt.", "15 were hurt.", None),
        ("12 were hurt.", "12 were hurt, all lightly.", None),
    ],
)
def test_a_value_is_shown_beside_the_old_one_only_where_nothing_else_changed(
    before: str, now: str, values: tuple[str, str] | None
) -> None:
    assert changed_value(a_change(before, now)) == values


def test_what_is_new_has_no_old_value() -> None:
    assert changed_value(Change("new", "story-1", a_statement("15 were hurt."))) is None


def told_on(*days_ago: int) -> tuple[StoryDay, ...]:
    return tuple(StoryDay(DAY - timedelta(days=ago), ago + 1) for ago in days_ago)


def test_days_without_articles_are_days_of_the_chart_too() -> None:
    assert days_of(a_story(timeline=told_on(3, 1, 0)), DAY) == [4, 0, 2, 1]


def test_a_story_of_one_day_has_no_chart() -> None:
    assert days_of(a_story(timeline=told_on(0)), DAY) == []
    assert days_of(a_story(), DAY) == []


def test_a_long_story_shows_its_last_fortnight_and_nothing_after_the_page() -> None:
    story = a_story(timeline=told_on(*range(40, -1, -1)))
    assert len(days_of(story, DAY)) == 14
    assert days_of(story, date(2025, 3, 10))[-1] == 5


def test_an_article_is_found_by_id_and_version_under_the_readers_address() -> None:
    assert article_address("https://news.example/desk/", "a b&c", 2) == (
        "https://news.example/desk/?article=a+b%26c&version=2"
    )


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "news.example", "https://news.example/<x>"])
def test_what_is_no_web_address_leads_nowhere(url: str) -> None:
    assert article_address(url, "a", 1) == ""


def test_a_code_is_a_square_with_its_three_finder_marks() -> None:
    rows = square_code("https://news.example/dateline")
    assert {len(row) for row in rows} == {len(rows)}
    corners = (rows[0][:7], rows[0][-7:], rows[-1][:7])
    assert corners == ("1111111",) * 3
