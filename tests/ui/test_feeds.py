"""Feeds on the Archive page: how each is told, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from ui.apptest import page, sent
from ui.fake_dateline import FakeDateline, the_bridge

from rag.domain.errors import FetchFailed
from rag.domain.feed import Feed, FeedHealth, Imported, Refresh
from rag.domain.fetch import FetchState
from rag.domain.ingest import FailedInput, IngestReport
from rag.ui.feeds import feed_view, refreshed
from rag.ui.formats import IN_ENGLISH

NOW = datetime(2025, 3, 3, 12, tzinfo=UTC)
FEED = Feed("https://echo.example/rss", "Valley Echo", NOW)
READ = FetchState(FEED.url, 4, NOW - timedelta(hours=2), None, 0)


@dataclass
class FakeSubscriptions:
    """Feeds in a list; what is asked of it is kept."""

    feeds: list[FeedHealth] = field(default_factory=list)
    refreshed: list[tuple[str, ...]] = field(default_factory=list)

    def all(self) -> list[FeedHealth]:
        return self.feeds

    def add(self, url: str) -> Feed:
        if "broken" in url:
            raise FetchFailed(url, "there is no feed")
        self.feeds.append(FeedHealth(Feed(url, "Harbour Post", NOW), None))
        return self.feeds[-1].feed

    def refresh(self, urls: tuple[str, ...]) -> Refresh:
        self.refreshed.append(urls)
        failed = (FailedInput("https://echo.example/rss", "", "the server answered 503"),)
        return Refresh(IngestReport(added=2, failed=failed), tuple(self.feeds), ())

    def import_list(self, data: bytes, source: str) -> Imported:
        return Imported((FEED,), 1, ())

    def as_list(self) -> str:
        return "<opml/>"


class WithFeeds(FakeDateline):
    """A Dateline that follows these feeds."""

    def __init__(self, *feeds: FeedHealth) -> None:
        super().__init__([the_bridge()])
        self.subscriptions = FakeSubscriptions(list(feeds))

    def clock(self) -> datetime:
        return NOW


def shown(dateline: WithFeeds) -> AppTest:
    at = page("archive", dateline)
    at.session_state["archive_view"] = "Feeds"
    return at.run()


@pytest.mark.parametrize(
    ("state", "tone", "standing", "error"),
    [
        (None, "never", "never read · due now", ""),
        (READ, "fresh", "read 3 March 2025, 10:00 UTC · due now", ""),
        (
            replace(READ, next_try=NOW + timedelta(hours=1)),
            "fresh",
            "read 3 March 2025, 10:00 UTC · next try 3 March 2025, 13:00 UTC",
            "",
        ),
        (
            replace(READ, failures_in_a_row=3, reason="the server answered 503", next_try=NOW + timedelta(hours=1)),
            "failing",
            "3 failures in a row; last read 3 March 2025, 10:00 UTC · next try 3 March 2025, 13:00 UTC",
            "the server answered 503",
        ),
    ],
)
def test_how_a_feed_fares_is_told(state: FetchState | None, tone: str, standing: str, error: str) -> None:
    view = feed_view(FeedHealth(FEED, state), NOW, IN_ENGLISH)
    assert (view["tone"], view["standing"], view["error"]) == (tone, standing, error)


def test_only_a_web_address_becomes_a_link() -> None:
    assert feed_view(FeedHealth(replace(FEED, url="javascript:alert(1)"), None), NOW, IN_ENGLISH)["link"] == ""


def test_a_refresh_is_told_with_every_failure() -> None:
    failed = (FailedInput(FEED.url, "entry 3", "no text"),)
    done = refreshed(Refresh(IngestReport(added=2, new_versions=1, failed=failed), (FeedHealth(FEED, READ),), ()))
    assert done.said == "1 feed read, 3 new articles"
    assert [(row["title"], row["meta"], row["snippet"]) for row in done.rows] == [(FEED.url, "entry 3", "no text")]


def test_feeds_are_listed_and_those_that_are_due_can_be_read() -> None:
    dateline = WithFeeds(FeedHealth(FEED, READ))
    at = shown(dateline)
    (feeds,) = sent(at, "feeds")
    assert (feeds["label"], [f["title"] for f in feeds["feeds"]]) == ("1 feed", ["Valley Echo"])
    at.button(key="refresh_due").click().run()
    assert dateline.subscriptions.refreshed == [()]
    report: list[dict[str, Any]] = [each for each in sent(at, "listing") if each["label"]]
    assert report[-1]["label"] == "1 feed read, 2 new articles"


def test_a_feed_is_followed_by_its_address() -> None:
    dateline = WithFeeds()
    at = shown(dateline)
    assert sent(at, "notice")[0]["title"] == "No feeds yet"
    at.text_input(key="feed_url").set_value("https://post.example/")
    at.button[[b.label for b in at.button].index("Follow it")].click().run()
    assert [f["title"] for f in sent(at, "feeds")[0]["feeds"]] == ["Harbour Post"]


def test_an_address_without_a_feed_is_one_sentence() -> None:
    at = shown(WithFeeds())
    at.text_input(key="feed_url").set_value("https://broken.example/")
    at.button[[b.label for b in at.button].index("Follow it")].click().run()
    assert sent(at, "notice")[0]["text"] == "https://broken.example/: there is no feed"
