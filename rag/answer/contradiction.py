"""Whether a cited span says otherwise than a sentence, or merely does not say it.

A sentence that fails the check is not thereby contradicted: "The ferry cost $5m" is not, where the articles say only
that it sank. Contradicted means the same thing with another value: the rest of the sentence is there, and where its
number, date or name should be, another stands. In doubt the sentence is one that was not found.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.terms import words_of
from rag.domain.answer import Failure, FailureKind, Verdict
from rag.domain.evidence import CitedSpan
from rag.verify.cited import Cited
from rag.verify.dates import moments
from rag.verify.names import Name, name_words, names
from rag.verify.numbers import Quantity, quantities, same_value
from rag.verify.tokens import Text, Token, read

_ALONGSIDE: frozenset[FailureKind] = frozenset(("crossed", "hedging"))
"""What may come along: a wrong value stands elsewhere in the span, or the span holds back ("reportedly nine")."""

TELLING: frozenset[FailureKind] = frozenset(("number", "date", "name", "negation", "comparison", "speaker"))
"""Failures that another value can cause; hedging, quotations and new content are merely not said."""

_VALUES: frozenset[FailureKind] = TELLING - {"negation"}

IN_SENTENCE, IN_ARTICLE = 0.5, 0.7
"""Share of the other content words that the span, and the span with its headline, must have to be about the same."""

FEWEST_SHARED = 2


def contradicts(statement: str, span: CitedSpan, verdict: Verdict) -> bool:
    """Whether ``span``, against which the statement failed with ``verdict``, speaks of the same thing otherwise."""
    told = {failure.text for failure in verdict.failures if failure.kind in TELLING}
    # A word that is opposed ("rejected" for "approved") is of course one that the span does not say.
    failures = [failure for failure in verdict.failures if failure.kind != "content" or failure.text not in told]
    kinds = {failure.kind for failure in failures}
    if not kinds & TELLING or not kinds <= TELLING | _ALONGSIDE:
        return False
    if "date" in kinds and len(kinds & TELLING) > 1:
        return False  # another time and another value: perhaps another event
    text, cited, speakers = read(statement), Cited((span,)), _speakers(failures)
    return _is_same_thing(text, span, failures) and all(
        _has_rival(failure, text, cited) for failure in failures if failure.text not in speakers
    )


def share_held(statement: str, text: str) -> float:
    """Share of a statement's content words that a text has in some form; 0 for a statement without any."""
    kept = _kept(read(statement), ())
    return _held(kept, text) / len(kept) if kept else 0.0


def words_not_held(statement: str, text: str) -> list[str]:
    """The others of those words, each once."""
    words = words_of(text)
    return list(dict.fromkeys(t.text for t in _kept(read(statement), ()) if words.hold(t.text) != 1.0))


def _is_same_thing(text: Text, span: CitedSpan, failures: Sequence[Failure]) -> bool:
    kept = _kept(text, failures)
    here = _held(kept, span.quote)
    if here < FEWEST_SHARED or here < IN_SENTENCE * len(kept):
        return False
    return _held(kept, f"{span.quote}\n{span.context}") >= IN_ARTICLE * len(kept) and _is_same_subject(text, failures)


def _kept(text: Text, failures: Sequence[Failure]) -> list[Token]:
    """The words that should be the same: all but the values that failed. What is denied or held back is the same."""
    failed = {t.folded for failure in failures if failure.kind in _VALUES for t in read(failure.text).tokens}
    return [token for token in text.content if token.kind == "word" and token.folded not in failed]


def _held(tokens: Sequence[Token], text: str) -> int:
    words = words_of(text)
    return sum(words.hold(token.text) == 1.0 for token in tokens)


def _is_same_subject(text: Text, failures: Sequence[Failure]) -> bool:
    """The name that comes first is mostly what a sentence is about; that one must not be what failed."""
    wrong = {failure.text for failure in failures if failure.kind == "name"} - _speakers(failures)
    named = [name.text for name in names(text)]
    return not wrong or (len(named) > 1 and named[0] not in wrong)


def _speakers(failures: Sequence[Failure]) -> set[str]:
    """Who is said to have spoken and did not: the cited text names another, which is rival enough."""
    return {failure.text for failure in failures if failure.kind == "speaker"}


def _has_rival(failure: Failure, text: Text, cited: Cited) -> bool:
    """Whether the span has another value in the place of the one that failed."""
    match failure.kind:
        case "number":
            return _has_other_number(failure.text, text, cited)
        case "date":
            said = [moment for moment in moments(text, cited.published) if moment.text == failure.text]
            return any(cited.peers(moment, cited.supporting(moment)) for moment in said)
        case "name":
            return _has_other_name(failure.text, text, cited)
        case _:
            return True  # such a failure is itself something that the span says otherwise


def _has_other_number(number: str, text: Text, cited: Cited) -> bool:
    """Another value of the same unit and noun; "nine" where the span says "about nine" is no other value."""
    dated = moments(text, cited.published)
    taken = frozenset(n for moment in dated for n in range(moment.first, moment.last))
    for said in (q for q in quantities(text, taken) if q.text == number):
        peers = (cited.values[n] for n in cited.peers(said, cited.supporting(said)))
        others = [q for q in peers if isinstance(q, Quantity) and (q.noun == said.noun or "" in (q.noun, said.noun))]
        if others and not any(same_value(q, said) for q in others):
            return True
    return False


def _has_other_name(name: str, text: Text, cited: Cited) -> bool:
    """Another name behind the same word: "in Jeddah" for "in Riyadh"."""
    before = {_word_before(text, found) for found in names(text) if found.text == name} - {""}
    known = set(name_words(text))
    return any(
        _word_before(span, found) in before and known.isdisjoint(found.words)
        for span in cited.texts
        for found in names(span)
    )


def _word_before(text: Text, name: Name) -> str:
    return text.tokens[name.first - 1].meaning if name.first else ""
