"""Feeds that are followed: subscribing, reading those that are due, lists in and out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fakes import FakeFetcher, NoIndex, Sentences

from rag.adapters.sqlite import SqliteCatalog
from rag.domain.errors import FeedNotFound, FetchFailed, UsageError
from rag.domain.fetch import Fetched
from rag.ingest.pipeline import Pipeline
from rag.ingest.subscriptions import Subscriptions
from rag.ingest.web import Web

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ANNA, BEN = "anna@post.example", "ben@post.example"
FEED = "https://harbour-post.example/feed"
OTHER = "https://valley-news.example/feed"
WORDS = " ".join(f"The harbour office wrote on page {n} what it thinks of the ferry." for n in range(12))


def a_feed(title: str = "Harbour Post", text: str = WORDS, *, ttl: int = 0) -> bytes:
    patience = f"<ttl>{ttl}</ttl>" if ttl else ""
    return (
        f"<rss version='2.0'><channel><title>{title}</title>{patience}<item><title>Ferry</title><guid>g</guid>"
        f"<description>{text}</description></item></channel></rss>"
    ).encode()


class Reader:
    """Subscriptions over a real catalog; the test sets the web's answers and the clock."""

    def __init__(self, folder: Path) -> None:
        self.catalog = SqliteCatalog(folder)
        self.fetcher = FakeFetcher({FEED: a_feed(), OTHER: a_feed("Valley News", f"{WORDS} The valley too.")})
        self.now = NOW
        web = Web(self.fetcher, self.catalog.fetch_state, user_agent="Dateline", clock=self.clock)
        pipeline = Pipeline(self.catalog, web, Sentences(), NoIndex(), clock=self.clock)
        self.feeds = Subscriptions(self.catalog, web, pipeline, clock=self.clock)

    def clock(self) -> datetime:
        return self.now


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    reader = Reader(tmp_path)
    yield reader
    reader.catalog.close()


def test_a_subscription_bears_the_feeds_title_or_the_one_given(reader: Reader) -> None:
    assert reader.feeds.add(FEED).title == "Harbour Post"
    assert reader.feeds.add(OTHER, title="Valley").title == "Valley"
    assert [(h.feed.title, h.feed.url, h.feed.added) for h in reader.feeds.all()] == [
        ("Harbour Post", FEED, NOW),
        ("Valley", OTHER, NOW),
    ]


def test_adding_a_feed_again_keeps_the_title_that_the_reader_gave(reader: Reader) -> None:
    reader.feeds.add(FEED, title="Mine")
    assert reader.feeds.add(FEED).title == "Mine"
    assert reader.feeds.add(FEED, title="Ours").title == "Ours"
    assert len(reader.feeds.all()) == 1


def test_an_address_without_a_feed_is_not_subscribed_to(reader: Reader) -> None:
    with pytest.raises(FetchFailed):
        reader.feeds.add("https://harbour-post.example/nothing")
    with pytest.raises(UsageError, match="https:// in front"):
        reader.feeds.add("harbour-post.example/feed")
    assert reader.feeds.all() == []


def test_a_refresh_reads_every_feed_and_says_how_each_fares(reader: Reader) -> None:
    reader.feeds.add(FEED)
    reader.feeds.add(OTHER)
    reader.fetcher.answers[OTHER] = FetchFailed(OTHER, "it answered 503")
    done = reader.feeds.refresh()
    assert (done.report.added, len(done.report.failed), done.not_due) == (1, 1, ())
    good, bad = (health.state for health in done.asked)
    assert good is not None and bad is not None  # noqa: PT018
    assert (good.failures_in_a_row, good.last_success) == (0, NOW)
    assert (bad.failures_in_a_row, bad.reason, bad.next_try) == (1, "it answered 503", NOW + timedelta(minutes=5))


