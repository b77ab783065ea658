"""day -> stories -> rank -> sentences -> difference to earlier briefings -> one page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from rag.answer.writer import Writer
from rag.brief.day import about, articles_of, read_from, undated_count
from rag.brief.delta import EarlierClaims, changes, corrections, news
from rag.brief.draft import beyond, briefed, drafts, withheld, worths
from rag.brief.fit import NO_ROOM, fit
from rag.brief.prose import Prose
from rag.brief.rank import rank
from rag.brief.stories import continued, group
from rag.brief.telling import Candidate, candidates
from rag.domain.article import Version
from rag.domain.briefing import BriefedStory, Briefing, Change, Omitted, Paper, Story
from rag.domain.question import Filters
from rag.ports import Catalog, Clock, Embedder, Typeset, Typesetter
from rag.render.briefing_json import briefing_as_json, briefing_from_json
from rag.render.wording import count, day_in_words

_COMPARED_DAYS = 30
_FOLLOWED_DAYS = 7


class Briefer:
    """Makes, stores and sets briefings; with a writer in prose, else in the articles' own sentences."""

    def __init__(
        self,
        catalog: Catalog,
        embedder: Embedder,
        typesetter: Typesetter,
        writer: Writer | None,
        *,
        zone: ZoneInfo,
        clock: Clock,
    ) -> None:
        self._catalog, self._embedder, self._typesetter, self._writer = catalog, embedder, typesetter, writer
        self._zone, self._clock = zone, clock

    def brief(self, day: date, *, since: date, until: date, topic: str, paper: Paper) -> tuple[Briefing, Typeset]:
        """One page about the articles of since..until (inclusive, in the zone), dated ``day``, stored.

        Only briefings of earlier dates are compared with, so that the same date can be made again. Raises
        TypesettingFailed, and the ModelError where the model cannot be used at all (key or name refused).
        """
        earlier = self._earlier(min(day, since), topic)
        versions = about(articles_of(self._catalog, since, until, self._zone), topic)
        origins = self._catalog.origins([v.article_id for v in versions])
        stories = self._stories(versions, origins, earlier)
        said = EarlierClaims(earlier)
        fresh, repeated, novelty = _news_of(stories, origins, said)
        ranked = rank(stories, novelty, origins)
        prose = Prose(self._writer)
        made = drafts(ranked, fresh, prose)
        corrected = corrections(self._catalog, earlier)
        told = tuple(briefed(draft, corrected) for draft in made)
        briefing = Briefing(
            date=day,
            since=since,
            until=until,
            timezone=self._zone.key,
            made=self._clock(),
            topic=topic,
            stories=told,
            delta=_delta(told, corrected, said) if earlier else (),
            omitted=(*repeated, *withheld(made), *beyond(ranked, NO_ROOM)),
            notes=(*prose.notes, *self._notes(versions)),
            searched=read_from(versions, self._zone),
            compared_with=earlier[0].date if earlier else None,
            paper=paper,
            model=prose.model,
            usage=prose.usage,
            model_failure=prose.failure,
        )
        fitted, page = fit(briefing, worths(made), self._typesetter)
        stored = json.dumps(briefing_as_json(fitted), ensure_ascii=False)
        self._catalog.put_briefing(stored, day=fitted.date, topic=fitted.topic, made=fitted.made)
        return fitted, page

    def typeset(self, briefing: Briefing) -> Typeset:
        """The page of a briefing that was stored earlier, set again. Raises TypesettingFailed."""
        return fit(briefing, {}, self._typesetter)[1]

    def _earlier(self, day: date, topic: str) -> list[Briefing]:
        """What the reader had before, latest first; a briefing that told nothing is no day to compare with."""
        texts = self._catalog.briefings_before(day, topic=topic)[:_COMPARED_DAYS]
        return [briefing for text in texts if (briefing := briefing_from_json(text)).stories]

    def _stories(
        self, versions: Sequence[Version], origins: Mapping[str, str], earlier: Sequence[Briefing]
    ) -> list[Story]:
        recent = [story for briefing in earlier[:_FOLLOWED_DAYS] for story in briefing.stories]
        return continued(group(versions, origins, self._embedder), recent, self._embedder)

    def _notes(self, versions: Sequence[Version]) -> list[str]:
        notes: list[str] = []
        if not versions:
            notes.append(self._looked_at())
        if undated := undated_count(self._catalog):
            notes.append(f"{count(undated, 'article')} of the archive without a date cannot be assigned to a day.")
        return notes

    def _looked_at(self) -> str:
        """What the reader of an empty page must know: which days there is something for."""
        archive = self._catalog.searched(Filters())
        if archive.since is None or archive.until is None:
            return "The archive holds no dated article. Take articles in with: dateline ingest."
        period = f"from {day_in_words(archive.since)} to {day_in_words(archive.until)}"
        return f"The archive holds {count(archive.articles, 'article')}, {period}."


def _news_of(
    stories: Sequence[Story], origins: Mapping[str, str], said: EarlierClaims
) -> tuple[dict[str, list[Candidate]], list[Omitted], dict[str, float]]:
    """By story id the new sentences and their share of all; and the sentences that the reader had before."""
    fresh: dict[str, list[Candidate]] = {}
    omitted: list[Omitted] = []
    novelty: dict[str, float] = {}
    for story in stories:
        all_of_it = candidates(story, origins)
        fresh[story.id], repeated = news(story, all_of_it, said)
        novelty[story.id] = len(fresh[story.id]) / len(all_of_it)
        omitted += repeated
    return fresh, omitted, novelty


def _delta(told: Sequence[BriefedStory], corrected: Sequence[Change], said: EarlierClaims) -> tuple[Change, ...]:
    """Corrections first, then new values, then what is new."""
    settled = {c.statement for c in corrected}
    found = [c for c in changes([(s.id, s.statements) for s in told], said) if c.statement not in settled]
    return (*corrected, *sorted(found, key=lambda c: c.kind != "updated"))
