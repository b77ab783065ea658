"""days -> stories -> rank -> sentences -> difference to earlier briefings -> one page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from rag.answer.writer import Writer
from rag.brief.day import day_of, read_from, undated_count
from rag.brief.delta import in_order
from rag.brief.disputes import disputes
from rag.brief.draft import Draft, Drafting, beyond, briefed, withheld, worths
from rag.brief.fit import NO_ROOM, fit
from rag.brief.prose import Prose
from rag.brief.reading import Days, Reader, Reading
from rag.domain.article import Version
from rag.domain.briefing import BriefedStory, Briefing, Change, Paper
from rag.domain.question import Filters
from rag.ports import Catalog, Clock, Embedder, Typeset, Typesetter
from rag.render.briefing_json import briefing_as_json
from rag.render.wording import count, day_in_words

_COMPARED_STORIES = 8
"""Stories whose articles are compared with each other: more than one page tells."""


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
        self._catalog, self._typesetter, self._writer = catalog, typesetter, writer
        self._reader, self._embedder = Reader(catalog, embedder), embedder
        self._zone, self._clock = zone, clock

    def brief(
        self, day: date, *, since: date, until: date, topic: str, paper: Paper, watch: Sequence[str] = ()
    ) -> tuple[Briefing, Typeset]:
        """One page about the articles of since..until (inclusive, in the zone), dated ``day``, stored.

        Stories that name something of ``watch`` come first. Only briefings of earlier dates are compared with, so that
        the same date can be made again. Raises TypesettingFailed, and the ModelError where the model cannot be used at
        all (key or name refused).
        """
        days = Days(day, since, until, self._zone)
        reading = self._reader.read(days, topic=topic, watch=watch)
        prose = Prose(self._writer)
        made = self._drafts(reading, days, prose)
        told = self._told(made, reading)
        briefing = Briefing(
            date=day,
            since=since,
            until=until,
            timezone=self._zone.key,
            made=self._clock(),
            topic=topic,
            stories=told,
            delta=_delta(told, reading),
            omitted=(*reading.news.repeated, *withheld(made), *beyond(reading.ranked, NO_ROOM)),
            notes=(*prose.notes, *self._notes(reading.versions)),
            searched=read_from(reading.versions, self._zone),
            unread=self._unread(),
            watch=tuple(watch),
            compared_with=reading.earlier[0].date if reading.earlier else None,
            paper=paper,
            model=prose.model,
            usage=prose.usage,
            model_failure=prose.failure,
        )
        fitted, page = fit(briefing, worths(made), self._typesetter)
        stored = json.dumps(briefing_as_json(fitted), ensure_ascii=False)
        self._catalog.put_briefing(stored, day=fitted.date, topic=fitted.topic, made=fitted.made)
        return fitted, page

    def _drafts(self, reading: Reading, days: Days, prose: Prose) -> list[Draft]:
        changed = frozenset(c.statement.text for c in reading.changes)
        drafting = Drafting(prose, after=days.until, day_of=partial(day_of, zone=self._zone), changed=changed)
        return drafting.drafts(reading.ranked, reading.news.fresh)

    def _told(self, made: Sequence[Draft], reading: Reading) -> tuple[BriefedStory, ...]:
        told = [draft.ranked.story for draft in made[:_COMPARED_STORIES]]
        differ = {story.id: disputes(story, reading.origins, self._embedder) for story in told}
        return tuple(briefed(d, reading.changes, differ.get(d.ranked.story.id, ())) for d in made)

    def _notes(self, versions: Sequence[Version]) -> list[str]:
        notes: list[str] = []
        if not versions:
            notes.append(self._looked_at())
        if undated := undated_count(self._catalog):
            notes.append(f"{count(undated, 'article')} of the archive without a date cannot be assigned to a day.")
        return notes

    def _unread(self) -> tuple[str, ...]:
        """The feeds whose last fetch failed: what they had to tell may be missing."""
        failing = [h.feed for h in self._catalog.feeds() if h.state is not None and h.state.failures_in_a_row]
        return tuple(feed.title or feed.url for feed in failing)

    def _looked_at(self) -> str:
        """What the reader of an empty page must know: which days there is something for."""
        archive = self._catalog.searched(Filters())
        if archive.since is None or archive.until is None:
            return "The archive holds no dated article. Take articles in with: dateline ingest."
        period = f"from {day_in_words(archive.since)} to {day_in_words(archive.until)}"
        return f"The archive holds {count(archive.articles, 'article')}, {period}."


def _delta(told: Sequence[BriefedStory], reading: Reading) -> tuple[Change, ...]:
    """Nothing for a first briefing; else what was changed, and whatever else is told as new."""
    if not reading.earlier:
        return ()
    fresh = [Change("new", story.id, statement) for story in told for statement in story.statements]
    return in_order([*reading.changes, *fresh])
