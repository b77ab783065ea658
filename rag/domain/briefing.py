"""Briefings: one dated page, stored and never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from rag.domain.answer import Conflict, Searched, Statement, Usage
from rag.domain.article import Version

Paper = Literal["a4", "letter"]
StoryStatus = Literal["new", "developing", "corrected", "closed"]
ChangeKind = Literal["new", "updated", "corrected", "withdrawn"]
Day = date
"""The type under a name that a field called ``date`` does not hide."""


@dataclass(frozen=True, slots=True)
class Story:
    """Articles by several publishers about one event; ``id`` lives on over the days that the event does."""

    id: str
    title: str
    versions: tuple[Version, ...]
    status: StoryStatus = "new"

    @property
    def publishers(self) -> tuple[str, ...]:
        """Distinct sources, in the order of first appearance."""
        return tuple(dict.fromkeys(v.article.source for v in self.versions if v.article.source))


@dataclass(frozen=True, slots=True)
class Claim:
    """A checked statement of one story, with a key under which it is matched on later days."""

    story_id: str
    key: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the difference to earlier briefings; ``before`` is the earlier statement where there was one."""

    kind: ChangeKind
    story_id: str
    statement: Statement
    before: Statement | None = None


@dataclass(frozen=True, slots=True)
class Omitted:
    """Something that the page has no room for, or that the reader had before."""

    text: str
    why: str
    story_id: str = ""


@dataclass(frozen=True, slots=True)
class BriefedStory:
    """A story as it stands on the page; ``rank_parts`` says why it stands where it does."""

    id: str
    title: str
    status: StoryStatus
    statements: tuple[Statement, ...]
    publishers: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    rank_parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """One page about the days since..until (inclusive, in ``timezone``); ``made`` is when (UTC).

    ``pages`` and ``fill`` (share of the text area used, 0..1) are read back from the typeset page.
    """

    date: Day
    since: Day
    until: Day
    timezone: str
    made: datetime
    topic: str = ""
    stories: tuple[BriefedStory, ...] = ()
    delta: tuple[Change, ...] = ()
    omitted: tuple[Omitted, ...] = ()
    notes: tuple[str, ...] = ()
    searched: Searched = Searched(0)
    compared_with: Day | None = None
    paper: Paper = "a4"
    pages: int = 0
    fill: float = 0.0
    model: str = "extract"
    usage: Usage = Usage()
    model_failure: str = ""
    """Why the model's part is missing, for whoever made the briefing; it is not printed on the page."""

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(s for story in self.stories for s in story.statements)
