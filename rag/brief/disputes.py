"""Where the articles of one story give different accounts: the detector of the answers, asked about every sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from rag.answer.conflicts import Known, find_conflicts
from rag.answer.evidence import sentences
from rag.answer.extract import Extract
from rag.answer.match import Candidate, Features
from rag.brief.roles import is_opinion
from rag.brief.stories import distinct
from rag.domain.answer import Conflict
from rag.domain.article import Version
from rag.domain.briefing import Story
from rag.domain.evidence import Evidence
from rag.domain.question import Part
from rag.verify.numbers import quantities
from rag.verify.tokens import read

_ARTICLES = 8
_SENTENCES = 12
_LARGER = 3
_NOTHING_ASKED = Part("")
_UNSCORED = Features(**{field.name: 0.0 for field in fields(Features)})


def disputes(story: Story, origins: Mapping[str, str]) -> tuple[Conflict, ...]:
    """Counts, amounts and times of day that two publishers of these days give differently, both sides cited.

    Withdrawn articles and opinions take no side. Values of earlier days are no dispute: they have changed since.
    """
    versions = [v for v in distinct(story.versions, origins) if _takes_side(v)][:_ARTICLES]
    if len(versions) < 2:
        return ()
    lines = [e for v in versions for e in _body(v)]
    chosen = tuple(Candidate(e, _UNSCORED, "number", ((0, len(e.text)),)) for e in lines)
    found = find_conflicts([Extract(_NOTHING_ASKED, chosen, chosen)], Known(tuple(lines), origins=origins))
    return tuple(conflict for conflict in found if _is_of_one_size(conflict))


def _is_of_one_size(conflict: Conflict) -> bool:
    """Without a question that says what is meant, numbers far apart are of different things."""
    numbers = [abs(q.value) for side in conflict.sides for q in quantities(read(side.value), frozenset())[:1]]
    return not numbers or max(numbers) <= _LARGER * min(numbers)


def _takes_side(version: Version) -> bool:
    return version.article.notice != "withdrawn" and not is_opinion(version.article)


def _body(version: Version) -> list[Evidence]:
    return [e for e in sentences(version) if e.field == "body"][:_SENTENCES]
