"""The order of stories, by a score whose parts can be read: why is this one first?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log2

from rag.brief.roles import is_opinion
from rag.brief.stories import distinct
from rag.brief.terms import contained, terms
from rag.domain.article import Version
from rag.domain.briefing import Story

_PUBLISHERS = 1.0
_COPIES = 0.25
_NOVELTY = 0.8
_RECENCY = 0.3
_DEPTH = 0.15
_PROMINENCE = 0.25
_HARM = 0.8
_WATCHED, _MENTIONED = 2.0, 1.0
_LEAD_CHARACTERS = 400
_BODY_CHARACTERS = 8_000

_HARMED = re.compile(
    r"(?i)\b(?:dead|die[sd]?|dies|deaths?|killed|kills|fatal|injured|wounded|evacuat\w+|emergency|collapsed?|explosion|"
    r"missing|resign\w*|war|attack\w*|outbreak|red warning|without power|danger|flee\w*|tote[nr]?|verletzte?)\b"
)
"""Words of danger to people, or of a government that falls, in headline or lead."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A story with the parts of its score; ``score`` is their sum."""

    story: Story
    parts: tuple[tuple[str, float], ...]

    @property
    def score(self) -> float:
        return sum(value for _, value in self.parts)


def rank(
    stories: Sequence[Story], novelty: Mapping[str, float], origins: Mapping[str, str], watch: Sequence[str] = ()
) -> list[Ranked]:
    """Best first. ``novelty`` maps a story's id to the share of it (0..1) that earlier briefings did not have.

    publishers: independent ones, each further one worth less. copies: publishers that only reprinted. novelty:
    what the reader has not had. recency: 1 for the newest article of these days, 0 for the oldest. depth: articles.
    prominence: how much was written about it in the weeks before. harm: its lead tells of danger to people.
    watched: a name of the reader's watch list in headline or lead, half of it where it stands further below.
    """
    times = [_latest(s.versions) for s in stories]
    ranked = [Ranked(s, _parts(s, novelty.get(s.id, 1.0), origins, times, watch)) for s in stories]
    return sorted(ranked, key=lambda r: (-r.score, r.story.title, r.story.id))


def _parts(
    story: Story,
    novelty: float,
    origins: Mapping[str, str],
    times: Sequence[datetime],
    watch: Sequence[str],
) -> tuple[tuple[str, float], ...]:
    sources = [v for v in distinct(story.versions, origins) if not is_opinion(v.article)]
    independent = len({v.article.source for v in sources})
    reprints = max(0, len(story.publishers) - independent)
    first, last = min(times), max(times)
    span = (last - first).total_seconds()
    recency = (_latest(story.versions) - first).total_seconds() / span if span else 1.0
    before = sum(day.articles for day in story.timeline) - len(story.versions)
    parts = {
        "publishers": _PUBLISHERS * log2(1 + independent),
        "copies": _COPIES * log2(1 + reprints),
        "novelty": _NOVELTY * novelty,
        "recency": _RECENCY * recency,
        "depth": _DEPTH * log2(1 + len(sources)),
        "prominence": _PROMINENCE * log2(1 + max(0, before)),
        "harm": _HARM * any(_HARMED.search(_head(v)) for v in sources),
        "watched": max((_interest(v, watch) for v in story.versions), default=0.0) if watch else 0.0,
    }
    return tuple((name, round(value, 3)) for name, value in parts.items())


def _interest(version: Version, watch: Sequence[str]) -> float:
    head, body = _words(_head(version)), _words(version.article.body[:_BODY_CHARACTERS])
    for worth, words in ((_WATCHED, head), (_MENTIONED, head | body)):
        if any(wanted and contained(wanted, words) == 1.0 for wanted in map(_words, watch)):
            return worth
    return 0.0


def _words(text: str) -> frozenset[str]:
    return terms(text).everything


def _head(version: Version) -> str:
    article = version.article
    return f"{article.title}. {article.dek} {article.body[:_LEAD_CHARACTERS]}"


def _latest(versions: Sequence[Version]) -> datetime:
    return max(v.article.published.at for v in versions if v.article.published)
