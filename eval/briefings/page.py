"""Whether the page is one page, and a full one."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from eval.briefings.share import Share
from rag.domain.briefing import Briefing

NO_ROOM = "no room on the page"
"""Why a briefing says that it left something out."""


def one_page(briefings: Sequence[Briefing]) -> Share:
    """Of the briefings that tell anything, those that the typesetter measured as exactly one page."""
    told = [briefing for briefing in briefings if briefing.stories]
    return Share(sum(briefing.pages == 1 for briefing in told), len(told))


def page_fill(briefings: Sequence[Briefing]) -> float | None:
    """Mean share of the text area that is used, 0..1, of the briefings that left something out for want of room.

    A quiet day may leave its page half empty; one that cuts should not. None where nothing was cut.
    """
    crowded = overfull(briefings)
    return fmean(briefing.fill for briefing in crowded) if crowded else None


def overfull(briefings: Sequence[Briefing]) -> list[Briefing]:
    """Those that left something out for want of room."""
    return [briefing for briefing in briefings if any(omitted.why == NO_ROOM for omitted in briefing.omitted)]
