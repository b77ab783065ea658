"""Addresses as streams of articles: pages, feeds with the pages that their entries point to, lists of feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TypeVar

from rag.domain.errors import FetchFailed
from rag.domain.fetch import Fetched, FetchRecord, FetchState, NotModified, Validators
from rag.domain.ingest import FailedInput, InputOutcome, KnownInput, LinkedFeed, ReadArticle, ReadOutcome
from rag.ingest.clean import clean_line
from rag.ingest.decoding import Unreadable
from rag.ingest.discovery import feeds_named_in
from rag.ingest.entry_pages import EntryPages
from rag.ingest.fetch_state import validators_for
from rag.ingest.fetched import read_fetched
from rag.ingest.identity import guid_in_feed, same_site
from rag.ingest.readers.entries import FeedFacts
from rag.ingest.readers.feed import feed_facts, parse_feed
from rag.ingest.robots import Robots
from rag.ports import Clock, Fetcher

AT_ONCE = 8
"""Fetches under way at once, and answers (of at most 15 MiB) that wait to be read."""

T = TypeVar("T")
Answer = Fetched | NotModified | FetchFailed


@dataclass(frozen=True, slots=True)
class Address:
    """An address that is to be read; ``source`` and ``where`` say what named it, where that was a list of feeds."""

    url: str
    source: str = ""
    where: str = ""


class Web:
    """Reads addresses; ``known`` tells what earlier fetches of an address came to.

    Writes nothing: how each fetch ended is told by a FetchRecord, after everything that came from it.
    """

    def __init__(
        self, fetcher: Fetcher, known: Callable[[str], FetchState | None], *, user_agent: str, clock: Clock
    ) -> None:
        self._fetcher = fetcher
        self._known = known
        self._user_agent = user_agent
        self._clock = clock

    def read(self, addresses: Sequence[Address], names: Mapping[str, str]) -> Iterator[InputOutcome]:
        """What each address holds, as the answers come: one that is slow or broken keeps nobody waiting.

        The feeds of a list are read after the addresses that are given; a list of lists is not followed.
        """
        if not addresses:
            return
        # The rules of each site are asked for once a run.
        pages = EntryPages(
            self._fetcher, Robots(self._fetcher), self._known, user_agent=self._user_agent, clock=self._clock
        )
        pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="fetch")
        try:
            linked: list[Address] = []
            for outcome in self._read(pool, addresses, names, pages):
                if isinstance(outcome, LinkedFeed):
                    linked.append(Address(outcome.url, outcome.source, outcome.where))
                else:
                    yield outcome
            for outcome in self._read(pool, linked, names, pages):
                if not isinstance(outcome, LinkedFeed):
                    yield outcome
        finally:
            pool.shutdown(cancel_futures=True)

    def look(self, url: str) -> tuple[str, FeedFacts]:
        """The feed behind an address, or the first that the page there names: its address, and what it says of itself.

        Raises FetchFailed, also where there is no feed.
        """
        fetched = self._fetch(url)
        facts = feed_facts(fetched.body)
        if facts is not None:
            return fetched.moved_to or url, facts
        failure = FetchFailed(url, "neither a feed nor a page that names one", lasting=True)
        for named in feeds_named_in(fetched.body, fetched.url):
            try:
                found = self._fetch(named)
            except FetchFailed as error:
                failure = error
                continue
            if (facts := feed_facts(found.body)) is not None:
                return found.moved_to or named, facts
        raise failure

    def _fetch(self, url: str) -> Fetched:
        fetched = self._fetcher.fetch(url)
        assert isinstance(fetched, Fetched)  # no validators were sent
        return fetched

    def _read(
        self, pool: ThreadPoolExecutor, addresses: Sequence[Address], names: Mapping[str, str], pages: EntryPages
    ) -> Iterator[ReadOutcome]:
        distinct = {address.url: address for address in addresses}.values()
        for address, answer in _in_parallel(pool, (partial(self._answer, address) for address in distinct)):
            if isinstance(answer, FetchFailed):
                yield from self._in_vain(address, answer.reason, answer.retry_after_s)
            elif isinstance(answer, NotModified):
                yield from self._unchanged(address)
            elif (facts := feed_facts(answer.body)) is not None:
                yield from self._feed(address, answer, facts, pool, pages)
            elif self._was_feed(address):
                yield from self._in_vain(address, _advised("no feed is there any more", answer))
            else:
                yield from self._page(address, answer, names)

    def _answer(self, address: Address) -> tuple[Address, Answer]:
        try:
            return address, self._fetcher.fetch(address.url, validators=validators_for(self._known(address.url)))
        except FetchFailed as failure:
            return address, failure

    def _in_vain(
        self, address: Address, reason: str, retry_after_s: float | None = None
    ) -> Iterator[FailedInput | FetchRecord]:
        yield _failed(address, reason)
        yield FetchRecord(address.url, self._clock(), "failed", reason=reason, retry_after_s=retry_after_s)

    def _was_feed(self, address: Address) -> bool:
        """Whether a feed is expected there: a page in its place (a sale of the name, a login) is no article."""
        state = self._known(address.url)
        return bool(address.source) or (state is not None and state.is_feed)

    def _unchanged(self, address: Address) -> Iterator[ReadOutcome]:
        state = self._known(address.url)
        if state is None or not state.is_feed:
            yield KnownInput(address.url)
        yield FetchRecord(address.url, self._clock(), "not_modified")

    def _page(self, address: Address, fetched: Fetched, names: Mapping[str, str]) -> Iterator[ReadOutcome]:
        """Whatever an address holds that is no feed; what was read in vain is asked for whole the next time."""
        record = FetchRecord(address.url, self._clock(), "read", fetched.validators, moved_to=fetched.moved_to)
        failed, is_in_vain = None, True
        try:
            for outcome in read_fetched(fetched, address.url, names, now=self._clock()):
                failed = outcome if isinstance(outcome, FailedInput) else failed
                is_in_vain = is_in_vain and isinstance(outcome, FailedInput)
                yield self._dated(outcome)
            yield replace(record, outcome="failed", reason=failed.reason) if failed and is_in_vain else record
        except Unreadable as error:
            yield from self._in_vain(address, _advised(str(error), fetched))

    def _feed(
        self, address: Address, fetched: Fetched, facts: FeedFacts, pool: ThreadPoolExecutor, pages: EntryPages
    ) -> Iterator[ReadOutcome]:
        """The entries, those that are teasers with the text of their pages; then how the fetch ended."""
        teasers: list[ReadArticle] = []
        try:
            for outcome in parse_feed(fetched.body, address.url, base_url=fetched.url, charset=fetched.charset):
                entry = self._dated(_in_feed(outcome, fetched.url))
                if isinstance(entry, ReadArticle) and entry.full_text_at:
                    teasers.append(entry)
                else:
                    yield entry
        except Unreadable as error:
            yield from self._in_vain(address, str(error))
            return
        has_failed = False
        for outcomes in _in_parallel(pool, (partial(pages.read, teaser) for teaser in teasers)):
            has_failed = has_failed or any(isinstance(outcome, FailedInput) for outcome in outcomes)
            yield from outcomes
        yield FetchRecord(
            address.url,
            self._clock(),
            "read",
            # Asked with validators a feed is "not modified", and pages that failed would never be tried again.
            Validators() if has_failed else fetched.validators,
            is_feed=True,
            title=facts.title,
            moved_to=fetched.moved_to,
            retry_after_s=60.0 * facts.refresh_minutes if facts.refresh_minutes else None,
        )

    def _dated(self, outcome: ReadOutcome) -> ReadOutcome:
        if not isinstance(outcome, ReadArticle):
            return outcome
        return replace(outcome, article=replace(outcome.article, fetched=self._clock()))


def _in_feed(outcome: ReadOutcome, feed_url: str) -> ReadOutcome:
    """An entry with a guid that no other publisher's feed can give."""
    if not isinstance(outcome, ReadArticle):
        return outcome
    article = outcome.article
    # An address on another site is only what this feed says: it must not decide whose article this is.
    is_foreign = bool(article.url) and not same_site(article.url, feed_url)
    guid = article.guid or (article.url if is_foreign else "")
    return replace(outcome, article=replace(article, guid=guid_in_feed(guid, feed_url)))


def _advised(reason: str, fetched: Fetched) -> str:
    """The reason, with the feed that the page names."""
    feeds = feeds_named_in(fetched.body, fetched.url)
    return f"{reason}; the page names a feed, {clean_line(feeds[0])}" if feeds else reason


def _failed(address: Address, reason: str) -> FailedInput:
    url = clean_line(address.url)
    if address.source:
        return FailedInput(address.source, address.where or url, f"{url}: {reason}")
    return FailedInput(url, "", reason)


def _in_parallel(pool: ThreadPoolExecutor, tasks: Iterable[Callable[[], T]]) -> Iterator[T]:
    """Results as they come; tasks are drawn as results are taken, so that few of them wait in memory."""
    left, waiting = iter(tasks), set[Future[T]]()
    while True:
        waiting |= {pool.submit(task) for task in islice(left, AT_ONCE - len(waiting))}
        if not waiting:
            return
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            yield future.result()
