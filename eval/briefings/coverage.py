"""Whether a day's stories are on its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil

from eval.briefings.gold import DayStory
from eval.briefings.share import Share
from rag.domain.briefing import Briefing


def story_coverage(stories: Sequence[DayStory], briefings: Mapping[date, Briefing]) -> Share:
    """Of the gold stories of days that have a briefing, those of which it cites an article, among its stories or in
    its difference."""
    wanted = [story for story in stories if story.day in briefings]
    cited = {day: _cited(briefing) for day, briefing in briefings.items()}
    return Share(sum(bool(story.articles & cited[story.day]) for story in wanted), len(wanted))


def leading(stories: Sequence[DayStory]) -> list[DayStory]:
    """The upper third of each day by rank, at least one: the order below it is a matter of taste."""
    per_day: dict[date, list[DayStory]] = {}
    for story in sorted(stories, key=lambda s: (s.day, s.rank)):
        per_day.setdefault(story.day, []).append(story)
    return [story for of_day in per_day.values() for story in of_day[: ceil(len(of_day) / 3)]]


def _cited(briefing: Briefing) -> frozenset[str]:
    statements = [*briefing.statements, *(change.statement for change in briefing.delta)]
    return frozenset(citation.article_id for statement in statements for citation in statement.citations)
