"""A briefing as the sheet component draws it."""

from __future__ import annotations

from collections.abc import Sequence

from rag.domain.briefing import BriefedStory, Omitted, Telling
from rag.domain.edition import Edition
from rag.render.citing import cited_in
from rag.render.sheet import remarks
from rag.render.wording import coverage, period_in_words
from rag.ui.formats import Formats
from rag.ui.views import conflict_view, numbered, statement_view

_REASONS = {
    "publishers": "independent publishers",
    "copies": "publishers that reprint it",
    "novelty": "what you have not read before",
    "recency": "how late in these days it was told",
    "depth": "how many articles tell it",
    "prominence": "how much was written about it before",
    "harm": "danger to people in headline or lead",
    "watched": "names on the watch list",
}
_ROLES = {"happened": "", "why": "why", "expected": "expected", "quotation": "quoted", "opinion": "opinion"}


def sheet_view(edition: Edition, formats: Formats) -> dict[str, object]:
    """Masthead, stories, difference and what was left out, with one numbering of sources through all of it."""
    briefing = edition.briefing
    conflicts = [c for story in briefing.stories for c in story.conflicts]
    statements = [*briefing.statements, *(change.statement for change in briefing.delta)]
    chips = numbered(cited_in(statements, conflicts), formats)
    return {
        # One day is named above the sheet already.
        "masthead": {
            "title": period_in_words(briefing) if briefing.since != briefing.until else "",
            "about": _about(edition, formats),
        },
        "notes": remarks(briefing),
        "stories": [
            {
                "title": story.title,
                "status": story.status,
                "about": ", ".join(story.publishers),
                "statements": [statement_view(s, chips) for s in story.statements],
                "roles": _roles(story),
                "conflicts": [conflict_view(c, chips) for c in story.conflicts],
                "why": _why(story),
                "timeline": _timeline(story, formats),
            }
            for story in briefing.stories
        ],
        "delta_label": f"What is new since {formats.day(briefing.compared_with)}" if briefing.compared_with else "",
        "delta": [
            {
                "kind": change.kind,
                "statement": statement_view(change.statement, chips),
                "before": change.before.text if change.before else "",
            }
            for change in briefing.delta
            if change.kind != "new"
        ],
        "fresh": sum(change.kind == "new" for change in briefing.delta),
        "omitted": _left_out(briefing.omitted, formats),
    }


def _about(edition: Edition, formats: Formats) -> str:
    briefing = edition.briefing
    parts = [f"No. {edition.number}" if edition.number else "", edition.profile, briefing.topic, coverage(briefing)]
    if briefing.pages:
        paper = {"a4": "A4", "letter": "Letter"}[briefing.paper]
        parts.append(f"{formats.count(briefing.pages, 'page')} {paper}, {briefing.fill:.0%} full")
    parts.append("the articles' own sentences" if briefing.model == "extract" else f"written by {briefing.model}")
    parts.append(f"made {formats.moment(briefing.made)}")
    return " · ".join(part for part in parts if part)


def _why(story: BriefedStory) -> dict[str, object]:
    """The parts of the score that put the story where it stands; those that added nothing are not told."""
    counted = [(name, value) for name, value in story.rank_parts if value]
    largest = max((abs(value) for _, value in counted), default=1.0)
    return {
        "score": f"{sum(value for _, value in counted):.2f}" if counted else "",
        "parts": [
            {"what": _REASONS.get(name, name), "value": f"{value:.2f}", "share": max(value, 0.0) / largest}
            for name, value in counted
        ],
    }


def _timeline(story: BriefedStory, formats: Formats) -> dict[str, object]:
    """How many articles told it, day by day; days without any are not there."""
    articles = sum(day.articles for day in story.timeline)
    since = f" since {formats.day(story.timeline[0].day)}" if len(story.timeline) > 1 else ""
    return {
        "about": f"{formats.count(articles, 'article')}{since}",
        "days": [{"day": formats.day(day.day), "articles": day.articles} for day in story.timeline],
    }


def _roles(story: BriefedStory) -> list[str]:
    """What each statement does, in a word or two; "" where it simply tells what happened."""
    return [_role(telling) for telling in story.tellings] or [""] * len(story.statements)


def _role(telling: Telling) -> str:
    return _ROLES[telling.role]


def _left_out(omitted: Sequence[Omitted], formats: Formats) -> list[dict[str, object]]:
    """By the reason, in the order in which the reasons first appear."""
    by_reason: dict[str, list[str]] = {}
    for item in omitted:
        by_reason.setdefault(item.why, []).append(item.text)
    return [{"why": formats.days_in(why), "texts": texts} for why, texts in by_reason.items()]
