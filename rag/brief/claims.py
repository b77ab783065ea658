"""Claims: what a sentence says, in a form in which it is found again on another day."""

from __future__ import annotations

from rag.brief.states import denied_words
from rag.brief.terms import Figure, contained, overlap, terms
from rag.domain.answer import Statement
from rag.domain.briefing import Claim
from rag.verify.tokens import read

_SAME_WORDS = 0.8
_CONTAINED = 0.95


def claim(story_id: str, statement: Statement) -> Claim:
    """The claim that a statement makes in a story."""
    return Claim(story_id, key(statement.text), statement)


def key(text: str) -> str:
    """Content words, figures with units and dates, each once and sorted: word order and inflection do not count."""
    return " ".join(sorted(terms(text).everything))


def says_the_same(one: Claim, other: Claim) -> bool:
    """Whether the first adds nothing to the second: the same key, or nearly the same words, denied and affirmed alike,
    and no new figure, date or name. "one" may say less than "other", never more."""
    return _has_the_words(one, other) and denied_words(read(one.statement.text)) == denied_words(
        read(other.statement.text)
    )


def _has_the_words(one: Claim, other: Claim) -> bool:
    if one.key == other.key:
        return True
    new, old = terms(one.statement.text), terms(other.statement.text)
    if _values(new.figures) - _values(old.figures) or new.dates - old.dates or new.names - old.names:
        return False
    words = new.everything, old.everything
    return overlap(*words) >= _SAME_WORDS or contained(*words) >= _CONTAINED


def _values(figures: frozenset[Figure]) -> frozenset[str]:
    return frozenset(f.value for f in figures)
