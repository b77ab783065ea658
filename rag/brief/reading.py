"""What one briefing rests on: the articles of its days in their stories, and what the reader had before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from rag.brief.day import about, articles_of, changed_in, day_of, midnight
from rag.brief.delta import EarlierClaims, News, missed, news, revised_by_publishers, updates
from rag.brief.draft import STORIES_TOLD
from rag.brief.placing import FOLLOWED, place
from rag.brief.rank import Ranked, rank
from rag.brief.revised import printed_before
from rag.brief.stories import stories_of
from rag.domain.article import Version
from rag.domain.briefing import Briefing, Change, Story, StoryMember
from rag.ports import Catalog, Embedder
from rag.render.briefing_json import briefing_from_json

_COMPARED_DAYS = 30
_CATCHES_UP = timedelta(days=14)
_CAUGHT_UP = 1_000
_MEMBERS = 4_000
"""Articles that a new one is compared with: the newest of those in reach."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days since..until that a briefing dated ``day`` is about, inclusive, as the zone counts them."""

    day: date
    since: date
    until: date
    zone: ZoneInfo

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From the first moment to the one after the last, in UTC."""
        return midnight(self.since, self.zone), midnight(self.until + timedelta(days=1), self.zone)


@dataclass(frozen=True, slots=True)
class Reading:
    """``versions`` are the articles of the days, and those changed in them; ``changes`` what is not simply new.

    ``ranked`` is every story, first things first; ``earlier`` the briefings that were compared with, latest first.
    """

    versions: tuple[Version, ...]
    ranked: tuple[Ranked, ...]
    news: News
    changes: tuple[Change, ...]
    earlier: tuple[Briefing, ...]
    origins: Mapping[str, str]


class Reader:
    """Reads the articles of some days; every article that it meets gets its place in a story, for good."""

    def __init__(self, catalog: Catalog, embedder: Embedder) -> None:
        self._catalog, self._embedder = catalog, embedder

    def read(self, days: Days, *, topic: str, watch: Sequence[str] = ()) -> Reading:
        """The stories of the days that are about the topic, ranked, with what they say beyond earlier briefings."""
        earlier = self._earlier(min(days.day, days.since), topic)
        appeared = articles_of(self._catalog, days.since, days.until, days.zone)
        changed = changed_in(self._catalog, days.since, days.until, days.zone)
        members = self._placed([*changed, *appeared], days)
        versions = about([*changed, *appeared], topic)
        origins = self._catalog.origins([m.place.article_id for m in members])
        stories = stories_of(
            versions, members, since=days.since, until=days.until, day_of=partial(day_of, zone=days.zone)
        )
        said = EarlierClaims(earlier)
        printed = {v.article_id: printed_before(self._catalog, v, days.moments[0]) for v in changed}
        found = news(stories, origins, said, printed)
        ranked = rank(stories, found.novelty, origins, watch)
        changes = self._changes(ranked, found, earlier, days) if earlier else []
        return Reading(tuple(versions), tuple(ranked), found, tuple(changes), tuple(earlier), origins)

    def _earlier(self, day: date, topic: str) -> list[Briefing]:
        """What the reader had before, latest first; a briefing that told nothing is no day to compare with."""
        texts = self._catalog.briefings_before(day, topic=topic)[:_COMPARED_DAYS]
        return [briefing for text in texts if (briefing := briefing_from_json(text)).stories]

    def _placed(self, versions: Sequence[Version], days: Days) -> list[StoryMember]:
        """All articles in reach that have their place, with those of the days and of the two weeks before."""
        first, last = days.moments
        oldest = min((v.article.published.at for v in versions if v.article.published), default=first)
        reach = min(first, oldest) - FOLLOWED, last + FOLLOWED
        members = self._catalog.story_members(*reach, limit=_MEMBERS)
        known = {m.place.article_id for m in members}
        before = list(self._catalog.published_between(first - _CATCHES_UP, first))[-_CAUGHT_UP:]
        waiting = {v.article_id: v for v in [*before, *versions] if v.article_id not in known}
        if waiting:
            origins = self._catalog.origins([*known, *waiting])
            places = place(list(waiting.values()), members, origins, self._embedder)
            self._catalog.put_story_places(places)
            members += [StoryMember(p, waiting[p.article_id]) for p in places]
        return sorted(members, key=lambda m: (_at(m.version), m.place.article_id))

    def _changes(self, ranked: Sequence[Ranked], found: News, earlier: Sequence[Briefing], days: Days) -> list[Change]:
        stories: list[Story] = [r.story for r in ranked]
        revised = revised_by_publishers(self._catalog, stories, *days.moments)
        told = [c for s in stories[:STORIES_TOLD] for c in updates(s, found.fresh[s.id], self._embedder)]
        return [*revised, *missed(self._catalog, earlier, revised), *told]


def _at(version: Version) -> datetime:
    assert version.article.published is not None
    return version.article.published.at
