"""Stories as the archive lists them: what each is called, and how it stands after its last day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rag.brief.overview import overview
from rag.brief.placing import FOLLOWED
from rag.domain.briefing import StoryDay, StoryStatus
from rag.domain.story import Headline, StoryOverview

MONDAY = date(2025, 3, 3)
TUESDAY = MONDAY + timedelta(days=1)


def told(*headlines: Headline, until: date = TUESDAY) -> StoryOverview:
    return overview("s", headlines, until=until)


def line(title: str, day: date | None = MONDAY, source: str = "Post", notice: str = "") -> Headline:
    return Headline(title, title, day, source, notice)  # type: ignore[arg-type]


def test_a_story_is_called_by_the_first_headline_of_its_last_day() -> None:
    assert told(line("Dam leaks"), line("Dam holds", TUESDAY), line("Village returns", TUESDAY)).title == "Dam holds"


@pytest.mark.parametrize(
    ("headlines", "status"),
    [
        ([line("Dam leaks"), line("Dam still leaks")], "new"),
        ([line("Dam leaks"), line("Dam holds", TUESDAY)], "developing"),
        ([line("Dam leaks"), line("Dam leaked 12 litres", TUESDAY, notice="corrected")], "corrected"),
        ([line("Dam leaks", notice="corrected"), line("Dam holds", TUESDAY)], "developing"),
        ([line("Strike begins"), line("The strike is over", TUESDAY)], "closed"),
        ([line("The strike is over"), line("Strike begins again", TUESDAY)], "developing"),
    ],
)
def test_how_it_stands_is_judged_by_its_last_day(headlines: list[Headline], status: StoryStatus) -> None:
    assert told(*headlines).status == status


def test_a_story_that_nothing_was_heard_of_for_longer_than_stories_are_followed_is_closed() -> None:
    two = (line("Dam leaks"), line("Dam holds", TUESDAY))
    assert told(*two, until=TUESDAY + FOLLOWED).status == "developing"
    assert told(*two, until=TUESDAY + FOLLOWED + timedelta(days=1)).status == "closed"


def test_publishers_and_days_are_counted_once_each() -> None:
    story = told(line("a"), line("b", source="Echo"), line("c", TUESDAY), line("d", TUESDAY, source=""))
    assert story.publishers == ("Post", "Echo")
    assert story.timeline == (StoryDay(MONDAY, 2), StoryDay(TUESDAY, 2))


def test_articles_that_lost_their_date_are_told_and_stand_on_no_day() -> None:
    story = told(line("a", None), line("b", None))
    assert (story.title, story.timeline, len(story.headlines)) == ("a", (), 2)
