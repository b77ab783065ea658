"""Feeds as a habit: subscriptions, and reading those that are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from rag.domain.errors import FeedNotFound, UsageError
from rag.domain.feed import Feed, FeedHealth, Imported, Refresh
from rag.domain.fetch import FetchState
from rag.domain.ingest import FailedInput, LinkedFeed
from rag.ingest.decoding import Unreadable
from rag.ingest.opml import opml_from
from rag.ingest.pipeline import Pipeline
from rag.ingest.readers.opml import read_opml
from rag.ingest.tally import Progress
from rag.ingest.web import Web
from rag.ports import Catalog, Clock


class Subscriptions:
    """The feeds that an archive follows, as their ``owner`` sees them: his own, and those that everybody shares.

    The shared ones belong to nobody in particular (""), which is also whoever works on the command line or at a machine
    of his own. What is known of an address is known once, however many follow it.
    """

    def __init__(self, catalog: Catalog, web: Web, pipeline: Pipeline, *, clock: Clock, owner: str = "") -> None:
        self._catalog = catalog
        self._web = web
        self._pipeline = pipeline
        self._clock = clock
        self._owner = owner

    def of(self, owner: str) -> Subscriptions:
        """The same feeds as somebody else sees them."""
        return Subscriptions(self._catalog, self._web, self._pipeline, clock=self._clock, owner=owner)

    def add(self, url: str, *, title: str = "") -> Feed:
        """Subscribe to the feed behind an address, or to the one that the page there names, after a look at it.

        Raises FetchFailed where there is none, UsageError for what is no address.
        """
        if not url.lower().startswith(("http://", "https://")):
            raise UsageError(f"{url!r} is not an address; give the whole of it, with https:// in front.")
        found, facts = self._web.look(url)
        known = next((health.feed for health in self.own() if health.feed.url == found), None)
        feed = Feed(found, title or (known.title if known else facts.title) or found, self._clock(), self._owner)
        self._subscribe(feed)
        return feed

    def all(self) -> list[FeedHealth]:
        """The owner's subscriptions and the shared ones, and how they fare, by title; a feed that is both is his."""
        return _once([h for h in self._catalog.feeds() if h.feed.owner in ("", self._owner)], self._owner)

    def own(self) -> list[FeedHealth]:
        """The owner's subscriptions alone, by title."""
        return self._catalog.feeds(owner=self._owner)

    def everybodys(self) -> list[FeedHealth]:
        """Every subscription, whoever's it is, by title; an address that several follow is there for each of them."""
        return self._catalog.feeds()

    def of_others(self) -> int:
        """How many feeds are followed by others alone."""
        return len({health.feed.url for health in self._catalog.feeds()} - {health.feed.url for health in self.all()})

    def remove(self, url: str) -> None:
        """End a subscription of the owner's; what came from it stays. Raises FeedNotFound."""
        if not self._catalog.remove_feed(url, owner=self._owner):
            raise FeedNotFound(url, owner=self._owner)

    def refresh(self, urls: Sequence[str] = (), *, progress: Progress | None = None) -> Refresh:
        """Read the feeds that are due, or those named, due or not: of the feeds that the owner sees, and, where that is
        nobody in particular, of everybody's. Raises FeedNotFound for one that is not among them."""
        feeds, now = self._within_reach(), self._clock()
        for missing in set(urls) - {health.feed.url for health in feeds}:
            raise FeedNotFound(missing)
        asked = [health for health in feeds if (health.feed.url in urls if urls else health.is_due(now))]
        report = self._pipeline.ingest(
            [health.feed.url for health in asked], stdin=None, names={}, wait=True, progress=progress
        )
        addresses = {health.feed.url for health in asked}
        after = tuple(health for health in self._within_reach() if health.feed.url in addresses)
        for health in after:
            if health.state is not None and health.state.moved_to:
                self._move(health.feed, health.state)
        return Refresh(report, after, tuple(health for health in feeds if health not in asked))

    def import_list(self, data: bytes, source: str) -> Imported:
        """Subscribe to every feed of an OPML list, without a look at them. Raises UsageError where it is no list."""
        known = {health.feed.url for health in self.own()}
        added: dict[str, Feed] = {}
        failed, listed = [], 0
        try:
            for outcome in read_opml(BytesIO(data), source, {}):
                if isinstance(outcome, FailedInput):
                    failed.append(outcome)
                elif isinstance(outcome, LinkedFeed):
                    listed += 1
                    if outcome.url not in known and outcome.url not in added:
                        title = outcome.title or outcome.url
                        added[outcome.url] = Feed(outcome.url, title, self._clock(), self._owner)
        except Unreadable as error:
            raise UsageError(f"{source} is not a list of feeds (OPML): {error}.") from error
        for feed in added.values():
            self._subscribe(feed)
        return Imported(tuple(added.values()), listed - len(added), tuple(failed))

    def _subscribe(self, feed: Feed) -> None:
        """From the first time on a feed is expected there, and nothing else is taken in its place."""
        self._catalog.add_fetch_state(FetchState(feed.url, 0, None, None, 0, is_feed=True))
        self._catalog.put_feed(feed)

    def _move(self, feed: Feed, state: FetchState) -> None:
        """To where its server says that it is for good, with what is known of it, for everyone who follows it."""
        self._catalog.add_fetch_state(replace(state, url=state.moved_to, moved_to=""))
        self._catalog.move_feed(feed.url, state.moved_to)

    def as_list(self) -> str:
        """What `all` gives, as OPML 2.0."""
        return opml_from([(health.feed.title, health.feed.url) for health in self.all()])

    def _within_reach(self) -> list[FeedHealth]:
        return self.all() if self._owner else _once(self._catalog.feeds(), self._owner)


def _once(feeds: Sequence[FeedHealth], owner: str) -> list[FeedHealth]:
    """Each address once, the owner's subscription before another's; in the order given."""
    own = {health.feed.url for health in feeds if health.feed.owner == owner}
    first: dict[str, FeedHealth] = {}
    for health in feeds:
        if health.feed.owner == owner or health.feed.url not in own:
            first.setdefault(health.feed.url, health)
    return list(first.values())
