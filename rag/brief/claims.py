"""Claims: what a sentence says, in a form in which it is found again on another day."""

from __future__ import annotations

from rag.brief.terms import Figure, contained, overlap, terms
from rag.domain.answer import Statement
from rag.domain.briefing import Claim

_SAME_WORDS = 0.8
_SAME_SUBJECT = 0.45


def claim(story_id: str, statement: Statement) -> Claim:
    """The claim that a statement makes in a story."""
    return Claim(story_id, key(statement.text), statement)


def key(text: str) -> str:
    """Content words, figures with units and dates, each once and sorted: word order and inflection do not count."""
    return " ".join(sorted(terms(text).everything))


def says_the_same(one: Claim, other: Claim) -> bool:
    """Whether the second adds nothing to the first: the same key, or nearly the same words and no new figure or date.

    "one" may say less than "other", never more.
    """
    if one.key == other.key:
        return True
    new, old = terms(one.statement.text), terms(other.statement.text)
    if _values(new.figures) - _values(old.figures) or new.dates - old.dates or new.names - old.names:
        return False
    return overlap(new.everything, old.everything) >= _SAME_WORDS or contained(new.everything, old.everything) >= 0.95


def updates(one: Claim, other: Claim) -> bool:
    """Whether the first gives another value where the second gave one: same story, same subject, same unit.

    The words around the figures must agree well, else two different counts of people would pass for one.
    """
    if one.story_id != other.story_id:
        return False
    new, old = terms(one.statement.text), terms(other.statement.text)
    changed = _changed_units(new.figures, old.figures)
    return bool(changed) and overlap(new.content, old.content) >= _SAME_SUBJECT


def subject_overlap(one: Claim, other: Claim) -> float:
    """How much two claims speak of the same, 0..1; chooses among several earlier values."""
    return overlap(terms(one.statement.text).content, terms(other.statement.text).content)


def _values(figures: frozenset[Figure]) -> frozenset[str]:
    return frozenset(f.value for f in figures)


def _changed_units(new: frozenset[Figure], old: frozenset[Figure]) -> set[str]:
    """Units that both count, with no value in common."""
    units = {f.unit for f in new} & {f.unit for f in old} - {""}
    return {
        unit
        for unit in units
        if not {f.value for f in new if f.unit == unit} & {f.value for f in old if f.unit == unit}
    }
