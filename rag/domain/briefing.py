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
Role = Literal["happened", "why", "expected", "quotation", "opinion"]
"""What a statement does for its story: "why" only where the article itself gives the reason, "expected" only with a day
to come, "opinion" for what stands in an opinion section."""
Day = date
"""The type under a name that a field called ``date`` does not hide."""


@dataclass(frozen=True, slots=True)
class StoryPlace:
    """Which story an article belongs to, decided once. ``vector`` is the embedding of the article's opening as float16
    bytes, made by the embedder with that ``fingerprint``; both are empty where it is not kept."""

    article_id: str
    story_id: str
    fingerprint: str = ""
    vector: bytes = b""


@dataclass(frozen=True, slots=True)
class StoryMember:
    """An article that has its place, in its newest version."""

    place: StoryPlace
    version: Version


@dataclass(frozen=True, slots=True)
class StoryDay:
    """How many articles about a story appeared on a day, copies included."""

    day: Day
    articles: int


@dataclass(frozen=True, slots=True)
class Story:
    """Articles by several publishers about one event; ``id`` lives on over the days that the event does.

    ``versions`` are of the days that a briefing is about, ``earlier`` those of the weeks before, both oldest first.
    """

    id: str
    title: str
    versions: tuple[Version, ...]
    status: StoryStatus = "new"
    earlier: tuple[Version, ...] = ()
    timeline: tuple[StoryDay, ...] = ()

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
class Telling:
    """What a statement does for its story and where it comes from, for the line beside it.

    ``speaker`` is whom the article names as saying a quotation, "" if nobody. ``due`` is the day that is expected.
    """

    role: Role
    source: str = ""
    day: Day | None = None
    speaker: str = ""
    due: Day | None = None


@dataclass(frozen=True, slots=True)
class BriefedStory:
    """A story as it stands on the page; ``rank_parts`` says why it stands where it does.

    ``tellings`` has one entry for each of ``statements``, in their order; none in briefings of the first release.
    ``timeline`` counts its articles day by day, without the days that had none.
    """

    id: str
    title: str
    status: StoryStatus
    statements: tuple[Statement, ...]
    publishers: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    rank_parts: tuple[tuple[str, float], ...] = ()
    tellings: tuple[Telling, ...] = ()
    timeline: tuple[StoryDay, ...] = ()

    def __post_init__(self) -> None:
        if self.tellings and len(self.tellings) != len(self.statements):
            raise ValueError(f"{len(self.statements)} statements, {len(self.tellings)} tellings")


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """One page about the days since..until (inclusive, in ``timezone``); ``made`` is when (UTC).

    ``unread`` names the feeds whose last fetch failed, so that the page can say what it may lack. ``watch`` is what the
    reader wants to be told of first. ``pages`` and ``fill`` (share of the text area used, 0..1) are read back from the
    typeset page.
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
    unread: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
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
