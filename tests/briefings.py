"""Short ways to make statements and briefings in tests. All texts are invented."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from builders import a_version

from rag.domain.answer import Searched, Statement
from rag.domain.briefing import BriefedStory, Briefing
from rag.domain.evidence import cite

DAY = date(2025, 3, 14)
MADE = datetime(2025, 3, 14, 18, 30, tzinfo=UTC)


def a_statement(text: str = "The bridge at Harrow opened on Monday.", **fields: Any) -> Statement:
    """The whole body of an article as one verbatim statement."""
    fields.setdefault("title", "Bridge opens")
    fields.setdefault("source", "Harbour Courier")
    fields.setdefault("published", "2025-03-14")
    version = a_version(text, **fields)
    return Statement(text, (cite(version, "body", 0, len(text)),), "verbatim")


def a_story(*statements: Statement, **fields: Any) -> BriefedStory:
    """A new story with these statements, or with one."""
    told = statements or (a_statement(),)
    given = {"id": "story-1", "title": "Bridge opens", "status": "new", "publishers": ("Harbour Courier",)} | fields
    return BriefedStory(statements=told, **given)


def a_briefing(*stories: BriefedStory, **fields: Any) -> Briefing:
    """A first briefing of 14 March 2025."""
    given = {
        "date": DAY, "since": DAY, "until": DAY, "timezone": "UTC", "made": MADE,
        "searched": Searched(1, ("Harbour Courier",), DAY, DAY),
    } | fields  # fmt: skip
    return Briefing(stories=stories, **given)
