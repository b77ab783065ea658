"""The difference to earlier briefings, claim by claim: what is new, updated, corrected, withdrawn or repeated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from rag.answer.evidence import sentences, verbatim
from rag.brief.claims import claim, says_the_same, subject_overlap, updates
from rag.brief.telling import Candidate
from rag.brief.terms import overlap, terms
from rag.domain.answer import Statement
from rag.domain.article import FIELDS, Version
from rag.domain.briefing import Briefing, Change, ChangeKind, Claim, Omitted, Story
from rag.domain.evidence import Citation
from rag.ports import Catalog

_MARKED = re.compile(
    r"(?i)\b(?:correction|corrected|clarification|an earlier version of this|a previous version of this|"
    r"this (?:article|story|report) (?:has been|was) (?:updated|amended|corrected))\b"
)
_WITHDRAWN = re.compile(r"(?i)\bthis (?:article|story|report) (?:has been|was) (?:withdrawn|retracted)\b|\bretraction:")
_CANDIDATES = 12
_SAME_MATTER = 0.3


class EarlierClaims:
    """What earlier briefings said, found again by shared words."""

    def __init__(self, briefings: Sequence[Briefing]) -> None:
        self._claims: list[tuple[date, Claim]] = [
            (b.date, claim(story.id, statement))
            for b in briefings
            for story in b.stories
            for statement in story.statements
        ]
        self._by_word: dict[str, list[int]] = {}
        for i, (_, found) in enumerate(self._claims):
            for word in terms(found.statement.text).everything:
                self._by_word.setdefault(word, []).append(i)

    def repeated(self, new: Claim) -> date | None:
        """The latest day whose briefing said it already."""
        days = [day for day, old in self._near(new) if says_the_same(new, old)]
        return max(days, default=None)

    def updated(self, new: Claim) -> Claim | None:
        """The claim that this one gives a new value for: of the latest day, the closest in words."""
        older = [(day, subject_overlap(new, old), old) for day, old in self._near(new) if updates(new, old)]
        return max(older, key=lambda found: found[:2])[2] if older else None

    def _near(self, new: Claim) -> list[tuple[date, Claim]]:
        shared = Counter(i for word in terms(new.statement.text).everything for i in self._by_word.get(word, ()))
        return [self._claims[i] for i, _ in shared.most_common(_CANDIDATES)]


def news(story: Story, waiting: Sequence[Candidate], earlier: EarlierClaims) -> tuple[list[Candidate], list[Omitted]]:
    """The sentences that no earlier briefing had, and the others with the date of the briefing that had them."""
    fresh: list[Candidate] = []
    repeated: list[Omitted] = []
    for candidate in waiting:
        day = earlier.repeated(claim(story.id, verbatim(candidate.evidence)))
        if day is None:
            fresh.append(candidate)
        else:
            repeated.append(Omitted(candidate.evidence.text, f"in the briefing of {day.isoformat()}", story.id))
    return fresh, repeated


def changes(stories: Iterable[tuple[str, Sequence[Statement]]], earlier: EarlierClaims) -> list[Change]:
    """One change a statement of (story id, statements): updated where an earlier one had another value, else new."""
    found: list[Change] = []
    for story_id, statements in stories:
        for statement in statements:
            before = earlier.updated(claim(story_id, statement))
            kind: ChangeKind = "updated" if before else "new"
            found.append(Change(kind, story_id, statement, before.statement if before else None))
    return found


def corrections(catalog: Catalog, earlier: Sequence[Briefing]) -> list[Change]:
    """Statements of earlier briefings whose article has a newer version that marks itself as a correction.

    Only statements whose quoted words the newer version no longer has; each is reported once, on the first day.
    """
    reported = {c.before for b in earlier for c in b.delta if c.kind in ("corrected", "withdrawn")}
    found: list[Change] = []
    for briefing in earlier:
        for story in briefing.stories:
            for statement in story.statements:
                if statement not in reported and (change := _correction(catalog, story.id, statement)):
                    reported.add(statement)
                    found.append(change)
    return found


def _correction(catalog: Catalog, story_id: str, before: Statement) -> Change | None:
    for citation in before.citations:
        newest = catalog.latest(citation.article_id)
        if newest is None or newest.number <= citation.version or _still_says(newest, citation):
            continue
        text = "\n".join(newest.article.text(field) for field in FIELDS)
        kind: ChangeKind | None = (
            "withdrawn" if _WITHDRAWN.search(text) else "corrected" if _MARKED.search(text) else None
        )
        if kind and (now := _what_it_says_now(newest, before)):
            return Change(kind, story_id, now, before)
    return None


def _still_says(version: Version, citation: Citation) -> bool:
    return citation.quote in version.article.text(citation.field)


def _what_it_says_now(version: Version, before: Statement) -> Statement | None:
    """The sentence closest to the old one; where there is none, the one that marks the correction."""
    lines = [e for e in sentences(version) if e.field != "dateline"]
    old = terms(before.text).everything
    plain = [e for e in lines if not _MARKED.search(e.text)]
    best = max(plain, key=lambda e: overlap(terms(e.text).everything, old), default=None)
    if best is not None and overlap(terms(best.text).everything, old) >= _SAME_MATTER:
        return verbatim(best)
    marks = [e for e in lines if _MARKED.search(e.text) or _WITHDRAWN.search(e.text)]
    return verbatim(marks[0]) if marks else None
