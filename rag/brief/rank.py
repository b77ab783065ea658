"""The order of stories, by a score whose parts can be read: why is this one first?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log2

from rag.brief.stories import distinct
from rag.domain.article import Version
from rag.domain.briefing import Story

_PUBLISHERS = 1.0
_COPIES = 0.25
_NOVELTY = 0.8
_RECENCY = 0.5
_DEPTH = 0.15


@dataclass(frozen=True, slots=True)
class Ranked:
    """A story with the parts of its score; ``score`` is their sum."""

    story: Story
    parts: tuple[tuple[str, float], ...]

    @property
    def score(self) -> float:
        return sum(value for _, value in self.parts)


def rank(stories: Sequence[Story], novelty: Mapping[str, float], origins: Mapping[str, str]) -> list[Ranked]:
    """Best first. ``novelty`` maps a story's id to the share of it (0..1) that earlier briefings did not have.

    publishers: independent ones, each further one worth less. copies: publishers that only reprinted. novelty:
    what the reader has not had. recency: 1 for the newest article of these days, 0 for the oldest. depth: articles.
    """
    times = [_latest(s.versions) for s in stories]
    ranked = [Ranked(s, _parts(s, novelty.get(s.id, 1.0), origins, times)) for s in stories]
    return sorted(ranked, key=lambda r: (-r.score, r.story.title, r.story.id))


def _parts(
    story: Story, novelty: float, origins: Mapping[str, str], times: Sequence[datetime]
) -> tuple[tuple[str, float], ...]:
    sources = distinct(story.versions, origins)
    independent = len({v.article.source for v in sources})
    reprints = max(0, len(story.publishers) - independent)
    first, last = min(times), max(times)
    span = (last - first).total_seconds()
    recency = (_latest(story.versions) - first).total_seconds() / span if span else 1.0
    return (
        ("publishers", round(_PUBLISHERS * log2(1 + independent), 3)),
        ("copies", round(_COPIES * log2(1 + reprints), 3)),
        ("novelty", round(_NOVELTY * novelty, 3)),
        ("recency", round(_RECENCY * recency, 3)),
        ("depth", round(_DEPTH * log2(1 + len(sources)), 3)),
    )


def _latest(versions: Sequence[Version]) -> datetime:
    return max(v.article.published.at for v in versions if v.article.published)
