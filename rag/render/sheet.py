"""What the flowing forms of a briefing show (HTML, Markdown), in order, as plain visible text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.domain.answer import Conflict, Statement
from rag.domain.briefing import Briefing, ChangeKind, Omitted, StoryStatus
from rag.domain.edition import Imprint
from rag.domain.evidence import Citation
from rag.render.escape import visible, web_address
from rag.render.reading import before_day, changed_value, edition_line, listed, tags_of, who_says
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

NOT_STORED = Imprint()
"""Of a briefing that has no number and no pages of its own to lead to."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation's source number and the exact quote behind it."""

    number: int
    quote: str


@dataclass(frozen=True, slots=True)
class Line:
    """One statement; ``tag`` is its kind of change where it is not simply new, or "expected" or "opinion"."""

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
    """A line of the box that says what changed; ``now`` is "" where the story itself says it, ``day`` is of before.

    ``values`` are the figure that was and the one that is, where nothing else changed; ``story`` is where it is told.
    """

    kind: ChangeKind
    story: str
    values: tuple[str, str] | None
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
class Side:
    """One value of a disputed fact, who gives it and when, and the mark of that article ("" where it has none)."""

    value: str
    who: str
    marks: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """Where accounts differ, oldest first."""

    about: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One story; ``status`` is "" in a first briefing."""

    id: str
    title: str
    publishers: tuple[str, ...]
    status: StoryStatus | Literal[""]
    statements: tuple[Line, ...]
    conflicts: tuple[Dispute, ...]

    @property
    def byline(self) -> str:
        """Publishers and status, for forms that cannot set the status apart."""
        return " · ".join(filter(None, [*self.publishers, self.status]))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole page."""

    period: str
    topic: str
    edition: str
    reader_url: str
    coverage: str
    news: News
    nothing: str
    stories: tuple[Section, ...]
    sources: tuple[Source, ...]
    omitted: tuple[Omitted, ...]
    notes: tuple[str, ...]


def sheet(briefing: Briefing, imprint: Imprint = NOT_STORED) -> Sheet:
    """The briefing in the order in which it is read."""
    sources = Sources(briefing)
    return Sheet(
        period=period_in_words(briefing),
        topic=visible(briefing.topic),
        edition=edition_line(briefing, imprint),
        reader_url=web_address(imprint.reader_url),
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
        return [made, *remarks(briefing)]
    how = VERBATIM if briefing.model == "extract" else f"Written by {briefing.model}, every sentence checked"
    return [made, how, *remarks(briefing)]


def remarks(briefing: Briefing) -> list[str]:
    """What the reader must know of this page: what its making said, and the feeds that it may lack."""
    unread = f"Could not be read when this page was made: {', '.join(briefing.unread)}."
    return [*briefing.notes, unread] if briefing.unread else [*briefing.notes]


def _stories(briefing: Briefing, sources: Sources) -> tuple[Section, ...]:
    tags = tags_of(briefing)
    return tuple(
        Section(
            id=story.id,
            title=visible(story.title),
            publishers=tuple(visible(publisher) for publisher in story.publishers),
            status=story.status if briefing.compared_with else "",
            statements=tuple(
                Line(visible(s.text), _marks(s, sources), tags.get(s, ""), s.citations[0].field == "dek")
                for s in story.statements
            ),
            conflicts=tuple(_dispute(conflict, sources) for conflict in story.conflicts),
        )
        for story in briefing.stories
    )


def _dispute(conflict: Conflict, sources: Sources) -> Dispute:
    sides = tuple(Side(visible(s.value), who_says(s), f"[{sources.number(s.citation)}]") for s in conflict.sides)
    return Dispute(visible(conflict.about), sides)


def _news(briefing: Briefing, sources: Sources) -> News:
    on_page = set(briefing.statements)
    titles = {story.id: visible(story.title) for story in briefing.stories}
    items = tuple(
        Item(
            kind=change.kind,
            story=titles.get(change.story_id, "") if change.statement in on_page else "",
            values=changed_value(change),
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
