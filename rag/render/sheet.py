"""What the flowing forms of a briefing show (HTML, Markdown), in order, as plain visible text."""

from __future__ import annotations

from dataclasses import dataclass

from rag.domain.answer import Statement
from rag.domain.briefing import Briefing, Change, ChangeKind, Omitted
from rag.domain.evidence import Citation
from rag.render.escape import visible
from rag.render.sources import Source, Sources
from rag.render.wording import (
    VERBATIM,
    coverage,
    heading_of_news,
    nothing,
    period_in_words,
    published_in_words,
    summary_of_news,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation's source number and the exact quote behind it."""

    number: int
    quote: str


@dataclass(frozen=True, slots=True)
class Line:
    """One statement; ``tag`` is its kind of change where it is not simply new."""

    text: str
    citations: tuple[Mark, ...]
    tag: str
    is_dek: bool

    @property
    def marks(self) -> str:
        """ "[1][3]"."""
        return "".join(f"[{n}]" for n in dict.fromkeys(c.number for c in self.citations))


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the box that says what changed; ``now`` is "" where the story itself says it, ``day`` is of before."""

    kind: ChangeKind
    now: str
    now_citations: tuple[Mark, ...]
    before: str
    before_citations: tuple[Mark, ...]
    day: str

    @property
    def now_marks(self) -> str:
        return "".join(f"[{c.number}]" for c in self.now_citations)

    @property
    def before_marks(self) -> str:
        return "".join(f"[{c.number}]" for c in self.before_citations)


@dataclass(frozen=True, slots=True)
class News:
    """The difference to earlier briefings; the heading is "" where there is none to compare with."""

    heading: str
    summary: str
    changes: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One story."""

    id: str
    title: str
    byline: str
    statements: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole page."""

    period: str
    topic: str
    coverage: str
    news: News
    nothing: str
    stories: tuple[Section, ...]
    sources: tuple[Source, ...]
    omitted: tuple[Omitted, ...]
    notes: tuple[str, ...]


def sheet(briefing: Briefing) -> Sheet:
    """The briefing in the order in which it is read."""
    sources = Sources(briefing)
    return Sheet(
        period=period_in_words(briefing),
        topic=visible(briefing.topic),
        coverage=coverage(briefing),
        news=_news(briefing, sources),
        nothing=visible(nothing(briefing)),
        stories=_stories(briefing, sources),
        sources=sources.all,
        omitted=tuple(Omitted(visible(o.text), visible(o.why), o.story_id) for o in briefing.omitted),
        notes=tuple(visible(note) for note in notes(briefing)),
    )


def notes(briefing: Briefing) -> list[str]:
    """When and how the page was made, and what else the reader must know."""
    made = f"Made {published_in_words(briefing.made.isoformat(timespec='minutes'))}"
    if not briefing.stories:
        return [made, *briefing.notes]
    how = VERBATIM if briefing.model == "extract" else f"Written by {briefing.model}, every sentence checked"
    return [made, how, *briefing.notes]


def listed(briefing: Briefing) -> list[Change]:
    """The changes that are more than new: an old value beside a new one, a correction, a withdrawal."""
    return [c for c in briefing.delta if c.kind != "new"]


def _stories(briefing: Briefing, sources: Sources) -> tuple[Section, ...]:
    tags = {c.statement: c.kind for c in listed(briefing)}
    return tuple(
        Section(
            id=story.id,
            title=visible(story.title),
            byline=" · ".join([*map(visible, story.publishers), *([story.status] if briefing.compared_with else [])]),
            statements=tuple(
                Line(visible(s.text), _marks(s, sources), tags.get(s, ""), s.citations[0].field == "dek")
                for s in story.statements
            ),
        )
        for story in briefing.stories
    )


def before_day(change: Change) -> str:
    """When the article of the earlier statement was published, in words."""
    published = change.before.citations[0].published if change.before else ""
    return published_in_words(published[:10]) or "undated"


def _news(briefing: Briefing, sources: Sources) -> News:
    on_page = set(briefing.statements)
    items = tuple(
        Item(
            kind=change.kind,
            now="" if change.statement in on_page else visible(change.statement.text),
            now_citations=_marks(change.statement, sources),
            before=visible(change.before.text) if change.before else "",
            before_citations=_marks(change.before, sources) if change.before else (),
            day=before_day(change),
        )
        for change in listed(briefing)
    )
    return News(heading_of_news(briefing), summary_of_news(briefing), items)


def _marks(statement: Statement, sources: Sources) -> tuple[Mark, ...]:
    return tuple(Mark(sources.number(citation), _one_line(citation)) for citation in statement.citations)


def _one_line(citation: Citation) -> str:
    return visible(citation.quote)
