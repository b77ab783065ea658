"""Which sentences of a story's articles tell it: the lead first, then whatever adds facts and repeats nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answer.evidence import sentences
from rag.answer.orders import gives_orders
from rag.brief.stories import distinct
from rag.brief.terms import Terms, contained, overlap, terms
from rag.domain.answer import Statement
from rag.domain.article import Version
from rag.domain.briefing import Story
from rag.domain.evidence import Evidence

LONGEST = 420
"""Characters of a sentence that a one-page briefing has room for."""

_SENTENCES_READ = 40
_SHORTEST_WORDS = 4
_LEANS_ON_BEFORE = re.compile(
    r"(?:He|She|It|They|His|Her|Its|Their|This|That|These|Those|Such|Both|Notably|But|And|However|Instead|Meanwhile|"
    r"Further|Furthermore|Moreover|Hence|Thus|Therefore|Also|Still|Yet|So|Then|On the other hand|In addition|"
    r"As a result)\b"
)
_QUOTATION = re.compile(r"[“„«\"][^”»\"]{12,}[”»\"]")
_FURNITURE = re.compile(
    r"(?i)^(?:read more|related|subscribe|sign up|click here|photo|image|video|advertisement|share this|follow us|"
    r"correction|editor.s note|©|copyright)\b|^\[\d+\]"
)
_REDUNDANT = 0.7
_COPIED = 0.6
_CHANGE_BONUS = 0.5
_CLAUSE_END = re.compile(r"[;,:–—](?=\s)|\s(?=(?:and|but|which|who|while|because|und|et|y)\s)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence with its article's number in the story and its position in the article (-1: the subtitle)."""

    evidence: Evidence
    article: int
    position: int
    terms: Terms

    @property
    def place(self) -> tuple[int, int]:
        return self.article, self.position

    @property
    def leans(self) -> bool:
        """Whether it cannot be understood without the sentence before it."""
        return self.position > 0 and bool(_LEANS_ON_BEFORE.match(self.evidence.text))


def candidates(
    story: Story, origins: Mapping[str, str], printed: Mapping[str, frozenset[str]] | None = None
) -> list[Candidate]:
    """The sentences that may tell a story, without questions and page furniture.

    Of a near-copy only what it adds. ``printed`` maps an article that was changed to the sentences that it had before
    these days; of it only the others are told.
    """
    before = printed or {}
    found: list[Candidate] = []
    originals = distinct(story.versions, origins)
    kept = {v.article_id for v in originals}
    copies = [v for v in story.versions if v.article_id not in kept]
    for number, version in enumerate([*originals, *copies]):
        own = _of_article(version, number)
        own = [c for c in own if c.evidence.text not in before.get(version.article_id, ())]
        if version.article_id not in kept:
            own = [c for c in own if _is_added(c, found)]
        found += own
    return found or _of_article(originals[0], 0)[:1]


def telling(waiting: Sequence[Candidate], *, limit: int, preferred: frozenset[str] = frozenset()) -> list[Evidence]:
    """At most ``limit`` of the sentences, worthiest first: maximal marginal relevance.

    ``preferred`` are texts that say what has changed. A sentence that leans on the one before it ("He added …") comes
    only after that one. Source of the selection rule: Carbonell and Goldstein, SIGIR 1998.
    """
    chosen: list[Candidate] = []
    taken: set[tuple[int, int]] = set()
    said: frozenset[str] = frozenset()
    nearest = {candidate.place: 0.0 for candidate in waiting}
    while waiting and len(chosen) < limit:
        free = [c for c in waiting if not c.leans or (c.article, c.position - 1) in taken]
        if not free:
            break
        best = max(free, key=lambda c: _worth(c, preferred) - nearest[c.place])
        chosen.append(best)
        taken.add(best.place)
        waiting = [c for c in waiting if c is not best]
        said |= best.terms.everything
        for other in waiting:
            nearest[other.place] = max(nearest[other.place], _likeness(other.terms, best.terms, said))
        waiting = [c for c in waiting if nearest[c.place] < _REDUNDANT or _adds_figures(c.terms, chosen)]
    return [c.evidence for c in chosen]


