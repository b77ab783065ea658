"""Stories in the catalog: places that are kept for good, and articles that were changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from builders import an_article, new_version, stored_articles

from rag.adapters.sqlite import SqliteCatalog
from rag.archive.export_rows import row_from
from rag.domain.article import Version
from rag.domain.briefing import StoryPlace
from rag.domain.story import Headline, StoryList

_DAY = datetime(2025, 3, 14, tzinfo=UTC)
_NEXT = _DAY + timedelta(days=1)


@pytest.fixture
def catalog(tmp_path: Path) -> SqliteCatalog:
    return SqliteCatalog(tmp_path / "archive")


def _three(catalog: SqliteCatalog) -> None:
    days = {"a": "2025-03-12", "b": "2025-03-13T09:00", "c": "2025-03-14T23:59"}
    stored_articles(catalog, [an_article(f"Text {i}.", id=i, published=day) for i, day in days.items()])


def test_a_place_comes_back_with_its_vector_and_the_newest_version_oldest_first(catalog: SqliteCatalog) -> None:
    _three(catalog)
    places = [StoryPlace("c", "s1", "m", b"\x01\x02"), StoryPlace("a", "s1"), StoryPlace("b", "s2")]
    catalog.put_story_places(places)
    members = catalog.story_members(_DAY - timedelta(days=9), _NEXT, limit=9)
    assert [m.place for m in members] == [places[1], places[2], places[0]]
    assert [m.version.article.body for m in members] == ["Text a.", "Text b.", "Text c."]


def test_only_the_newest_in_the_given_time_are_asked_for(catalog: SqliteCatalog) -> None:
    _three(catalog)
    catalog.put_story_places([StoryPlace(i, "s") for i in "abc"])
    assert [m.place.article_id for m in catalog.story_members(_DAY - timedelta(days=9), _NEXT, limit=2)] == ["b", "c"]
    assert [m.place.article_id for m in catalog.story_members(_DAY, _NEXT, limit=9)] == ["c"]


def test_an_article_keeps_the_place_that_it_has_and_an_unknown_one_gets_none(catalog: SqliteCatalog) -> None:
    _three(catalog)
    catalog.put_story_places([StoryPlace("a", "s1")])
    catalog.put_story_places([StoryPlace("a", "s2"), StoryPlace("nowhere", "s2")])
    assert (catalog.story_of("a"), catalog.story_of("b"), catalog.story_of("nowhere")) == ("s1", "", "")


def test_a_removed_article_is_in_no_story(catalog: SqliteCatalog) -> None:
    _three(catalog)
    catalog.put_story_places([StoryPlace("a", "s1")])
    catalog.remove(["a"], removed=_DAY)
    assert catalog.story_of("a") == ""
    assert catalog.check() == "ok"


def test_stories_are_exported_and_come_back_without_their_vectors(catalog: SqliteCatalog, tmp_path: Path) -> None:
    _three(catalog)
    catalog.put_story_places([StoryPlace("b", "s2", "m", b"\x01"), StoryPlace("a", "s1")])
    rows = [row for row in catalog.export_rows() if row["kind"] == "story"]
    other = SqliteCatalog(tmp_path / "other")
    _three(other)
    assert [row_from(row).put_into(other) for row in rows] == [True, True]  # type: ignore[union-attr]
    assert [row_from(row).put_into(other) for row in rows] == [False, False]  # type: ignore[union-attr]
    assert (other.story_of("a"), other.story_of("b")) == ("s1", "s2")


def test_a_story_of_an_article_that_is_not_there_is_refused(catalog: SqliteCatalog) -> None:
    row = row_from({"kind": "story", "article_id": "a", "story_id": "s"})
    with pytest.raises(ValueError, match="comes without the article"):
        row.put_into(catalog)  # type: ignore[union-attr]


def test_what_was_changed_is_found_by_the_publishers_time_else_by_that_of_storing(catalog: SqliteCatalog) -> None:
    early = _DAY - timedelta(days=5)
    for id_, modified in (("told", _DAY + timedelta(hours=8)), ("untold", None), ("old", early)):
        article = an_article("One.", id=id_, published="2025-03-10")
        versions = [Version(article, 1, early), Version(replace(article, body="Two.", modified=modified), 2, _DAY)]
        catalog.store([new_version(v) for v in versions])
    stored_articles(catalog, [an_article("Never changed.", id="first", published="2025-03-14")], stored=_DAY)
    assert [v.article_id for v in catalog.changed_between(_DAY, _NEXT)] == ["told", "untold"]
    assert not list(catalog.changed_between(_NEXT, _NEXT + timedelta(days=1)))


def test_the_articles_of_a_story_come_oldest_first_in_their_newest_version(catalog: SqliteCatalog) -> None:
    _three(catalog)
    catalog.put_story_places([StoryPlace("c", "s1"), StoryPlace("a", "s1"), StoryPlace("b", "s2")])
    stored_articles(catalog, [an_article("Text a, changed.", id="a", published="2025-03-12")])
    found = catalog.story_articles("s1")
    assert [(version.article_id, version.number) for version in found] == [("a", 2), ("c", 1)]
    assert catalog.story_articles("unknown") == []


def test_stories_told_in_two_articles_or_more_are_listed_the_one_heard_of_last_first(catalog: SqliteCatalog) -> None:
    _told(
        catalog, {"old": ["2025-03-01", "2025-03-02"], "new": ["2025-02-01", "2025-03-03T09:00"], "one": ["2025-03-09"]}
    )
    assert catalog.stories() == StoryList(2, ("new", "old"), date(2025, 3, 3))
    assert catalog.stories(limit=1, offset=1) == StoryList(2, ("old",), date(2025, 3, 3))
    assert catalog.stories(limit=0).ids == ()


def test_stories_are_found_by_the_words_of_their_headlines_in_any_case(catalog: SqliteCatalog) -> None:
    _told(catalog, {"dam": ["2025-03-01", "2025-03-02"], "ferry": ["2025-03-01", "2025-03-02"]})
    stored_articles(catalog, [an_article("Text.", id="dam 0", title="ÜBERFLUTUNG am Damm", published="2025-03-01")])
    stored_articles(catalog, [an_article("Text.", id="dam 1", title="Mayor speaks", published="2025-03-02")])
    assert catalog.stories(words="mayor überflutung").ids == ("dam",)
    assert catalog.stories(words="mayor ferry").ids == ()
    assert catalog.stories(words="  ").total == 2


def test_stories_are_found_by_a_day_that_one_of_their_articles_is_of(catalog: SqliteCatalog) -> None:
    _told(catalog, {"a": ["2025-03-01", "2025-03-05T23:59"], "b": ["2025-03-02", "2025-03-06"]})
    assert catalog.stories(day=date(2025, 3, 5)).ids == ("a",)
    assert catalog.stories(day=date(2025, 3, 6)).ids == ("b",)
    assert catalog.stories(day=date(2025, 3, 3)).total == 0
    assert catalog.stories(day=date.max).total == 0


def test_the_list_follows_what_becomes_of_the_articles(catalog: SqliteCatalog) -> None:
    _told(catalog, {"dam": ["2025-03-01", "2025-03-02", "2025-03-03"], "ferry": ["2025-03-01", "2025-03-02"]})
    assert catalog.stories().ids == ("dam", "ferry")
    later = an_article("Text.", id="ferry 1", title="Ferry found", published="2025-03-09")
    stored_articles(catalog, [later])
    assert catalog.stories() == StoryList(2, ("ferry", "dam"), date(2025, 3, 9))
    assert catalog.stories(words="found").ids == ("ferry",)
    catalog.remove(["ferry 1"], removed=_DAY)
    assert catalog.stories() == StoryList(1, ("dam",), date(2025, 3, 3))
    assert catalog.stories(words="found").total == 0
    catalog.remove(["ferry 0", "dam 0", "dam 1", "dam 2"], removed=_DAY)
    assert catalog.stories() == StoryList(0, (), None)


def test_the_headlines_of_a_removed_article_are_not_left_in_the_file(catalog: SqliteCatalog, tmp_path: Path) -> None:
    _told(catalog, {"dam": ["2025-03-01", "2025-03-02"]})
    stored_articles(catalog, [an_article("Text.", id="dam 0", title="Zwetschgenmus", published="2025-03-01")])
    catalog.remove(["dam 0"], removed=_DAY)
    catalog.close()
    for file in (tmp_path / "archive").glob("catalog.sqlite*"):
        assert b"zwetschgenmus" not in file.read_bytes().lower()


def test_headlines_come_oldest_first_and_an_article_without_one_is_called_by_its_beginning(
    catalog: SqliteCatalog,
) -> None:
    articles = [
        an_article("The ferry  left\nlate.", id="b", published="2025-03-02", source="Post"),
        an_article("Text.", id="a", title="Ferry late", published="2025-03-01", notice="corrected"),
    ]
    stored_articles(catalog, articles)
    catalog.put_story_places([StoryPlace("b", "ferry"), StoryPlace("a", "ferry")])
    assert catalog.headlines(["ferry", "unknown"]) == {
        "ferry": (
            Headline("a", "Ferry late", date(2025, 3, 1), "", "corrected"),
            Headline("b", "The ferry left late.", date(2025, 3, 2), "Post"),
        )
    }


def _told(catalog: SqliteCatalog, stories: dict[str, list[str]]) -> None:
    """An article a day for each story, called by the story's name."""
    for story, days in stories.items():
        articles = [an_article("Text.", id=f"{story} {n}", title=story, published=d) for n, d in enumerate(days)]
        stored_articles(catalog, articles)
        catalog.put_story_places([StoryPlace(a.id, story) for a in articles])
