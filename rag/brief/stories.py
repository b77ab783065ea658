"""The stories of some days: what was placed together, with what came before, day by day, and how each stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rag.brief.day import DayOf
from rag.domain.article import Notice, Version
from rag.domain.briefing import Story, StoryDay, StoryMember, StoryStatus

_EARLIER = 40
"""Articles of a story before the days of the briefing that are read again, newest ones."""

_ENDS = re.compile(
    r"(?i)\b(?:case|inquest|inquiry|investigation|trial|strike|dispute|search|operation|siege|festival|tournament|"
    r"evacuation|negotiations|talks)\s+(?:(?:is|are|was|were|has|have)\s+(?:now\s+|officially\s+)?(?:been\s+)?over\b|"
    r"(?:(?:is|are|was|were|has|have)\s+)?(?:now\s+|officially\s+)?(?:been\s+)?"
    r"(?:ended|closed|concluded|settled|called off|wound up)\b)"
    r"|\b(?:gets?|is given|sentenced to|jailed for|acquitted)\b[^.]{0,60}\b(?:years?|months?|of all)\b"
    r"|\b(?:deal|offer|agreement|settlement)\b[^.]{0,30}\b(?:accepted|approved|ratified|signed)\b"
    r"|\baccept(?:s|ed)?\b[^.]{0,30}\b(?:deal|offer|agreement|settlement)\b"
    r"|\bpass(?:es|ed)\b[^.]{0,30}\b(?:budget|bill|law)\b|\bwins?\b[^.]{0,30}\b(?:cup|final|title|election)\b"
    r"|\b(?:laid to rest|buried|takes? leave of)\b|\bsentenced\b$"
)
"""Headlines that say that it is over: verdicts, settlements, votes, finals, funerals."""


def distinct(versions: Sequence[Version], origins: Mapping[str, str]) -> list[Version]:
    """One version of each set of near-copies: the origin where it is there, else the first."""
    chosen: dict[str, Version] = {}
    for version in versions:
        origin = origins.get(version.article_id, version.article_id)
        if origin not in chosen or version.article_id == origin:
            chosen[origin] = version
    return list(chosen.values())


def stories_of(
    versions: Sequence[Version], members: Sequence[StoryMember], *, since: date, until: date, day_of: DayOf
) -> list[Story]:
    """The stories that the versions belong to, in the order of their first articles.

    ``versions`` are those of the days since..until, or changed in them; every one of them is among ``members``, which
    reach back as far as stories are followed. The title is the first headline of these days.
    """
    story_of = {m.place.article_id: m.place.story_id for m in members}
    told: dict[str, list[Version]] = {}
    for version in versions:
        told.setdefault(story_of[version.article_id], []).append(version)
    known: dict[str, list[Version]] = {}
    for member in members:
        if member.place.story_id in told:
            known.setdefault(member.place.story_id, []).append(member.version)
    return [_story(id_, own, known.get(id_, []), since, until, day_of) for id_, own in told.items()]


def _story(
    id_: str, own: Sequence[Version], known: Sequence[Version], since: date, until: date, day_of: DayOf
) -> Story:
    published = [(day_of(v.article.published), v) for v in known if v.article.published]
    ids = {v.article_id for v in own}
    earlier = [v for day, v in published if day < since and v.article_id not in ids]
    days = Counter(day for day, _ in published if day <= until)
    timeline = tuple(StoryDay(day, days[day]) for day in sorted(days))
    began_before = any(day.day < since for day in timeline)
    status = status_of([(v.article.title, v.article.notice) for v in own], began_before=began_before)
    return Story(id_, title_of(own), tuple(own), status, tuple(earlier[-_EARLIER:]), timeline)


def status_of(told: Sequence[tuple[str, Notice]], *, began_before: bool) -> StoryStatus:
    """Of a story, by the headline and the notice of each article of some days.

    Corrected by what the articles say of themselves, closed by what their headlines say of the story.
    """
    if any(notice for _, notice in told):
        return "corrected"
    if any(_ENDS.search(title) for title, _ in told):
        return "closed"
    return "developing" if began_before else "new"


def title_of(versions: Iterable[Version]) -> str:
    """The first headline; where no article has one, the beginning of the first text."""
    articles = [v.article for v in versions]
    titles = [a.title.strip() for a in articles if a.title.strip()]
    return titles[0] if titles else _cut(articles[0].dek or articles[0].body, 90)


def _cut(text: str, characters: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= characters else line[:characters].rsplit(" ", 1)[0] + "…"