def in_reading_order(statements: Sequence[Statement]) -> list[Statement]:
    """Subtitles first, then article by article in the order in which the choice met them, each from top to bottom."""
    met = {key: i for i, key in enumerate(dict.fromkeys(_article(s) for s in statements))}

    def key(statement: Statement) -> tuple[bool, int, int]:
        first = statement.citations[0]
        return first.field != "dek", met[_article(statement)], first.start

    return sorted(statements, key=key)


def _article(statement: Statement) -> tuple[str, int]:
    return statement.citations[0].article_id, statement.citations[0].version


def _of_article(version: Version, number: int) -> list[Candidate]:
    lines = sentences(version)
    body = [e for e in lines if e.field == "body"][:_SENTENCES_READ]
    found = [_candidate(e, number, i) for i, e in enumerate(body) if _is_usable(e)]
    if number == 0:
        found += [_candidate(e, number, -1) for e in lines if e.field == "dek" and _is_usable(e)][:1]
    if not found:
        found = [_candidate(e, number, 0) for e in (body or lines)[:1]]
    return found


def _candidate(evidence: Evidence, article: int, position: int) -> Candidate:
    short = _clipped(evidence)
    return Candidate(short, article, position, terms(short.text))


def _is_usable(evidence: Evidence) -> bool:
    text = evidence.text
    words = len(text.split())
    wordy = words >= _SHORTEST_WORDS or (not text.isascii() and len(text) >= 8)
    return wordy and not text.endswith("?") and not _FURNITURE.match(text) and not gives_orders(text)


def _clipped(evidence: Evidence) -> Evidence:
    """A sentence too long for the page as the part of it, up to the end of a clause, that there is room for."""
    if len(evidence.text) <= LONGEST:
        return evidence
    head = evidence.text[:LONGEST]
    ends = [m.start() for m in _CLAUSE_END.finditer(head) if m.start() > LONGEST // 3]
    spaces = [i for i, c in enumerate(head) if c.isspace() and i > LONGEST // 3]
    end = ends[-1] if ends else spaces[-1] if spaces else LONGEST
    text = head[:end].rstrip(" ,;:–—")
    return replace(evidence, end=evidence.start + len(text), text=text)


def _is_added(candidate: Candidate, others: Sequence[Candidate]) -> bool:
    words = candidate.terms.everything
    return not any(
        contained(words, c.terms.everything) >= _COPIED or overlap(words, c.terms.everything) >= _COPIED for c in others
    )


def _worth(sentence: Candidate, preferred: frozenset[str]) -> float:
    text, article = sentence.evidence.text, sentence.article
    worth = 1.0 / (1 + 0.15 * max(0, sentence.position)) / (1 + 0.1 * article)
    worth += 0.06 * min(5, sentence.terms.facts)
    worth += 0.25 if sentence.position == 0 else 0.0
    worth += _CHANGE_BONUS if text in preferred else 0.0
    worth += 0.15 if _QUOTATION.search(text) else 0.0
    worth -= 0.25 if sentence.leans else 0.0
    worth -= 0.15 if len(text) > 320 else 0.0
    # the subtitle says again what the lead says; it opens the story where it says it in other words
    return worth - (0.2 if sentence.evidence.field == "dek" else 0.0)


def _likeness(new: Terms, chosen: Terms, said: frozenset[str]) -> float:
    """0..1: how much of a sentence one chosen sentence, or all of them together, have said already."""
    words = new.everything
    return max(
        overlap(words, chosen.everything), 0.9 * contained(words, chosen.everything), 0.85 * contained(words, said)
    )


def _adds_figures(new: Terms, chosen: Sequence[Candidate]) -> bool:
    """Whether it has a number that no chosen sentence has: the same words may hold another count."""
    known = {f.value for s in chosen for f in s.terms.figures}
    return bool({f.value for f in new.figures} - known)
