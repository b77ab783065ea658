"""Subscriptions as text and as JSON."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from rag.domain.feed import Feed, FeedHealth
from rag.domain.fetch import FetchState
from rag.domain.ingest import IngestReport
from rag.render.feeds import feed_lines, feeds_as_json, refresh_as_json, refresh_lines

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
FEED = Feed("https://post.example/feed", "Post", NOW)
NEW = FeedHealth(FEED, None)
EXPECTED = FeedHealth(FEED, FetchState(FEED.url, 0, None, None, 0, is_feed=True))
GOOD = FeedHealth(FEED, FetchState(FEED.url, 4, NOW, None, 0))
BAD = FeedHealth(FEED, FetchState(FEED.url, 5, NOW, NOW, 2, "it answered 503", next_try=NOW + timedelta(minutes=10)))


def standing(health: FeedHealth) -> str:
    title, url, last = feed_lines([health])
    assert (title.text, url.text) == ("Post", FEED.url)
    return last.text


def test_how_a_feed_fares_is_said_in_words() -> None:
    assert standing(NEW) == standing(EXPECTED) == "never asked"
    assert standing(GOOD) == "read at 2026-03-02 08:00 UTC"
    assert standing(BAD) == (
        "failed 2 times in a row, last at 2026-03-02 08:00 UTC: it answered 503; asked again after 2026-03-02 08:10 UTC"
    )


def test_without_subscriptions_the_way_to_one_is_named() -> None:
    assert [line.text for line in feed_lines([])] == ["No subscriptions. `dateline feeds add URL` makes one."]


def test_a_refresh_names_the_feeds_that_failed_and_no_other() -> None:
    texts = [line.text for line in refresh_lines(IngestReport(), [GOOD, BAD], [NEW])]
    assert "2 feeds asked, 1 failed, 1 not due" in texts
    assert texts.count(FEED.url) == 1


def test_json_has_null_for_what_is_not_known() -> None:
    (new,) = feeds_as_json([NEW])["feeds"]  # type: ignore[misc, attr-defined]
    assert (new["fetches"], new["last_success"], new["error"], new["next_try"]) == (0, None, None, None)
    done = refresh_as_json(IngestReport(added=1), [BAD], [NEW])
    assert (done["added"], done["not_due"]) == (1, [FEED.url])
    (bad,) = done["feeds"]  # type: ignore[misc]
    assert (bad["error"], bad["next_try"]) == ("it answered 503", "2026-03-02T08:10:00Z")
