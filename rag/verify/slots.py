"""What stands behind "of", "to", "for" and the like: "the share of adults" is not "the share of teenagers"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.verify.names import name_at
from rag.verify.tokens import Text
from rag.verify.wordlists import words

_PREPOSITIONS = frozenset(words("of to from for against with by in at into"))
_FILLERS = frozenset(words("the a an its their his her this that these those"))


class Slot(NamedTuple):
    """A content word, the preposition behind it, and the words of the phrase behind that."""

    head: str
    preposition: str
    phrase: frozenset[str]
    sentence: int


@lru_cache(maxsize=4096)
def slots(text: Text) -> tuple[Slot, ...]:
    """The slots of a text: "the share of adults" is (share, of, {adult})."""
    found: list[Slot] = []
    for n, token in enumerate(text.tokens[1:-1], start=1):
        if token.folded in _PREPOSITIONS and text.tokens[n - 1].is_content and (phrase := _phrase(text, n + 1)):
            found.append(Slot(_word(text, n - 1), token.folded, frozenset(phrase), token.sentence))
    return tuple(found)


def misfilled(statement: Text, evidence: Sequence[Text]) -> Iterator[tuple[str, str]]:
    """(words, why) where the sentence that the statement is about has something else behind the same preposition.

    Only where what the statement puts there stands elsewhere in the evidence: a word that is new is not judged here.
    """
    said = slots(statement)
    if not said:
        return
    known = frozenset().union(*(_words_of(text) for text in evidence))
    for slot in said:
        told = [(text, other) for text in evidence for other in slots(text) if _same_head(slot, other)]
        if not told or not slot.phrase <= known or any(slot.phrase & other.phrase for _, other in told):
            continue
        text, other = max(told, key=lambda pair: _likeness(statement, slot, *pair))
        beside = (s for s in slots(text) if s.sentence == other.sentence and s.preposition == slot.preposition)
        if not any(slot.phrase & s.phrase for s in beside) and _is_about(statement, slot, text, other, evidence):
            yield " ".join(sorted(slot.phrase)), f"the cited text has something else behind “{slot.preposition}”"


def _same_head(one: Slot, other: Slot) -> bool:
    return (one.head, one.preposition) == (other.head, other.preposition)


def _likeness(statement: Text, slot: Slot, text: Text, other: Slot) -> int:
    """How many words the statement's sentence shares with the evidence's."""
    return len(_sentence_words(statement, slot.sentence) & _sentence_words(text, other.sentence))


def _is_about(statement: Text, slot: Slot, text: Text, other: Slot, evidence: Sequence[Text]) -> bool:
    """Whether no other sentence of the evidence is more like the statement's."""
    best = _likeness(statement, slot, text, other)
    mine = _sentence_words(statement, slot.sentence)
    return all(
        len(mine & _sentence_words(one, n)) <= best for one in evidence for n in range(max(len(one.sentences), 1))
    )


@lru_cache(maxsize=8192)
def _sentence_words(text: Text, sentence: int) -> frozenset[str]:
    return frozenset(_word(text, n) for n, t in enumerate(text.tokens) if t.is_content and t.sentence == sentence)


@lru_cache(maxsize=4096)
def _words_of(text: Text) -> frozenset[str]:
    return frozenset(_word(text, n) for n, t in enumerate(text.tokens) if t.is_content)


def _word(text: Text, n: int) -> str:
    return name_at(text).get(n, text.tokens[n].meaning)


def _phrase(text: Text, first: int) -> list[str]:
    """Content words from ``first`` on, until a small word or stop ends the phrase."""
    found: list[str] = []
    for n in range(first, min(first + 6, len(text.tokens))):
        token = text.tokens[n]
        if token.folded in _FILLERS and not found:
            continue
        if not token.is_content or token.kind != "word":
            break
        found.append(_word(text, n))
    return found
