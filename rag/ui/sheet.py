"""A briefing as the sheet component draws it."""

from __future__ import annotations

from rag.domain.briefing import Briefing
from rag.render.wording import coverage, heading_of_news, period_in_words
from rag.ui.views import cited_in, conflict_view, numbered, statement_view
from rag.ui.words import count_of


def sheet_view(briefing: Briefing) -> dict[str, object]:
    """Masthead, stories, difference and what was left out, with one numbering of sources through all of it."""
    conflicts = [c for story in briefing.stories for c in story.conflicts]
    statements = [*briefing.statements, *(change.statement for change in briefing.delta)]
    chips = numbered(cited_in(statements, conflicts))
    return {
        "masthead": {"title": period_in_words(briefing), "about": _about(briefing)},
        "notes": list(briefing.notes),
        "stories": [
            {
                "title": story.title,
                "status": story.status,
                "about": ", ".join(story.publishers),
                "statements": [statement_view(s, chips) for s in story.statements],
                "conflicts": [conflict_view(c, chips) for c in story.conflicts],
            }
            for story in briefing.stories
        ],
        "delta_label": heading_of_news(briefing),
        "delta": [
            {
                "kind": change.kind,
                "statement": statement_view(change.statement, chips),
                "before": change.before.text if change.before else "",
            }
            for change in briefing.delta
        ],
        "omitted": [{"text": item.text, "why": item.why} for item in briefing.omitted],
    }


def _about(briefing: Briefing) -> str:
    parts = [briefing.topic, coverage(briefing)]
    if briefing.pages:
        paper = {"a4": "A4", "letter": "Letter"}[briefing.paper]
        parts.append(f"{count_of(briefing.pages, 'page')} {paper}, {briefing.fill:.0%} full")
    parts.append("the articles' own sentences" if briefing.model == "extract" else f"written by {briefing.model}")
    return " · ".join(part for part in parts if part)
