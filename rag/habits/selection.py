"""The catalog as one profile's briefing sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from rag.brief.day import about
from rag.domain.article import Article, Version
from rag.domain.feed import FeedHealth
from rag.domain.profile import Profile
from rag.ports import Catalog

_AT_ONCE = 200


class ProfileCatalog:
    """Shows the articles that the profile wants and the editions that its reader had; all else is the catalog's own.

    ``told_before`` is the first day whose editions the reader cannot have had; without it, whoever asks decides.
    ``number`` is that of the edition which was stored through it, 0 before.
    """

    def __init__(self, catalog: Catalog, profile: Profile, *, told_before: date | None = None) -> None:
        self._catalog, self._profile, self._told_before = catalog, profile, told_before
        self.number = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._catalog, name)

    def published_between(self, since: datetime, until: datetime) -> Iterator[Version]:
        """Of those published then, the ones that the profile wants; oldest first."""
        return wanted(self._catalog.published_between(since, until), self._profile)

    def changed_between(self, since: datetime, until: datetime) -> Iterator[Version]:
        """Of those changed then, the ones that the profile wants; by the date of publication."""
        return wanted(self._catalog.changed_between(since, until), self._profile)

    def briefings_before(self, day: date, *, topic: str = "") -> list[str]:
        """JSON of what the profile's reader had on earlier dates, latest first."""
        before, profile = self._told_before or day, self._profile
        return self._catalog.briefings_before(before, topic=topic, profile=profile.name, owner=profile.owner)

    def feeds(self) -> list[FeedHealth]:
        """Those that the profile's owner follows and the shared ones: what others follow is nobody else's affair."""
        return [health for health in self._catalog.feeds() if health.feed.owner in ("", self._profile.owner)]

    def put_briefing(self, briefing_json: str, *, day: date, topic: str, made: datetime) -> int:
        """Stored as the profile's."""
        profile = self._profile
        self.number = self._catalog.put_briefing(
            briefing_json, day=day, topic=topic, made=made, profile=profile.name, owner=profile.owner
        )
        return self.number


def wanted(versions: Iterator[Version], profile: Profile) -> Iterator[Version]:
    """Those that the profile's reader wants, in the order given; at most 200 are held at once."""
    # A watch list alone leaves nothing out: it only puts stories first.
    subjects = (*profile.topics, *profile.watch) if profile.topics else ()
    some: list[Version] = []
    for version in versions:
        if _is_from(version.article, profile):
            some.append(version)
        if len(some) == _AT_ONCE:
            yield from _about_any(some, subjects)
            some = []
    yield from _about_any(some, subjects)


def _is_from(article: Article, profile: Profile) -> bool:
    """Whether publisher, section and language are among those wanted."""
    return (
        _among(article.source, profile.publishers)
        and _among(article.section, profile.sections)
        and _among(article.language, profile.languages)
    )


def _among(value: str, allowed: Sequence[str]) -> bool:
    return not allowed or value.casefold() in {each.casefold() for each in allowed}


def _about_any(versions: Sequence[Version], subjects: Sequence[str]) -> Iterator[Version]:
    if not subjects:
        return iter(versions)
    kept = {v.article_id for subject in subjects for v in about(versions, subject)}
    return (v for v in versions if v.article_id in kept)