def test_a_feed_that_failed_is_left_alone_until_its_time_unless_it_is_named(reader: Reader) -> None:
    reader.feeds.add(FEED)
    reader.fetcher.answers[FEED] = FetchFailed(FEED, "it answered 503")
    reader.feeds.refresh()
    asked = len(reader.fetcher.asked)
    assert [health.feed.url for health in reader.feeds.refresh().not_due] == [FEED]
    assert len(reader.fetcher.asked) == asked
    reader.feeds.refresh([FEED])
    assert len(reader.fetcher.asked) == asked + 1
    reader.now += timedelta(minutes=10)
    assert len(reader.feeds.refresh().asked) == 1


def test_a_feed_is_asked_no_more_often_than_it_wants(reader: Reader) -> None:
    reader.fetcher.answers[FEED] = a_feed(ttl=60)
    reader.feeds.add(FEED)
    reader.feeds.refresh()
    reader.now += timedelta(minutes=59)
    assert reader.feeds.refresh().asked == ()
    reader.now += timedelta(minutes=1)
    assert len(reader.feeds.refresh().asked) == 1


def test_a_refresh_without_subscriptions_is_nothing(reader: Reader) -> None:
    done = reader.feeds.refresh()
    assert (done.report.read, done.asked, done.not_due) == (0, (), ())


def test_a_feed_that_moved_for_good_is_followed_to_its_new_address_with_what_is_known_of_it(reader: Reader) -> None:
    new = "https://harbour-post.example/new"
    reader.feeds.add(FEED)
    reader.fetcher.answers[FEED] = Fetched(new, a_feed(), moved_to=new)
    reader.feeds.refresh()
    ((health),) = reader.feeds.all()
    assert health.feed.url == new
    assert health.state is not None
    assert (health.state.last_success, health.state.moved_to, health.state.is_feed) == (NOW, "", True)
    reader.fetcher.answers = {new: a_feed()}
    assert reader.feeds.refresh().report.unchanged == 1


def test_two_subscriptions_that_moved_to_one_address_become_one(reader: Reader) -> None:
    reader.feeds.add(FEED)
    reader.feeds.add(OTHER)
    reader.fetcher.answers[FEED] = Fetched(OTHER, a_feed(), moved_to=OTHER)
    reader.feeds.refresh()
    assert [health.feed.url for health in reader.feeds.all()] == [OTHER]


def test_a_page_in_the_place_of_a_feed_that_was_never_read_is_no_article(reader: Reader) -> None:
    reader.feeds.import_list(f'<opml><body><outline xmlUrl="{FEED}"/></body></opml>'.encode(), "feeds.opml")
    reader.fetcher.answers[FEED] = f"<html><title>For sale</title><body><p>{WORDS}</p></body></html>".encode()
    done = reader.feeds.refresh()
    assert (done.report.read, len(done.report.failed)) == (0, 1)
    assert reader.catalog.articles() == []


def test_a_subscription_that_ends_leaves_its_articles(reader: Reader) -> None:
    reader.feeds.add(FEED)
    reader.feeds.refresh()
    reader.feeds.remove(FEED)
    assert reader.feeds.all() == []
    assert len(reader.catalog.articles()) == 1
    with pytest.raises(FeedNotFound):
        reader.feeds.remove(FEED)
    with pytest.raises(FeedNotFound):
        reader.feeds.refresh([FEED])


def test_a_list_that_was_exported_comes_back(reader: Reader, tmp_path: Path) -> None:
    reader.feeds.add(FEED, title='Ships & "Harbours" <daily>')
    reader.feeds.add(OTHER)
    other = Reader(tmp_path / "other")
    done = other.feeds.import_list(reader.feeds.as_list().encode(), "feeds.opml")
    assert (len(done.added), done.known, done.failed) == (2, 0, ())
    assert [(h.feed.title, h.feed.url) for h in other.feeds.all()] == [
        (h.feed.title, h.feed.url) for h in reader.feeds.all()
    ]
    again = other.feeds.import_list(reader.feeds.as_list().encode(), "feeds.opml")
    assert (again.added, again.known) == ((), 2)
    assert other.feeds.as_list() == reader.feeds.as_list()
    other.catalog.close()


