"""Subscriptions in the catalog: each its owner's, one address known once, and nothing lost where two add at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fakes import NoIndex, Sentences

from rag.adapters.sqlite import SqliteCatalog
from rag.archive.export_rows import row_from
from rag.archive.restore import Restorer
from rag.domain.feed import Feed
from rag.domain.fetch import FetchState, Validators

NOON = datetime(2025, 3, 20, 12, tzinfo=UTC)
URL, MOVED = "https://post.example/feed", "https://post.example/new"
ANNA, BEN = "anna@post.example", "ben@post.example"
READ = FetchState(URL, 7, NOON, None, 0, "", Validators('"seven"'), is_feed=True)


@pytest.fixture
def catalog(tmp_path: Path) -> SqliteCatalog:
    return SqliteCatalog(tmp_path)


def followed(catalog: SqliteCatalog, owner: str | None = None) -> list[tuple[str, str, str]]:
    """(owner, address, title) of each subscription."""
    return [(h.feed.owner, h.feed.url, h.feed.title) for h in catalog.feeds(owner=owner)]


def test_an_address_is_followed_by_each_owner_under_a_title_of_his_own(catalog: SqliteCatalog) -> None:
    for owner, title in (("", "Post"), (ANNA, "Morning paper"), (BEN, "Post of Ben")):
        catalog.put_feed(Feed(URL, title, NOON, owner))
    catalog.put_feed(Feed(URL, "Evening paper", NOON, ANNA))
    assert followed(catalog) == [(ANNA, URL, "Evening paper"), ("", URL, "Post"), (BEN, URL, "Post of Ben")]
    assert followed(catalog, ANNA) == [(ANNA, URL, "Evening paper")]
    assert followed(catalog, "") == [("", URL, "Post")]


def test_what_is_known_of_an_address_is_known_of_everyones_subscription_to_it(catalog: SqliteCatalog) -> None:
    catalog.put_feed(Feed(URL, "Post", NOON, ANNA))
    catalog.put_feed(Feed(URL, "Post", NOON, BEN))
    catalog.store((), [READ])
    assert [health.state for health in catalog.feeds()] == [READ, READ]


def test_only_ones_own_subscription_is_ended(catalog: SqliteCatalog) -> None:
    catalog.put_feed(Feed(URL, "Post", NOON))
    catalog.put_feed(Feed(URL, "Post", NOON, ANNA))
    assert not catalog.remove_feed(URL, owner=BEN)
    assert catalog.remove_feed(URL, owner=ANNA)
    assert followed(catalog) == [("", URL, "Post")]
    assert catalog.remove_feed(URL)
    assert not catalog.remove_feed(URL)


def test_a_feed_that_moves_does_so_for_everyone_who_follows_it(catalog: SqliteCatalog) -> None:
    catalog.put_feed(Feed(URL, "Anna's", NOON, ANNA))
    catalog.put_feed(Feed(URL, "Ben's old", NOON, BEN))
    catalog.put_feed(Feed(MOVED, "Ben's new", NOON, BEN))
    catalog.move_feed(URL, MOVED)
    assert followed(catalog) == [(ANNA, MOVED, "Anna's"), (BEN, MOVED, "Ben's new")]


def test_what_is_known_of_an_address_is_not_overwritten_by_who_follows_it_next(catalog: SqliteCatalog) -> None:
    assert catalog.add_fetch_state(READ)
    assert not catalog.add_fetch_state(FetchState(URL, 0, None, None, 0, is_feed=True))
    assert catalog.fetch_state(URL) == READ


def test_owners_who_add_the_same_feed_at_once_each_have_it(catalog: SqliteCatalog, tmp_path: Path) -> None:
    other = SqliteCatalog(tmp_path)
    owners = [f"reader{n}@post.example" for n in range(12)]

    def adding(number: int, owner: str) -> Callable[[], None]:
        return lambda: (catalog, other)[number % 2].put_feed(Feed(URL, "Post", NOON, owner))

    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(adding(n, owner)) for n, owner in enumerate(owners)]:
            done.result()
    assert followed(catalog) == sorted((owner, URL, "Post") for owner in owners)


def test_feeds_keep_their_owners_through_an_export(catalog: SqliteCatalog, tmp_path: Path) -> None:
    catalog.put_feed(Feed(URL, "Post", NOON))
    catalog.put_feed(Feed(URL, "Anna's", NOON, ANNA))
    catalog.store((), [READ])
    lines = [json.dumps(row) for row in catalog.export_rows()]
    other = SqliteCatalog(tmp_path / "other")
    report = Restorer(other, Sentences(), NoIndex()).restore(lines, "export")
    assert (report.failed, report.restored["feed"]) == ((), 2)
    assert (other.feeds(), other.fetch_state(URL)) == (catalog.feeds(), READ)
    assert Restorer(other, Sentences(), NoIndex()).restore(lines, "export").restored.total() == 0


def test_a_feed_of_an_older_export_is_everybodys(catalog: SqliteCatalog) -> None:
    row = row_from({"kind": "feed", "url": URL, "title": "Post", "added": NOON.isoformat()})
    assert row.put_into(catalog)  # type: ignore[union-attr]
    assert followed(catalog) == [("", URL, "Post")]
