"""Feed entries that are only teasers: the pages that have their text."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from rag.domain.errors import FetchFailed
from rag.domain.fetch import Fetched, FetchRecord, FetchState, NotModified
from rag.domain.ingest import FailedInput, InputOutcome, KnownInput, ReadArticle
from rag.ingest.decoding import Unreadable
from rag.ingest.fetch_state import validators_for
from rag.ingest.fetched import own_address, read_fetched
from rag.ingest.identity import host_of, same_site, vouches_for
from rag.ingest.robots import Robots
from rag.ports import Clock, Fetcher

PATIENCE = 3
"""After so many failures in a row of an entry's page, the feed's own text is taken instead."""


class EntryPages:
    """Fetches the page of an entry once, and again only when the entry changes; safe to use from several threads."""

    def __init__(
        self,
        fetcher: Fetcher,
        robots: Robots,
        known: Callable[[str], FetchState | None],
        *,
        user_agent: str,
        clock: Clock,
    ) -> None:
        self._fetcher = fetcher
        self._robots = robots
        self._user_agent = user_agent
        self._known = known
        self._clock = clock

    def read(self, entry: ReadArticle) -> list[InputOutcome]:
        """The entry with the text of its page, or with its own where the page is lastingly out of reach."""
        url, digest, now = entry.full_text_at, _digest(entry), self._clock()
        state = self._known(url)
        if state is not None and state.digest == digest:
            return [KnownInput(entry.source, entry.where)]
        if state is not None and state.next_try is not None and state.next_try > now:
            again = f"asked again after {state.next_try:%Y-%m-%d %H:%M} UTC"
            return [_failed(entry, f"its page failed before ({state.reason}) and is {again}")]
        try:
            return self._fetched(entry, state, digest)
        except FetchFailed as failure:
            return self._without_page(entry, failure, digest, state)
        except Unreadable as error:
            return self._without_page(entry, FetchFailed(url, str(error), lasting=True), digest, state)

    def _fetched(self, entry: ReadArticle, state: FetchState | None, digest: str) -> list[InputOutcome]:
        url = entry.full_text_at
        self._robots.require(url, self._user_agent)
        fetched = self._fetcher.fetch(url, validators=validators_for(state))
        if isinstance(fetched, NotModified):
            unchanged = FetchRecord(url, self._clock(), "not_modified", digest=digest)
            return [KnownInput(entry.source, entry.where), unchanged]
        article = joined(entry, _article_of(fetched, self._clock()))
        record = FetchRecord(url, self._clock(), "read", fetched.validators, digest)
        return [replace(article, article=replace(article.article, fetched=self._clock())), record]

    def _without_page(
        self, entry: ReadArticle, failure: FetchFailed, digest: str, state: FetchState | None
    ) -> list[InputOutcome]:
        url, reason = entry.full_text_at, failure.reason
        record = FetchRecord(url, self._clock(), "failed", reason=reason, retry_after_s=failure.retry_after_s)
        has_tried_enough = state is not None and state.failures_in_a_row + 1 >= PATIENCE
        if not (failure.lasting or has_tried_enough):
            return [_failed(entry, f"{url}: {reason}"), record]
        # The entry is done with, until it changes.
        record = replace(record, digest=digest)
        if not entry.article.body.strip():
            return [_failed(entry, f"{url}: {reason}"), record]
        return [replace(entry, full_text_at="", note=f"only the feed's own text is stored ({url}: {reason})"), record]


def joined(entry: ReadArticle, page: ReadArticle) -> ReadArticle:
    """The text of the page; its date, which the feed tells to machines, and what the page leaves out from the entry.

    An entry that points to another publisher's site, at once or by a redirect, keeps that page's own identity and
    date, and is not corrected or withdrawn on the feed's word.
    """
    own, told = page.article, entry.article
    is_of_feed = vouches_for(told.guid, own.url) if told.guid else same_site(told.url, own.url)
    published = (told.published or own.published) if is_of_feed else (own.published or told.published)
    return ReadArticle(
        replace(
            own,
            title=own.title or told.title,
            guid=told.guid if is_of_feed else "",
            published=published,
            dateline=own.dateline or told.dateline,
            modified=own.modified or told.modified,
            source=own.source or (told.source if is_of_feed else host_of(own.url)),
            authors=own.authors or told.authors,
            section=own.section or told.section,
            language=own.language or told.language,
            notice=(told.notice if is_of_feed else "") or own.notice,
        ),
        entry.source,
        entry.where,
        note=entry.note,
    )


def _article_of(fetched: Fetched, now: datetime) -> ReadArticle:
    found = [o for o in read_fetched(fetched, fetched.url, {}, now=now) if isinstance(o, ReadArticle)]
    if not found:
        raise Unreadable("no article was found in the page")
    article = found[0].article
    # A page may be data that names any id and any address; a feed must not reach other publishers' articles so.
    return replace(found[0], article=replace(article, id="", url=own_address(article.url, fetched.url)))


def _failed(entry: ReadArticle, reason: str) -> FailedInput:
    return FailedInput(entry.source, entry.where, reason)


def _digest(entry: ReadArticle) -> str:
    article = entry.article
    told = (article.title, article.body, article.dateline, str(article.modified))
    return hashlib.sha256("\x1e".join(told).encode()).hexdigest()[:16]