@pytest.mark.parametrize("data", [b"", b"{}", b"<html></html>", b"\x00"])
def test_what_is_no_list_is_refused(reader: Reader, data: bytes) -> None:
    with pytest.raises(UsageError, match=r"feeds\.opml"):
        reader.feeds.import_list(data, "feeds.opml")


def test_who_signed_in_sees_feeds_of_his_own_and_the_shared_ones(reader: Reader) -> None:
    anna, ben = reader.feeds.of(ANNA), reader.feeds.of(BEN)
    reader.feeds.add(FEED)
    anna.add(OTHER)
    assert [(h.feed.url, h.feed.owner) for h in anna.all()] == [(FEED, ""), (OTHER, ANNA)]
    assert [h.feed.url for h in ben.all()] == [h.feed.url for h in reader.feeds.all()] == [FEED]
    assert (reader.feeds.of_others(), anna.of_others()) == (1, 0)
    assert OTHER in anna.as_list()
    assert OTHER not in ben.as_list()


def test_a_shared_feed_that_somebody_follows_himself_is_listed_once_as_his(reader: Reader) -> None:
    anna = reader.feeds.of(ANNA)
    reader.feeds.add(FEED, title="Everybody's post")
    assert anna.add(FEED).title == "Harbour Post"
    assert anna.add(FEED, title="My post").owner == ANNA
    assert [(h.feed.title, h.feed.owner) for h in anna.all()] == [("My post", ANNA)]
    assert [h.feed.title for h in reader.feeds.all()] == ["Everybody's post"]


def test_nobody_ends_anothers_subscription_or_a_shared_one(reader: Reader) -> None:
    anna = reader.feeds.of(ANNA)
    reader.feeds.add(FEED)
    anna.add(OTHER)
    for feeds, url in ((anna, FEED), (reader.feeds.of(BEN), OTHER), (reader.feeds, OTHER)):
        with pytest.raises(FeedNotFound):
            feeds.remove(url)
    anna.remove(OTHER)
    assert [h.feed.url for h in reader.catalog.feeds()] == [FEED]


def test_the_command_line_reads_everybodys_feeds_each_address_once(reader: Reader) -> None:
    reader.feeds.of(ANNA).add(FEED)
    reader.feeds.of(BEN).add(FEED)
    reader.feeds.of(BEN).add(OTHER)
    reader.fetcher.asked.clear()
    done = reader.feeds.refresh()
    assert sorted(url for url, _ in reader.fetcher.asked) == [FEED, OTHER]
    assert [h.feed.url for h in done.asked] == [FEED, OTHER]
    assert all(h.state and h.state.last_success == NOW for h in reader.catalog.feeds())


def test_who_signed_in_reads_what_he_sees(reader: Reader) -> None:
    reader.feeds.of(BEN).add(OTHER)
    anna = reader.feeds.of(ANNA)
    anna.add(FEED)
    assert [h.feed.url for h in anna.refresh().asked] == [FEED]
    with pytest.raises(FeedNotFound):
        anna.refresh([OTHER])


def test_a_list_is_followed_by_who_brought_it(reader: Reader) -> None:
    reader.feeds.add(FEED)
    anna = reader.feeds.of(ANNA)
    done = anna.import_list(reader.feeds.as_list().encode(), "list")
    assert ([feed.owner for feed in done.added], done.known) == ([ANNA], 0)
    assert anna.import_list(reader.feeds.as_list().encode(), "list").known == 1


def test_who_follows_a_feed_that_was_read_before_does_not_forget_what_is_known_of_it(reader: Reader) -> None:
    reader.feeds.add(FEED)
    reader.feeds.refresh()
    known = reader.catalog.fetch_state(FEED)
    reader.feeds.of(ANNA).add(FEED)
    assert known is not None
    assert known.fetches
    assert reader.catalog.fetch_state(FEED) == known
