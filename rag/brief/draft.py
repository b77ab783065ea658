"""Ranked stories with their statements, before the page decides how many there is room for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rag.answer.evidence import verbatim
from rag.brief.day import DayOf
from rag.brief.prose import Prose
from rag.brief.rank import Ranked
from rag.brief.roles import telling_of
from rag.brief.telling import Candidate, in_reading_order, telling
from rag.brief.terms import contained, terms
from rag.domain.answer import Conflict, Dropped, Statement
from rag.domain.briefing import BriefedStory, Change, Omitted, Telling
from rag.domain.evidence import Evidence

STORIES_TOLD = 40
"""More than one page ever holds; the others are listed by their headlines."""

_LEAD_SENTENCES = 40
_STORY_SENTENCES = 10
# A statement is worth the less the lower its story ranks and the later it was chosen; the lead keeps more of its own.
_RANK_DISCOUNT = 0.25
_LEAD_KEEPS, _STORY_KEEPS = 0.88, 0.72
_SAID_ALREADY = 0.6


@dataclass(frozen=True, slots=True)
class Draft:
    """A story with its statements, worthiest first, and what a model wrote that was withheld."""

    ranked: Ranked
    statements: tuple[Statement, ...]
    tellings: Mapping[Statement, Telling]
    dropped: tuple[Dropped, ...] = ()


class Drafting:
    """Makes drafts for one briefing: ``after`` is its last day, ``changed`` the texts that say what has changed."""

    def __init__(self, prose: Prose, *, after: date, day_of: DayOf, changed: frozenset[str]) -> None:
        self._prose, self._after, self._day_of, self._changed = prose, after, day_of, changed

    def drafts(self, ranked: Sequence[Ranked], fresh: Mapping[str, Sequence[Candidate]]) -> list[Draft]:
        """One draft a story that has something new to say; ``fresh`` maps a story's id to its new sentences."""
        made: list[Draft] = []
        for item in ranked[:STORIES_TOLD]:
            limit = _STORY_SENTENCES if made else _LEAD_SENTENCES
            evidence = telling(fresh[item.story.id], limit=limit, preferred=self._changed)
            written, dropped = self._prose.write(item.story.title, evidence)
            if statements := _joined(written, evidence):
                made.append(Draft(item, statements, self._tellings(statements, evidence), dropped))
        return made

    def _tellings(self, statements: Sequence[Statement], evidence: Sequence[Evidence]) -> dict[Statement, Telling]:
        """Of each statement, by the first sentence that it cites."""
        lines = {e.citation(): e for e in evidence}
        found = {c: telling_of(e, after=self._after, day_of=self._day_of) for c, e in lines.items()}
        return {s: next((found[c] for c in s.citations if c in found), Telling("happened")) for s in statements}


def briefed(draft: Draft, corrected: Iterable[Change], conflicts: tuple[Conflict, ...] = ()) -> BriefedStory:
    """The story as a reader gets it, its statements in reading order."""
    story = draft.ranked.story
    is_corrected = any(c.story_id == story.id and c.kind in ("corrected", "withdrawn") for c in corrected)
    statements = in_reading_order(draft.statements)
    return BriefedStory(
        id=story.id,
        title=story.title,
        status="corrected" if is_corrected else story.status,
        statements=tuple(statements),
        publishers=story.publishers,
        conflicts=conflicts,
        rank_parts=draft.ranked.parts,
        tellings=tuple(draft.tellings[s] for s in statements),
        timeline=story.timeline,
    )


def worths(made: Sequence[Draft]) -> dict[tuple[str, str], float]:
    """(story id, statement's text) -> what the page would lose with it."""
    found: dict[tuple[str, str], float] = {}
    for place, draft in enumerate(made):
        keeps = _STORY_KEEPS if place else _LEAD_KEEPS
        first = draft.ranked.score / (1 + _RANK_DISCOUNT * place)
        for number, statement in enumerate(draft.statements):
            found[draft.ranked.story.id, statement.text] = first * keeps**number
    return found


def withheld(made: Sequence[Draft]) -> list[Omitted]:
    """What a model wrote and the check refused."""
    return [Omitted(d.text, f"withheld: {d.why}", draft.ranked.story.id) for draft in made for d in draft.dropped]


def beyond(ranked: Sequence[Ranked], why: str) -> list[Omitted]:
    """Stories that rank too low for any page, by their headlines."""
    return [Omitted(r.story.title, why, r.story.id) for r in ranked[STORIES_TOLD:]]


def _joined(written: Sequence[Statement], evidence: Sequence[Evidence]) -> tuple[Statement, ...]:
    """What the model wrote, then the articles' sentences that add to it."""
    said = frozenset().union(*(terms(s.text).everything for s in written))
    added = [verbatim(e) for e in evidence if contained(terms(e.text).everything, said) < _SAID_ALREADY]
    unique = {s.text: s for s in [*written, *added]}
    return tuple(unique.values())
