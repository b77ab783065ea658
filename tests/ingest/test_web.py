"""Addresses: pages, feeds with the pages of their entries, lists; into a real catalog where identity is at stake."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fakes import FakeFetcher, NoIndex, Sentences

from rag.adapters.sqlite import SqliteCatalog
from rag.domain.errors import FetchFailed
from rag.domain.fetch import Fetched, FetchRecord, NotModified, Validators
from rag.domain.ingest import FailedInput, IngestReport, ReadArticle
from rag.ingest.entry_pages import PATIENCE
from rag.ingest.pipeline import Pipeline
from rag.ingest.web import AT_ONCE, Address, Web

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SITE = "https://harbour-post.example"
FEED = f"{SITE}/feed"
PAGE = f"{SITE}/2026/ferry"
ROBOTS = f"{SITE}/robots.txt"
TIMED_OUT = FetchFailed(PAGE, "it took longer than 30 s")


def text_about(subject: str, sentences: int = 12) -> str:
    """Over a hundred words, so that a feed that has them has the whole text."""
    return " ".join(f"The harbour office wrote on page {n} what it thinks of {subject}." for n in range(sentences))


def a_page(subject: str, *, canonical: str = "", head: str = "") -> bytes:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return (
        f"<html><head><title>{subject}</title>{link}{head}</head><body><article><h1>{subject}</h1>"
        f"<p>{text_about(subject)}</p></article></body></html>"
    ).encode()


def an_entry(
    link: str = PAGE, *, title: str = "The ferry", text: str = "The ferry sails again.", guid: str = "g1"
) -> str:
    named = f'<guid isPermaLink="false">{guid}</guid>' if guid else ""
    return f"<item><title>{title}</title><link>{link}</link>{named}<description>{text}</description></item>"


def a_feed(*entries: str, ttl: int = 0) -> bytes:
    patience = f"<ttl>{ttl}</ttl>" if ttl else ""
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title><link>{SITE}</link>{patience}'
        f"{''.join(entries)}</channel></rss>"
    ).encode()


class Archive:
    """A catalog that reads from a web whose answers and clock the test sets."""

    def __init__(self, folder: Path) -> None:
        self.catalog = SqliteCatalog(folder)
        self.fetcher = FakeFetcher()
        self.now = NOW

    @property
    def answers(self) -> dict[str, Fetched | NotModified | FetchFailed | bytes]:
        return self.fetcher.answers

    def ingest(self, *addresses: str) -> IngestReport:
        clock = lambda: self.now  # noqa: E731
        web = Web(self.fetcher, self.catalog.fetch_state, user_agent="Dateline", clock=clock)
        pipeline = Pipeline(self.catalog, web, Sentences(), NoIndex(), clock=clock)
        return pipeline.ingest(addresses, stdin=None, names={}, wait=True, progress=None)

    def times_asked(self, url: str) -> int:
        return sum(asked == url for asked, _ in self.fetcher.asked)

    def bodies(self) -> list[str]:
        return sorted(version.article.body for version in self.catalog.articles())


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    archive = Archive(tmp_path)
    yield archive
    archive.catalog.close()


def counts(report: IngestReport) -> tuple[int, int, int, int]:
    return report.added, report.unchanged, report.new_versions, len(report.failed)


# --- pages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("canonical", "stored"),
    [
        ("", PAGE),
        (f"{SITE}/ferry", f"{SITE}/ferry"),
        ("/ferry", f"{SITE}/ferry"),
        ("https://www.harbour-post.example/ferry", "https://www.harbour-post.example/ferry"),
        ("https://other-paper.example/scoop", PAGE),
    ],
)
def test_a_canonical_address_counts_on_the_pages_own_site_only(archive: Archive, canonical: str, stored: str) -> None:
    archive.answers[PAGE] = a_page("the ferry", canonical=canonical)
    assert counts(archive.ingest(PAGE)) == (1, 0, 0, 0)
    (version,) = archive.catalog.articles()
    assert version.article.url == stored
    assert version.article.fetched == NOW


def test_a_page_that_is_not_modified_is_unchanged_and_was_asked_with_its_own_validators(archive: Archive) -> None:
    validators = Validators('"v1"', "Mon, 02 Mar 2026 07:00:00 GMT")
    archive.answers[PAGE] = Fetched(PAGE, a_page("the ferry"), validators=validators)
    archive.ingest(PAGE)
    archive.answers[PAGE] = NotModified(PAGE)
    assert counts(archive.ingest(PAGE)) == (0, 1, 0, 0)
    assert archive.fetcher.asked[-1] == (PAGE, validators)


def test_a_page_without_an_article_fails_and_names_the_feed_that_it_links(archive: Archive) -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    archive.answers[PAGE] = f"<html><head><title>Post</title>{head}</head><body></body></html>".encode()
    (failed,) = archive.ingest(PAGE).failed
    assert failed.source == PAGE
    assert failed.reason.endswith(f"; the page names a feed, {FEED}")


def test_a_server_that_asks_for_patience_gets_it(archive: Archive) -> None:
    archive.answers[FEED] = FetchFailed(FEED, "it answered 429 (too many requests)", retry_after_s=3_600)
    archive.ingest(FEED)
    state = archive.catalog.fetch_state(FEED)
    assert state is not None
    assert state.next_try == NOW + timedelta(hours=1)


# --- feeds ---------------------------------------------------------------------------------------------------


def test_an_entry_with_its_whole_text_needs_no_page(archive: Archive) -> None:
    archive.answers[FEED] = a_feed(an_entry(text=text_about("the ferry")))
    assert counts(archive.ingest(FEED)) == (1, 0, 0, 0)
    assert [url for url, _ in archive.fetcher.asked] == [FEED]


def test_the_page_of_a_teaser_is_fetched_once_and_again_when_the_entry_changes(archive: Archive) -> None:
    archive.answers[FEED] = a_feed(an_entry())
    archive.answers[PAGE] = a_page("the ferry")
    assert counts(archive.ingest(FEED)) == (1, 0, 0, 0)
    assert archive.bodies() == [text_about("the ferry")]
    assert counts(archive.ingest(FEED)) == (0, 1, 0, 0)
    assert archive.times_asked(PAGE) == 1
    archive.answers[FEED] = a_feed(an_entry(text="The ferry sails again, later."))
    archive.answers[PAGE] = a_page("the late ferry")
    assert counts(archive.ingest(FEED)) == (0, 0, 1, 0)
    assert archive.times_asked(PAGE) == 2


@pytest.mark.parametrize("why", ["gone", "forbidden"])
def test_a_page_lastingly_out_of_reach_leaves_the_feeds_own_text_with_a_note(archive: Archive, why: str) -> None:
    archive.answers[FEED] = a_feed(an_entry())
    if why == "forbidden":
        archive.answers[PAGE] = a_page("the ferry")
        archive.answers[ROBOTS] = b"User-agent: *\nDisallow: /2026/\n"
    report = archive.ingest(FEED)
    assert counts(report) == (1, 0, 0, 0)
    (flagged,) = report.flagged
    assert flagged.reason.startswith(f"only the feed's own text is stored ({PAGE}: ")
    assert archive.bodies() == ["The ferry sails again."]
    assert archive.times_asked(PAGE) == (1 if why == "gone" else 0)
    assert counts(archive.ingest(FEED)) == (0, 1, 0, 0)


def test_a_page_out_of_order_is_tried_again_and_after_three_failures_the_feeds_text_is_taken(archive: Archive) -> None:
    archive.answers[FEED] = Fetched(FEED, a_feed(an_entry()), validators=Validators('"f1"'))
    archive.answers[PAGE] = TIMED_OUT
    for _ in range(PATIENCE - 1):
        assert counts(archive.ingest(FEED)) == (0, 0, 0, 1)
        archive.now += timedelta(days=1)
    report = archive.ingest(FEED)
    assert counts(report) == (1, 0, 0, 0)
    assert len(report.flagged) == 1
    assert archive.times_asked(PAGE) == PATIENCE


def test_a_page_that_failed_is_not_asked_again_before_its_time_and_then_goes_in(archive: Archive) -> None:
    archive.answers[FEED] = a_feed(an_entry())
    archive.answers[PAGE] = TIMED_OUT
    archive.ingest(FEED)
    archive.answers[PAGE] = a_page("the ferry")
    (failed,) = archive.ingest(FEED).failed
    assert "asked again after 2026-03-02 08:05 UTC" in failed.reason
    assert archive.times_asked(PAGE) == 1
    archive.now += timedelta(minutes=5)
    assert counts(archive.ingest(FEED)) == (1, 0, 0, 0)


def test_a_feed_whose_pages_failed_in_part_is_asked_for_whole_the_next_time(archive: Archive) -> None:
    archive.answers[FEED] = Fetched(
        FEED, a_feed(an_entry(), an_entry(f"{SITE}/b", guid="g2")), validators=Validators('"f1"')
    )
    archive.answers[PAGE] = TIMED_OUT
    archive.answers[f"{SITE}/b"] = a_page("the bridge")
    assert counts(archive.ingest(FEED)) == (1, 0, 0, 1)
    archive.ingest(FEED)
    assert archive.fetcher.asked[-1] == (FEED, Validators()) or (FEED, Validators()) in archive.fetcher.asked[-3:]


def test_a_feed_that_is_not_modified_brings_nothing_and_counts_nothing(archive: Archive) -> None:
    archive.answers[FEED] = Fetched(FEED, a_feed(an_entry(text=text_about("it"))), validators=Validators('"f1"'))
    archive.ingest(FEED)
    archive.answers[FEED] = NotModified(FEED)
    assert counts(archive.ingest(FEED)) == (0, 0, 0, 0)
    assert archive.fetcher.asked[-1] == (FEED, Validators('"f1"'))


def test_an_entry_that_the_feed_deletes_is_withdrawn_with_the_text_that_is_stored(archive: Archive) -> None:
    def atom(inner: str) -> bytes:
        return (
            '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">'
            f"<title>Harbour Post</title><id>urn:f</id><updated>2026-03-01T00:00:00Z</updated>{inner}</feed>"
        ).encode()

    archive.answers[FEED] = atom(
        f"<entry><id>urn:1</id><title>The ferry</title><updated>2026-03-01T00:00:00Z</updated>"
        f'<content type="text">{text_about("the ferry")}</content></entry>'
    )
    archive.ingest(FEED)
    archive.answers[FEED] = atom('<at:deleted-entry ref="urn:1" when="2026-03-02T00:00:00Z"/>')
    assert counts(archive.ingest(FEED)) == (0, 0, 1, 0)
    (version,) = archive.catalog.articles()
    assert (version.number, version.article.notice) == (2, "withdrawn")
    assert version.article.body == text_about("the ferry")
    assert counts(archive.ingest(FEED))[2] == 0


def test_a_feed_says_how_often_it_wants_to_be_asked(archive: Archive) -> None:
    archive.answers[FEED] = a_feed(an_entry(text=text_about("it")), ttl=90)
    archive.ingest(FEED)
    state = archive.catalog.fetch_state(FEED)
    assert state is not None
    assert (state.is_feed, state.title, state.next_try) == (True, "Harbour Post", NOW + timedelta(minutes=90))


def test_a_page_in_the_place_of_a_feed_is_no_article(archive: Archive) -> None:
    archive.answers[FEED] = a_feed(an_entry(text=text_about("the ferry")))
    archive.ingest(FEED)
    archive.answers[FEED] = a_page("this name for sale")
    (failed,) = archive.ingest(FEED).failed
    assert (failed.source, failed.reason) == (FEED, "no feed is there any more")
    assert archive.bodies() == [text_about("the ferry")]
    state = archive.catalog.fetch_state(FEED)
    assert state is not None
    assert (state.is_feed, state.failures_in_a_row) == (True, 1)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\x00\x01\x02",
        b"<rss version='2.0'><channel><item>&nope;<<",
        b"<rss",
        b'{"version": "https://jsonfeed',
        b"{",
    ],
)
def test_one_bad_feed_never_harms_the_rest(archive: Archive, broken: bytes) -> None:
    other = "https://valley-news.example/feed"
    archive.answers[FEED] = broken
    archive.answers[other] = a_feed(an_entry("https://valley-news.example/a", text=text_about("the valley")))
    report = archive.ingest(FEED, other)
    assert report.added == 1
    assert {failed.source for failed in report.failed} == {FEED}
    state = archive.catalog.fetch_state(FEED)
    assert state is not None
    assert state.failures_in_a_row == 1


def test_the_same_address_twice_is_asked_once(archive: Archive) -> None:
    archive.answers[PAGE] = a_page("the ferry")
    assert counts(archive.ingest(PAGE, PAGE)) == (1, 0, 0, 0)
    assert archive.times_asked(PAGE) == 1


# --- what one publisher may say of another's articles ----------------------------------------------------------

EVIL = "https://evil.example/feed"
LIE = text_about("a scandal that never was")


@pytest.fixture
def with_ferry(archive: Archive) -> Archive:
    archive.answers[PAGE] = a_page("the ferry")
    archive.ingest(PAGE)
    return archive


def ferry(archive: Archive) -> tuple[int, str, str]:
    found = archive.catalog.find(url=PAGE)
    assert found
    version = archive.catalog.latest(found)
    assert version is not None
    return version.number, version.article.body, version.article.notice


@pytest.mark.parametrize("guid", ["g", ""])
def test_a_feed_cannot_overwrite_the_article_of_another_publisher(with_ferry: Archive, guid: str) -> None:
    with_ferry.answers[EVIL] = a_feed(an_entry(PAGE, text=LIE, guid=guid))
    assert with_ferry.ingest(EVIL).new_versions == 0
    assert ferry(with_ferry) == (1, text_about("the ferry"), "")


def test_a_feed_cannot_say_that_another_publishers_article_is_withdrawn(with_ferry: Archive) -> None:
    with_ferry.answers[EVIL] = a_feed(an_entry(PAGE, title="WITHDRAWN: The ferry", text="Short."))
    with_ferry.ingest(EVIL)
    assert ferry(with_ferry) == (1, text_about("the ferry"), "")


@pytest.mark.parametrize("named", [{"id"}, {"url"}])
def test_data_behind_the_link_of_an_entry_cannot_name_another_publishers_article(
    with_ferry: Archive, named: set[str]
) -> None:
    victim = with_ferry.catalog.find(url=PAGE)
    fields = {"id": f'"id": "{victim}"', "url": f'"url": "{PAGE}"'}
    link = "https://evil.example/a.json"
    data = f'{{{", ".join(fields[name] for name in named)}, "body": "{LIE}"}}'.encode()
    with_ferry.answers[EVIL] = a_feed(an_entry(link))
    with_ferry.answers[link] = Fetched(link, data, media_type="application/json")
    with_ferry.ingest(EVIL)
    assert ferry(with_ferry) == (1, text_about("the ferry"), "")


def test_what_another_feed_said_of_an_address_is_not_taken_for_the_page_itself(archive: Archive) -> None:
    archive.answers[EVIL] = a_feed(an_entry(PAGE, text=LIE))
    archive.ingest(EVIL)
    archive.answers[PAGE] = a_page("the ferry")
    assert archive.ingest(PAGE).new_versions == 0
    archive.answers[EVIL] = a_feed(an_entry(PAGE, text=LIE + " It goes on."))
    archive.ingest(EVIL)
    assert text_about("the ferry") in archive.bodies()


def test_a_teaser_of_another_publishers_article_brings_that_page_under_its_own_identity(archive: Archive) -> None:
    archive.answers[EVIL] = a_feed(an_entry(PAGE))
    archive.answers[PAGE] = a_page("the ferry")
    archive.ingest(EVIL)
    (version,) = archive.catalog.articles()
    assert (version.article.url, version.article.guid, version.article.source) == (PAGE, "", "harbour-post.example")
    assert counts(archive.ingest(PAGE)) == (0, 1, 0, 0)


def test_the_same_guid_in_feeds_of_two_publishers_is_two_articles(archive: Archive) -> None:
    other = "https://valley-news.example/feed"
    archive.answers[FEED] = a_feed(an_entry(text=text_about("the ferry"), guid="1"))
    archive.answers[other] = a_feed(
        an_entry("https://valley-news.example/a", title="Valley", text=text_about("the valley"), guid="1")
    )
    assert archive.ingest(FEED, other).new_versions == 0
    assert archive.catalog.counts()["articles"] == 2


def test_the_same_guid_in_two_feeds_of_one_publisher_is_one_article(archive: Archive) -> None:
    entry = an_entry(text=text_about("the ferry"))
    archive.answers[FEED] = a_feed(entry)
    archive.answers["https://feeds.harbour-post.example/local"] = a_feed(entry)
    assert counts(archive.ingest(FEED, "https://feeds.harbour-post.example/local")) == (1, 1, 0, 0)


# --- crashes, order, threads -----------------------------------------------------------------------------------


class Interrupted(Exception):
    """The process ends here."""


def test_validators_are_never_stored_without_the_articles_that_came_with_them(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [an_entry(f"{SITE}/{n}", title=f"T{n}", text=text_about(f"ship {n}"), guid=str(n)) for n in range(100)]
    archive.answers[FEED] = Fetched(FEED, a_feed(*entries), validators=Validators('"f1"'))
    store, calls = archive.catalog.store, 0

    def dies_at_the_second(*batch: object) -> int:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise Interrupted
        return store(*batch)  # type: ignore[arg-type]

    monkeypatch.setattr(archive.catalog, "store", dies_at_the_second)
    with pytest.raises(Interrupted):
        archive.ingest(FEED)
    assert archive.catalog.fetch_state(FEED) is None
    monkeypatch.undo()
    report = archive.ingest(FEED)
    assert report.added + report.near_copies + report.unchanged == 100
    assert archive.catalog.counts()["articles"] == 100
    state = archive.catalog.fetch_state(FEED)
    assert state is not None
    assert state.validators == Validators('"f1"')


def test_a_record_of_the_fetch_follows_everything_that_came_from_it() -> None:
    web = Web(
        FakeFetcher({FEED: a_feed(an_entry(), an_entry(f"{SITE}/b", guid="g2")), PAGE: a_page("the ferry")}),
        lambda _: None,
        user_agent="Dateline",
        clock=lambda: NOW,
    )
    *before, last = web.read([Address(FEED)], {})
    assert isinstance(last, FetchRecord)
    assert last.url == FEED
    assert sum(isinstance(outcome, ReadArticle) for outcome in before) == 2


class Waiting:
    """Some addresses are answered only when the test lets them."""

    def __init__(self, slow: set[str], answers: Mapping[str, bytes]) -> None:
        self._slow = slow
        self._answers = answers
        self.may_go = threading.Event()
        self._lock = threading.Lock()
        self.asked = 0

    def fetch(self, url: str, *, validators: Validators = Validators()) -> Fetched:  # noqa: B008
        with self._lock:
            self.asked += 1
        if url in self._slow:
            assert self.may_go.wait(20)
        return Fetched(url, self._answers.get(url, a_page(url)))


def a_web(fetcher: Waiting) -> Web:
    return Web(fetcher, lambda _: None, user_agent="Dateline", clock=lambda: NOW)


def test_a_slow_address_keeps_nobody_waiting() -> None:
    pages = [f"{SITE}/{n}" for n in range(20)]
    fetcher = Waiting({pages[0]}, {})
    outcomes = a_web(fetcher).read([Address(page) for page in pages], {})
    first = [next(outcomes) for _ in range(2 * 19)]
    assert {o.article.url for o in first if isinstance(o, ReadArticle)} == set(pages[1:])
    fetcher.may_go.set()
    assert {o.article.url for o in outcomes if isinstance(o, ReadArticle)} == {pages[0]}


def test_a_stream_that_is_left_early_ends_its_threads() -> None:
    fetcher = Waiting(set(), {})
    outcomes = a_web(fetcher).read([Address(f"{SITE}/{n}") for n in range(500)], {})
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert fetcher.asked <= 3 * AT_ONCE
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("fetch")]


def test_few_answers_wait_in_memory_however_many_entries_a_feed_has() -> None:
    entries = [an_entry(f"{SITE}/{n}", guid=str(n)) for n in range(1_000)]
    fetcher = Waiting(set(), {FEED: a_feed(*entries), ROBOTS: b""})
    read = 0
    for outcome in a_web(fetcher).read([Address(FEED)], {}):
        read += isinstance(outcome, ReadArticle)
        # The feed and robots.txt; beside them what is read and what is under way.
        assert fetcher.asked - 2 <= read + 2 * AT_ONCE
    assert read == 1_000


# --- looking for the feed to subscribe to -------------------------------------------------------------------------


def front_page(*feeds: str) -> bytes:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{url}">' for url in feeds)
    return f"<html><head><title>Post</title>{links}</head><body>News</body></html>".encode()


def test_the_feed_of_a_front_page_is_found_even_behind_a_dead_one() -> None:
    web = Web(
        FakeFetcher({SITE: front_page("/dead", "/feed"), FEED: a_feed(an_entry())}),
        lambda _: None,
        user_agent="Dateline",
        clock=lambda: NOW,
    )
    found, facts = web.look(SITE)
    assert (found, facts.title) == (FEED, "Harbour Post")


@pytest.mark.parametrize("page", [front_page(), front_page("/dead"), b"{}", b""])
def test_an_address_without_a_feed_is_a_failure_that_says_so(page: bytes) -> None:
    web = Web(FakeFetcher({SITE: page}), lambda _: None, user_agent="Dateline", clock=lambda: NOW)
    with pytest.raises(FetchFailed):
        web.look(SITE)


def test_a_feed_that_moved_for_good_is_found_at_its_new_address() -> None:
    moved = replace(Fetched(FEED, a_feed(an_entry())), moved_to=f"{SITE}/new")
    web = Web(FakeFetcher({FEED: moved}), lambda _: None, user_agent="Dateline", clock=lambda: NOW)
    assert web.look(FEED)[0] == f"{SITE}/new"


def test_a_feed_named_by_a_list_is_told_with_the_list_and_its_place() -> None:
    web = Web(FakeFetcher(), lambda _: None, user_agent="Dateline", clock=lambda: NOW)
    failed, record = web.read([Address(FEED, "feeds.opml", "feed 1")], {})
    assert failed == FailedInput("feeds.opml", "feed 1", f"{FEED}: it answered 404 (not found)")
    assert isinstance(record, FetchRecord)
