"""The difference to earlier briefings, claim by claim: what is new, updated, corrected, withdrawn or repeated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rag.answer.evidence import verbatim
from rag.brief.claims import claim, says_the_same
from rag.brief.revised import first_since, revisions
from rag.brief.roles import is_opinion
from rag.brief.telling import Candidate, candidates
from rag.brief.terms import terms
from rag.brief.values import EarlierLines
from rag.domain.answer import Statement
from rag.domain.article import Version
from rag.domain.briefing import Briefing, Change, Claim, Omitted, Story
from rag.ports import Catalog, Embedder

_CANDIDATES = 12
_VALUED = 15
"""Earlier articles of a story that are read for the values that they gave, newest ones."""


@dataclass(frozen=True, slots=True)
class News:
    """What stories have to say beyond earlier briefings; by story id the new sentences, and their share of all."""

    fresh: Mapping[str, Sequence[Candidate]]
    novelty: Mapping[str, float]
    repeated: tuple[Omitted, ...]


class EarlierClaims:
    """What earlier briefings said, found again by shared words. What they listed as changed counts as said."""

    def __init__(self, briefings: Sequence[Briefing]) -> None:
        self._claims: list[tuple[date, Claim]] = [
            (b.date, claim(story_id, statement)) for b in briefings for story_id, statement in _said(b)
        ]
        self._by_word: dict[str, list[int]] = {}
        for i, (_, found) in enumerate(self._claims):
            for word in terms(found.statement.text).everything:
                self._by_word.setdefault(word, []).append(i)

    def repeated(self, new: Claim) -> date | None:
        """The latest day whose briefing said it already."""
        shared = Counter(i for word in terms(new.statement.text).everything for i in self._by_word.get(word, ()))
        near = [self._claims[i] for i, _ in shared.most_common(_CANDIDATES)]
        return max((day for day, old in near if says_the_same(new, old)), default=None)


def news(
    stories: Sequence[Story], origins: Mapping[str, str], said: EarlierClaims, printed: Mapping[str, frozenset[str]]
) -> News:
    """The sentences that no earlier briefing had; the others with the date of the briefing that had them.

    ``printed`` maps an article that was changed to the sentences that it had before these days.
    """
    fresh: dict[str, list[Candidate]] = {}
    novelty: dict[str, float] = {}
    repeated: list[Omitted] = []
    for story in stories:
        waiting = candidates(story, origins, printed)
        days = [said.repeated(claim(story.id, verbatim(c.evidence))) for c in waiting]
        fresh[story.id] = [c for c, day in zip(waiting, days, strict=True) if day is None]
        novelty[story.id] = len(fresh[story.id]) / len(waiting)
        repeated += [
            Omitted(c.evidence.text, f"in the briefing of {day.isoformat()}", story.id)
            for c, day in zip(waiting, days, strict=True)
            if day is not None
        ]
    return News(fresh, novelty, tuple(repeated))


def updates(story: Story, fresh: Sequence[Candidate], embedder: Embedder) -> list[Change]:
    """The new sentences that bring something of the story's earlier articles up to date, in the order of reading."""
    earlier = EarlierLines(story.earlier[-_VALUED:], story.versions, embedder=embedder)
    lines = [c.evidence for c in fresh if _reports(c.evidence.version)]
    found = [update for line in lines if (update := earlier.updated_by(line))]
    return [Change("updated", story.id, verbatim(update.now), verbatim(update.before)) for update in found]


def revised_by_publishers(catalog: Catalog, stories: Sequence[Story], since: datetime, until: datetime) -> list[Change]:
    """What was corrected, withdrawn or brought up to date at ``since`` or later and before ``until`` (UTC)."""
    found: list[Change] = []
    for story in stories:
        for version in story.versions:
            changed = version.article.modified or version.stored
            if version.number > 1 and since <= changed < until:
                found += revisions(catalog, version, story.id, first_since(version, catalog, since))
    return found


def missed(catalog: Catalog, earlier: Sequence[Briefing], reported: Sequence[Change]) -> list[Change]:
    """Corrections of statements in earlier briefings that fell on days without a briefing; each is told once."""
    told = {_place(c.statement) for b in earlier for c in b.delta if c.kind in ("corrected", "withdrawn")}
    told |= {_place(c.statement) for c in reported}
    found: list[Change] = []
    for briefing in earlier:
        for story in briefing.stories:
            for citation in (c for s in story.statements for c in s.citations):
                newest = catalog.latest(citation.article_id)
                if newest is None or newest.number <= citation.version or not newest.article.notice:
                    continue
                changes = revisions(catalog, newest, story.id, citation.version + 1)
                fresh = [c for c in changes if c.kind != "updated" and _place(c.statement) not in told]
                found += fresh
                told |= {_place(c.statement) for c in fresh}
    return found


def in_order(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Withdrawn and corrected first, then new values, then what is new; each sentence once."""
    order = ("withdrawn", "corrected", "updated", "new")
    unique: dict[Statement, Change] = {}
    for change in sorted(changes, key=lambda c: order.index(c.kind)):
        unique.setdefault(change.statement, change)
    return tuple(unique.values())


def _said(briefing: Briefing) -> list[tuple[str, Statement]]:
    told = [(story.id, statement) for story in briefing.stories for statement in story.statements]
    return told + [(c.story_id, c.statement) for c in briefing.delta if c.kind != "new"]


def _reports(version: Version) -> bool:
    """Whether it tells of the world: not what a publisher says of its own article, nor what somebody thinks."""
    return version.article.notice != "withdrawn" and not is_opinion(version.article)


def _place(statement: Statement) -> tuple[str, int, str, int]:
    first = statement.citations[0]
    return first.article_id, first.version, first.field, first.start
