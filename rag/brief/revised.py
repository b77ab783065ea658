"""What publishers changed in articles after they had appeared: corrected, withdrawn, or brought up to date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from rag.answer.evidence import sentences, verbatim
from rag.brief.telling import LONGEST
from rag.brief.terms import overlap, terms
from rag.domain.answer import Statement
from rag.domain.article import Version
from rag.domain.briefing import Change, ChangeKind
from rag.domain.evidence import Evidence, cite
from rag.ports import Catalog

_SAYS_WITHDRAWN = re.compile(r"(?i)\b(?:withdr[ae]w[a-z]*|retract[a-z]*|zurückgezogen|zieht|takes? back|took back)\b")
_SAYS_CORRECTED = re.compile(
    r"(?i)\b(?:correction|corrected|clarification|an (?:earlier|previous) version|(?:has been|was) (?:updated|amended)|"
    r"korrektur|korrigiert|berichtigung|richtig (?:ist|sind))\b"
)
_SAME_SENTENCE = 0.2
"""Overlap of terms from which the sentence behind a change counts as another form of the one before it."""


def revisions(catalog: Catalog, version: Version, story_id: str, first: int) -> list[Change]:
    """What the versions from number ``first`` on up to this one changed: new sentences, each with the one it replaced.

    Of a withdrawn article one change, which cites the notice and the lead that was taken back. A change to words alone
    that touches no figure, date or name is none, unless the publisher calls it a correction.
    """
    if version.article.notice == "withdrawn":
        before = catalog.version(version.article_id, first - 1)
        return [Change("withdrawn", story_id, _notice(version), _lead(before) if before else None)]
    found: dict[str, Change] = {}
    for number in range(max(first, 2), version.number + 1):
        new, old = catalog.version(version.article_id, number), catalog.version(version.article_id, number - 1)
        if new and old:
            found |= {c.statement.text: c for c in _steps(new, old, story_id)}
    now = {e.text for e in sentences(version)}
    return [change for text, change in found.items() if text in now]


def says_of_itself(text: str) -> bool:
    """Whether a sentence speaks of the article and not of the world: a correction's or a withdrawal's own words."""
    return bool(_SAYS_CORRECTED.search(text))


def printed_before(catalog: Catalog, version: Version, since: datetime) -> frozenset[str]:
    """The sentences of the article as it stood before ``since`` (UTC); none where it is newer."""
    older = catalog.version(version.article_id, first_since(version, catalog, since) - 1)
    return frozenset(e.text for e in sentences(older)) if older else frozenset()


def _steps(new: Version, old: Version, story_id: str) -> Iterator[Change]:
    """Sentences that only the new version has, each with the closest of those that only the old one had."""
    kind: ChangeKind = "corrected" if new.article.notice == "corrected" else "updated"
    lines, before = sentences(new), sentences(old)
    kept = {e.text for e in lines} & {e.text for e in before}
    gone = [e for e in before if e.text not in kept]
    for line in lines:
        if line.text in kept or says_of_itself(line.text):
            continue
        replaced = _replaced(line, [e for e in gone if (e.field == "body") == (line.field == "body")])
        if replaced is not None and (kind == "corrected" or _differ(line.text, replaced.text)):
            yield Change(kind, story_id, verbatim(line), verbatim(replaced))


def _replaced(line: Evidence, before: Sequence[Evidence]) -> Evidence | None:
    """The sentence whose place it took, None where it says something that was not there at all."""
    new = terms(line.text).everything
    best = max(before, key=lambda e: overlap(terms(e.text).everything, new), default=None)
    return best if best is not None and overlap(terms(best.text).everything, new) >= _SAME_SENTENCE else None


def _differ(one: str, other: str) -> bool:
    new, old = terms(one), terms(other)
    return (new.figures, new.dates, new.names) != (old.figures, old.dates, old.names)


def _notice(version: Version) -> Statement:
    """The publisher's own words, from the sentence that takes the report back on, as many as there is room for."""
    body = [e for e in sentences(version) if e.field == "body"] or sentences(version)
    first = next((n for n, e in enumerate(body) if _SAYS_WITHDRAWN.search(e.text)), 0)
    start, end = body[first].start, body[first].end
    for line in body[first + 1 :]:
        if line.field != body[first].field or line.end - start > LONGEST:
            break
        end = line.end
    citation = cite(version, body[first].field, start, end)
    return Statement(citation.quote, (citation,), "verbatim")


def _lead(version: Version) -> Statement | None:
    lines = sentences(version)
    body = [e for e in lines if e.field == "body"]
    return verbatim((body or lines)[0]) if lines else None


def first_since(version: Version, catalog: Catalog, since: datetime) -> int:
    """The number of the first version but the first that was made at ``since`` (UTC) or later."""
    number = version.number
    while number > 2:
        older = catalog.version(version.article_id, number - 1)
        if older is None or (older.article.modified or older.stored) < since:
            break
        number -= 1
    return number
