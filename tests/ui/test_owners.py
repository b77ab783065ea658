"""Feeds and profiles in the app where people sign in: each has his own, and sees the shared ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeFetcher, NoIndex, Sentences
from streamlit.testing.v1 import AppTest
from ui.apptest import clicked, page, sent
from ui.fake_dateline import FakeDateline, the_bridge

from rag.adapters.sqlite import SqliteCatalog
from rag.domain.feed import Feed
from rag.domain.profile import Profile
from rag.habits.press import Press
from rag.ingest.pipeline import Pipeline
from rag.ingest.subscriptions import Subscriptions
from rag.ingest.web import Web
from rag.ui import session, sign_in

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2025, 3, 3, 12, tzinfo=UTC)
ANNA, BEN = "anna@post.example", "ben@post.example"
FEED, OTHER = "https://post.example/feed", "https://echo.example/feed"
Open = Callable[[str, str], AppTest]


class OwnedDateline(FakeDateline):
    """A Dateline whose feeds and profiles are real and lie in a real catalog; the articles are not."""

    def __init__(self, folder: Path, owner: str = "") -> None:
        super().__init__([the_bridge()])
        self.folder, kept = folder, SqliteCatalog(folder)
        web = Web(FakeFetcher({FEED: _a_feed(), OTHER: _a_feed()}), kept.fetch_state, user_agent="", clock=self.clock)
        pipeline = Pipeline(kept, web, Sentences(), NoIndex(), clock=self.clock)
        self.kept = kept
        self.subscriptions = Subscriptions(kept, web, pipeline, clock=self.clock, owner=owner)
        self.press: Any = Press(kept, _makes_nothing, _makes_nothing, owner=owner)

    def of(self, owner: str) -> OwnedDateline:
        return OwnedDateline(self.folder, owner)

    def clock(self) -> datetime:
        return NOON


@pytest.fixture
def dateline(tmp_path: Path) -> OwnedDateline:
    """What the command line left: a feed and a profile that everybody shares."""
    made = OwnedDateline(tmp_path)
    made.kept.put_feed(Feed(FEED, "Harbour Post", NOON))
    made.kept.put_profile(Profile("morning", topics=("harbour",)))
    return made


@pytest.fixture
def visit(dateline: OwnedDateline, monkeypatch: pytest.MonkeyPatch) -> Open:
    """`visit(page, address)`: that page as it is for whoever signed in with the address."""

    def opened(name: str, address: str) -> AppTest:
        monkeypatch.setattr(sign_in, "signed_in", lambda: address)
        at = page(name, dateline.of(address))
        if name == "archive":
            at.session_state["archive_view"] = "Feeds"
        return at.run()

    return opened


def feeds(at: AppTest) -> list[tuple[str, bool]]:
    """(title, whether it can be ended) of each."""
    return [(feed["title"], feed["own"]) for feed in sent(at, "feeds")[-1]["feeds"]]


def in_dialog(at: AppTest) -> AppTest:
    return at.button(key="profiles").click().run()


def test_each_page_gets_the_archive_as_whoever_signed_in_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked_for: list[str] = []

    class Watched(FakeDateline):
        def of(self, owner: str) -> FakeDateline:
            asked_for.append(owner)
            return self

    monkeypatch.setattr(session, "open_dateline", lambda: Watched([the_bridge()]))
    monkeypatch.setattr(sign_in, "signed_in", lambda: ANNA)
    assert not AppTest.from_file(ROOT / "app.py", default_timeout=10).run().exception
    assert asked_for == [ANNA]


def test_without_a_sign_in_whoever_is_there_ends_what_the_command_line_follows(visit: Open) -> None:
    assert feeds(visit("archive", "")) == [("Harbour Post", True)]


def test_what_one_follows_the_other_does_not_see(visit: Open) -> None:
    at = visit("archive", ANNA)
    at.text_input(key="feed_url").set_value(OTHER)
    at.button[[b.label for b in at.button].index("Follow it")].click().run()
    assert feeds(at.run()) == [("Harbour Post", False), ("Valley Echo", True)]
    assert feeds(visit("archive", BEN)) == [("Harbour Post", False)]
    assert feeds(visit("archive", "")) == [("Harbour Post", True)]


def test_a_shared_feed_is_marked_and_is_not_ended_by_a_click_that_the_page_does_not_offer(
    visit: Open, dateline: OwnedDateline
) -> None:
    at = visit("archive", ANNA)
    assert sent(at, "feeds")[-1]["feeds"][0]["standing"].startswith("shared · ")
    clicked(at, "feeds", "act", {"what": "remove", "url": FEED})
    assert [health.feed.url for health in dateline.kept.feeds()] == [FEED]


def test_ones_own_feed_is_ended_and_the_shared_one_of_that_address_is_seen_again(
    visit: Open, dateline: OwnedDateline
) -> None:
    dateline.kept.put_feed(Feed(FEED, "My post", NOON, ANNA))
    at = visit("archive", ANNA)
    assert feeds(at) == [("My post", True)]
    clicked(at, "feeds", "act", {"what": "remove", "url": FEED})
    assert feeds(visit("archive", ANNA)) == [("Harbour Post", False)]


def test_a_profile_is_saved_as_ones_own_beside_the_shared_one_of_its_name(visit: Open, dateline: OwnedDateline) -> None:
    at = in_dialog(visit("briefing", ANNA))
    assert at.selectbox(key="profile_picked").options == ["a new one", "morning (shared)"]
    at.text_input(key="new_name").set_value("morning")
    at.text_area(key="new_topics").set_value("bridges")
    at.button[[b.label for b in at.button].index("Save")].click()
    in_dialog(at)
    assert dateline.kept.profiles() == [
        Profile("morning", topics=("harbour",)),
        Profile("morning", topics=("bridges",), owner=ANNA),
    ]
    assert in_dialog(visit("briefing", ANNA)).selectbox(key="profile_picked").options == [
        "a new one",
        "morning",
        "morning (shared)",
    ]
    assert in_dialog(visit("briefing", BEN)).selectbox(key="profile_picked").options == [
        "a new one",
        "morning (shared)",
    ]


def test_a_shared_profile_is_shown_and_cannot_be_changed(visit: Open) -> None:
    at = in_dialog(visit("briefing", ANNA))
    at.selectbox(key="profile_picked").set_value("morning (shared)")
    in_dialog(at)
    topics = at.text_area(key="shared_morning_topics")
    assert (topics.value, topics.disabled) == ("harbour", True)
    assert "Save" not in [button.label for button in at.button]
    assert "Everybody shares this profile; whoever keeps the archive changes it." in [text.value for text in at.text]


def test_a_page_can_be_ordered_for_ones_own_and_for_shared_profiles(visit: Open, dateline: OwnedDateline) -> None:
    dateline.kept.put_profile(Profile("evening", owner=ANNA))
    dateline.kept.put_profile(Profile("secret", owner=BEN))
    at = visit("briefing", ANNA)
    at.button(key="order").click().run()
    assert at.selectbox(key="order_profile").options == ["everything in the archive", "evening", "morning (shared)"]


def test_an_edition_for_anothers_profile_is_neither_in_the_calendar_nor_behind_its_address(
    visit: Open, dateline: OwnedDateline
) -> None:
    text = '{"stories": []}'
    dateline.kept.put_briefing(text, day=date(2025, 3, 3), topic="", made=NOON, profile="secret", owner=BEN)
    at = visit("briefing", ANNA)
    (calendar,) = sent(at, "calendar")
    assert (calendar["entries"], calendar["days"]["2025-03-03"]) == ([], [0, 1])
    at = page("briefing", dateline.of(ANNA))
    at.query_params["edition"] = "1"
    assert [notice["title"] for notice in sent(at.run(), "notice")] == ["This page is not here"]


def _a_feed() -> bytes:
    return b"<rss version='2.0'><channel><title>Valley Echo</title></channel></rss>"


def _makes_nothing(*_: object) -> Any:
    raise AssertionError("no page is made here")
