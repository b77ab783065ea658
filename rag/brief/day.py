"""Which articles a briefing is about: those of its days, in the reader's time zone, and of its topic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rag.brief.terms import contained, terms
from rag.domain.answer import Searched
from rag.domain.article import Published, Version
from rag.domain.question import Filters
from rag.ports import Catalog

DayOf = Callable[[Published], date]
"""The day that an article belongs to, in the reader's time zone."""

_ONE_DAY = timedelta(days=1)
_LONG_AGO = date(1000, 1, 1)
_TOPIC_CHARACTERS = 20_000
"""How much of a body is read to tell whether it is about the topic."""


def articles_of(catalog: Catalog, since: date, until: date, zone: ZoneInfo) -> list[Version]:
    """Newest versions published in the days since..until of ``zone``, oldest first.

    An article without a time of day belongs to the day that was printed, whatever the zone.
    """
    first = min(midnight(since, zone), midnight(since, ZoneInfo("UTC")))
    last = max(midnight(until + _ONE_DAY, zone), midnight(until + _ONE_DAY, ZoneInfo("UTC")))
    found = catalog.published_between(first, last)
    return [v for v in found if v.article.published and since <= day_of(v.article.published, zone) <= until]


def changed_in(catalog: Catalog, since: date, until: date, zone: ZoneInfo) -> list[Version]:
    """Newest versions of articles published before ``since`` that were changed in the days since..until."""
    found = catalog.changed_between(midnight(since, zone), midnight(until + _ONE_DAY, zone))
    return [v for v in found if v.article.published and day_of(v.article.published, zone) < since]


def day_of(published: Published, zone: ZoneInfo) -> date:
    """The day that an article belongs to."""
    return published.at.date() if published.precision == "day" else published.at.astimezone(zone).date()


def about(versions: Sequence[Version], topic: str) -> list[Version]:
    """Those that hold every content word of the topic; all of them without a topic."""
    wanted = terms(topic).everything
    if not wanted:
        return list(versions)
    return [v for v in versions if contained(wanted, _words(v)) == 1.0]


def read_from(versions: Sequence[Version], zone: ZoneInfo) -> Searched:
    """What a page rests on: how many articles, from whom, from which day to which."""
    days = [day_of(v.article.published, zone) for v in versions if v.article.published]
    return Searched(
        articles=len(versions),
        sources=tuple(dict.fromkeys(v.article.source for v in versions if v.article.source)),
        since=min(days, default=None),
        until=max(days, default=None),
    )


def undated_count(catalog: Catalog) -> int:
    """How many articles of the archive can be in no day's briefing because nothing says when they appeared."""
    return catalog.searched(Filters()).articles - catalog.searched(Filters(since=_LONG_AGO)).articles


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which a day begins, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _words(version: Version) -> frozenset[str]:
    article = version.article
    return terms(f"{article.title}\n{article.dek}\n{article.body[:_TOPIC_CHARACTERS]}").everything
