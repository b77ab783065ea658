"""What stands behind "of", "to", "for" and the like: "the share of adults" is not "the share of teenagers"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from rag.verify.names import name_at
from rag.verify.tokens import Text
from rag.verify.wordlists import words

_PREPOSITIONS = frozenset(words("of to from for against with by in at into"))
_FILLERS = frozenset(words("the a an its their his her this that these those"))

Slot = tuple[str, str]


@lru_cache(maxsize=4096)
def slots(text: Text) -> dict[Slot, frozenset[str]]:
    """(word, preposition) -> the words of the phrase behind it: ("share", "of") -> {"adult"}."""
    found: dict[Slot, set[str]] = {}
    for n, token in enumerate(text.tokens[1:-1], start=1):
        if token.folded in _PREPOSITIONS:
            head = text.tokens[n - 1]
            phrase = _phrase(text, n + 1)
            if head.is_content and phrase:
                found.setdefault((_word(text, n - 1), token.folded), set()).update(phrase)
    return {slot: frozenset(phrase) for slot, phrase in found.items()}


def misfilled(statement: Text, evidence: Sequence[Text]) -> Iterator[tuple[str, str]]:
    """(words, why) where the evidence has the same word and preposition, but with something else behind them.

    Only where what the statement puts there stands elsewhere in the evidence: a word that is new is not judged here.
    """
    known = frozenset().union(*(_all_words(text) for text in evidence))
    for slot, said in slots(statement).items():
        told = [slots(text)[slot] for text in evidence if slot in slots(text)]
        if told and said <= known and not any(said & phrase for phrase in told):
            yield " ".join(sorted(said)), f"the cited text has something else behind “{slot[1]}”"


@lru_cache(maxsize=4096)
def _all_words(text: Text) -> frozenset[str]:
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
