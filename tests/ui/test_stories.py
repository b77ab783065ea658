"""Stories on the Archive page: the list, one story by its address, and the ways between them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders import an_article, stored_articles
from streamlit.testing.v1 import AppTest
from ui.apptest import clicked, page, sent
from ui.fake_dateline import FakeDateline

from rag.adapters.sqlite import SqliteCatalog
from rag.dateline import Dateline
from rag.domain.briefing import StoryPlace
from rag.domain.story import Headline, StoryOverview
from rag.ui.formats import IN_ENGLISH
from rag.ui.stories import days_view, story_row

TOLD = {
    "dam": [
        ("Dam leaks", "2025-03-03", "Post"),
        ("Dam leaks, says Sarne Water", "2025-03-03", "Echo"),
        ("Dam holds", "2025-03-05", "Post"),
    ],
    "ferry": [("Ferry late", "2025-03-01", "Post"), ("Ferry comes too late again", "2025-03-02", "Post")],
    "alone": [("Goat wins prize", "2025-03-06", "Post")],
}


class Archive(FakeDateline):
    """A Dateline whose catalog is a real one."""

    stories, story = Dateline.stories, Dateline.story

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.catalog: Any = SqliteCatalog(folder)

    def tell(self, stories: dict[str, list[tuple[str, str, str]]]) -> None:
        for story, lines in stories.items():
            articles = [
                an_article(f"{title}.", id=f"{story}-{n}", title=title, published=day, source=source)
                for n, (title, day, source) in enumerate(lines)
            ]
            stored_articles(self.catalog, articles)
            self.catalog.put_story_places([StoryPlace(article.id, story) for article in articles])


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path)
    made.tell(TOLD)
    return made


def listed(archive: Archive, **state: object) -> AppTest:
    """The list, after that was typed or picked."""
    at = page("archive", archive)
    for name, value in {"archive_view": "Stories", **state}.items():
        at.session_state[name] = value
    return at.run()


def opened(archive: Archive, story: str) -> AppTest:
    """The page behind the address of a story."""
    at = page("archive", archive)
    at.query_params["story"] = story
    return at.run()


def titles(at: AppTest) -> list[str]:
    return [story["title"] for story in sent(at, "stories")[-1]["stories"]]


def test_stories_are_listed_the_one_heard_of_last_first_and_an_article_alone_is_none(archive: Archive) -> None:
    at = listed(archive)
    assert titles(at) == ["Dam holds", "Ferry comes too late again"]
    assert sent(at, "stories")[-1]["label"] == "2 stories, the one heard of last first"
    assert sent(at, "search")[-1]["placeholder"] == "Search 2 stories by headline"


def test_a_row_says_how_the_story_stands_over_which_days_and_by_how_many() -> None:
    headlines = (
        Headline("a", "Dam leaks", date(2025, 3, 3), "Post"),
        Headline("b", "Dam leaks", date(2025, 3, 3), "Echo"),
        Headline("c", "Dam holds", date(2025, 3, 5), "Post"),
    )
    row = story_row(StoryOverview("dam", "Dam holds", "developing", headlines), IN_ENGLISH)
    assert row["about"] == "3 March 2025 to 5 March 2025 · 3 articles by 2 publishers"
    assert (row["status"], row["place"]) == ("developing", {"story": "dam"})
    assert row["days"] == [
        {"day": "3 March 2025", "articles": 2},
        {"day": "4 March 2025", "articles": 0},
        {"day": "5 March 2025", "articles": 1},
    ]


def test_a_story_whose_articles_lost_their_dates_and_publishers_is_counted_alone() -> None:
    story = StoryOverview("s", "Dam", "new", (Headline("a", "Dam", None, ""), Headline("b", "Dam", None, "")))
    row = story_row(story, IN_ENGLISH)
    assert (row["about"], row["days"]) == ("2 articles", [])
    assert [day["day"] for day in days_view(story.headlines, IN_ENGLISH)] == ["without a date"]


def test_the_list_is_narrowed_by_words_and_by_a_day(archive: Archive) -> None:
    assert titles(listed(archive, stories_words="sarne LEAKS")) == ["Dam holds"]
    assert titles(listed(archive, stories_day=date(2025, 3, 2))) == ["Ferry comes too late again"]


def test_where_nothing_is_like_that_the_page_says_what_else_can_be_tried(archive: Archive) -> None:
    (card,) = sent(listed(archive, stories_words="ferry", stories_day=date(2025, 3, 5)), "notice")
    assert card["title"] == "No such story"
    assert "the view Articles" in card["text"]


def test_the_words_that_the_address_names_are_looked_for(archive: Archive) -> None:
    at = page("archive", archive)
    at.query_params["headline"] = "ferry"
    assert titles(at.run()) == ["Ferry comes too late again"]


def test_another_view_takes_the_words_out_of_the_address_and_they_are_back_with_the_stories(archive: Archive) -> None:
    at = page("archive", archive)
    at.query_params["headline"] = "ferry"
    at.run().segmented_control(key="archive_view").set_value("Articles").run()
    assert "headline" not in at.query_params
    assert sent(at, "search")[-1]["placeholder"].endswith(" articles")
    at.segmented_control(key="archive_view").set_value("Stories").run()
    assert titles(at) == ["Ferry comes too late again"]


def test_before_any_page_was_made_the_list_says_how_stories_come_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(tmp_path)
    stored_articles(archive.catalog, [an_article("The dam leaks.")])
    (card,) = sent(listed(archive), "notice")
    assert (card["title"], "made on the Briefing page" in card["text"]) == ("No stories yet", True)
    monkeypatch.setenv("DATELINE_READ_ONLY", "true")
    (card,) = sent(listed(archive), "notice")
    assert card["text"].endswith("Pages cannot be made here.")


def test_more_stories_than_a_page_holds_are_turned_over(archive: Archive) -> None:
    archive.tell({f"s{n:02}": [(f"Report {n}", f"2025-04-{n + 1:02}", "Post")] * 2 for n in range(25)})
    at = listed(archive)
    assert titles(at) == [f"Report {n}" for n in range(24, 4, -1)]
    at = listed(archive, **{f"stories_page_{hash(('', None))}": 2})
    assert titles(at) == [f"Report {n}" for n in range(4, -1, -1)] + ["Dam holds", "Ferry comes too late again"]


def test_a_click_opens_the_story_under_its_own_address_day_by_day(archive: Archive) -> None:
    at = clicked(listed(archive), "stories", "open", {"story": "dam"})
    assert at.query_params["story"] == "dam"
    (story,) = sent(at, "story")
    assert (story["title"], story["status"], story["was_picked"]) == ("Dam holds", "developing", True)
    assert [(day["day"], [a["row"]["title"] for a in day["articles"]]) for day in story["line"]] == [
        ("3 March 2025", ["Dam leaks", "Dam leaks, says Sarne Water"]),
        ("5 March 2025", ["Dam holds"]),
    ]
    assert story["line"][0]["articles"][1]["row"]["place"] == {"article": "dam-1"}
    assert story["line"][0]["articles"][1]["row"]["meta"] == "Echo"


def test_a_shared_link_opens_the_story_and_the_view_that_it_belongs_to(archive: Archive) -> None:
    at = opened(archive, "dam")
    assert sent(at, "story")[0]["title"] == "Dam holds"
    assert at.session_state["archive_view"] == "Stories"


def test_the_way_back_leads_to_the_list(archive: Archive) -> None:
    at = clicked(opened(archive, "dam"), "story", "back", True)
    assert "story" not in at.query_params
    assert titles(at) == ["Dam holds", "Ferry comes too late again"]


@pytest.mark.parametrize(("view", "shown"), [("Articles", "listing"), (None, "stories")])
def test_another_view_closes_the_story_and_a_click_on_its_own_gives_the_list(
    archive: Archive, view: str | None, shown: str
) -> None:
    at = opened(archive, "dam")
    (views,) = at.get("button_group")
    at = views.set_value(view).run()
    assert "story" not in at.query_params
    assert sent(at, shown)
    assert not sent(at, "story")


def test_an_article_of_the_story_opens_beside_it(archive: Archive) -> None:
    at = clicked(opened(archive, "dam"), "story", "open", {"article": "dam-1"})
    assert (at.query_params["story"], at.query_params["article"]) == ("dam", "dam-1")


@pytest.mark.parametrize("story", ["none", "' OR 1=1", "x" * 5_000, "\u202e🌉"])
def test_a_story_that_is_not_here_is_said_in_words(archive: Archive, story: str) -> None:
    (view,) = sent(opened(archive, story), "story")
    assert view["missing"].startswith("The archive holds no such story.")
    assert "line" not in view


@pytest.mark.parametrize("said", [None, "dam", 7, {"story": None}, {"story": ""}, {"place": "dam"}])
def test_a_click_that_names_no_story_changes_nothing(archive: Archive, said: object) -> None:
    at = clicked(listed(archive), "stories", "open", said)
    assert "story" not in at.query_params
    assert titles(at) == ["Dam holds", "Ferry comes too late again"]


def test_a_shared_screen_has_stories_to_read(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_READ_ONLY", "true")
    assert titles(listed(archive)) == ["Dam holds", "Ferry comes too late again"]
    assert sent(opened(archive, "ferry"), "story")[0]["title"] == "Ferry comes too late again"
