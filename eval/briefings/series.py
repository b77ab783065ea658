"""All measures of a series of briefings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.briefings.coverage import leading, story_coverage
from eval.briefings.delta import delta_precision, delta_recall, reported
from eval.briefings.gold import BriefingGold
from eval.briefings.page import one_page, overfull, page_fill
from eval.briefings.repeats import repeats
from rag.domain.briefing import Briefing


@dataclass(frozen=True, slots=True)
class BriefingScore:
    """A measure's value over ``n`` items, sentences, stories or pages; None where it applies to nothing."""

    name: str
    value: float | None
    n: int


def score_series(gold: BriefingGold, briefings: Sequence[Briefing]) -> tuple[BriefingScore, ...]:
    """Every measure of briefings of one reader; of several of one date the last counts."""
    by_day = {briefing.date: briefing for briefing in briefings}
    told = {day: reported(briefing) for day, briefing in by_day.items()}
    pages = list(by_day.values())
    shares = {
        "delta_recall": delta_recall(gold.items, told),
        "delta_precision": delta_precision(gold.items, told),
        "repeats": repeats(told),
        "story_coverage": story_coverage(gold.stories, by_day),
        "leading_story_coverage": story_coverage(leading(gold.stories), by_day),
        "one_page": one_page(pages),
    }
    return (
        *(BriefingScore(name, share.value, share.of) for name, share in shares.items()),
        BriefingScore("page_fill", page_fill(pages), len(overfull(pages))),
    )
