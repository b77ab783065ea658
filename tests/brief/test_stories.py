"""The stories of some days: title, timeline, how each stands; and their rank."""

from __future__ import annotations

from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from builders import a_version

from rag.brief.day import day_of
from rag.brief.rank import rank
from rag.brief.stories import distinct, stories_of
from rag.domain.article import Version
from rag.domain.briefing import Story, StoryDay, StoryMember, StoryPlace

DAY = date(2025, 3, 14)


def _story(*versions: Version, own: tuple[Version, ...] | None = None, day: date = DAY) -> Story:
    """One story of all the versions, seen on a day; ``own`` are those of the day, else all published on it."""
    members = [StoryMember(StoryPlace(v.article_id, "s"), v) for v in versions]
    of_day = partial(day_of, zone=ZoneInfo("UTC"))
    today = own or tuple(v for v in versions if v.article.published and of_day(v.article.published) == day)
    (story,) = stories_of(today, members, since=day, until=day, day_of=of_day)
    return story


def _version(published: str = "2025-03-14", **fields: str) -> Version:
    return a_version(fields.pop("body", "The bridge of Tavin opened."), published=published, **fields)


def test_the_title_is_the_first_headline_of_the_day() -> None:
    story = _story(_version("2025-03-13", title="Old"), _version(title="New"), _version(title="Later"))
    assert story.title == "New"


def test_without_any_headline_the_title_is_the_beginning_of_the_text() -> None:
    story = _story(_version(body="The bridge opened. " * 20))
    assert story.title.startswith("The bridge opened.")
    assert story.title.endswith("…")


def test_a_story_that_begins_today_is_new_and_one_that_began_before_is_developing() -> None:
    assert _story(_version()).status == "new"
    assert _story(_version("2025-03-10"), _version()).status == "developing"


def test_a_story_whose_article_was_corrected_or_withdrawn_is_corrected() -> None:
    assert _story(_version(notice="corrected")).status == "corrected"
    assert _story(_version(notice="withdrawn")).status == "corrected"


def test_a_story_is_closed_where_a_headline_says_that_it_is_over() -> None:
    assert _story(_version(title="Bus dispute settled: split shifts for volunteers only")).status == "closed"
    assert _story(_version(title="No trams on Tuesday as drivers strike over pay")).status == "new"


def test_the_timeline_counts_articles_by_day_and_knows_nothing_of_later_days() -> None:
    story = _story(_version("2025-03-10"), _version("2025-03-10"), _version(), _version("2025-03-15"))
    assert story.timeline == (StoryDay(date(2025, 3, 10), 2), StoryDay(DAY, 1))
    assert [v.article.published.day for v in story.earlier if v.article.published] == ["2025-03-10", "2025-03-10"]


def test_an_article_that_was_changed_today_is_no_earlier_one() -> None:
    changed = _version("2025-03-10", id="a")
    assert _story(changed, own=(changed,)).earlier == ()


def test_the_origin_stands_for_its_copies_even_where_a_copy_came_first() -> None:
    copy, origin = a_version("A copy.", id="copy"), a_version("The text.", id="origin")
    assert distinct([copy, origin], {"copy": "origin", "origin": "origin"}) == [origin]


def _told(id_: str, *texts: str, origins: dict[str, str] | None = None) -> Story:
    versions = tuple(_version(body=t, id=f"{id_}{i}", source=f"P{i}") for i, t in enumerate(texts))
    return Story(id_, id_, versions)


def test_a_story_that_more_publishers_tell_themselves_comes_first_and_copies_count_little() -> None:
    copied = _told("c", *["The goat won the race in Dale."] * 3)
    told = _told("t", "Bridge opens in Tavin.", "Bridge of Tavin opened.")
    first, second = rank([copied, told], {}, {"c0": "c0", "c1": "c0", "c2": "c0"})
    assert first.story.id == "t"
    assert dict(second.parts)["copies"] > 0
    assert first.score == sum(value for _, value in first.parts)


def test_what_the_reader_watches_comes_first_in_the_lead_more_than_below() -> None:
    lead = _told("lead", "Maren Odell opened the bridge.")
    below = _told("below", "The bridge opened. " * 40 + "Maren Odell spoke.")
    other = _told("other", "The goat won.", "The goat of Dale won the race.")
    ranked = rank([other, below, lead], {}, {}, ["Maren Odell"])
    assert [r.story.id for r in ranked] == ["lead", "below", "other"]
    assert [dict(r.parts)["watched"] for r in ranked] == [2.0, 1.0, 0.0]


def test_danger_to_people_counts() -> None:
    harm, none = _told("harm", "Two people were killed in Tavin."), _told("none", "Two people danced in Tavin.")
    assert [r.story.id for r in rank([none, harm], {}, {})] == ["harm", "none"]
