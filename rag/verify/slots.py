"""What stands behind "of", "to", "for" and the like: "the share of adults" is not "the share of teenagers"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.verify.names import COUNTRIES, name_at
from rag.verify.stems import meaning
from rag.verify.tokens import Text
from rag.verify.wordlists import words

_PREPOSITIONS = frozenset(words("of to from for against with"))
_FILLERS = frozenset(words("the a an its their his her this that these those"))


class Slot(NamedTuple):
    """A content word, the preposition behind it, and the words of the phrase behind that."""

    head: str
    preposition: str
    phrase: frozenset[str]
    names: frozenset[str]
    sentence: int


@lru_cache(maxsize=4096)
def slots(text: Text) -> tuple[Slot, ...]:
    """The slots of a text: "the share of adults" is (share, of, {adult})."""
    found: list[Slot] = []
    for n, token in enumerate(text.tokens[1:-1], start=1):
        if token.folded in _PREPOSITIONS and text.tokens[n - 1].is_content and (phrase := _phrase(text, n + 1)):
            words_of = frozenset(_word(text, at) for at in phrase)
            named = frozenset(name_at(text)[at] for at in phrase if at in name_at(text))
            found.append(Slot(_word(text, n - 1), token.folded, words_of, named, token.sentence))
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
        if not told or not slot.phrase <= known or any(_agree(slot, other) for _, other in told):
            continue
        text, other = max(told, key=lambda pair: _likeness(statement, slot, *pair))
        beside = (s for s in slots(text) if s.sentence == other.sentence and s.preposition == slot.preposition)
        if _meet_elsewhere(slot, text, other, evidence):
            continue
        if not (slot.names and other.names) and slot.phrase <= _sentence_words(text, other.sentence):
            continue  # common words of one sentence may stand behind any of its prepositions
        if not any(_agree(slot, other) for other in beside) and _is_about(statement, slot, text, other, evidence):
            yield " ".join(sorted(slot.phrase)), f"the cited text has something else behind “{slot.preposition}”"


@lru_cache(maxsize=4096)
def owned(text: Text) -> tuple[tuple[str, str], ...]:
    """(name, thing) for what directly follows a name that owns or qualifies it: "Germany’s finance minister"."""
    found: list[tuple[str, str]] = []
    named = name_at(text)
    for n, name in named.items():
        owns = text.tokens[n].text.endswith(("'s", "’s")) or name in COUNTRIES
        at = n + 1
        while owns and at < min(n + 4, len(text.tokens)) and text.tokens[at].is_content and at not in named:
            found.append((name, text.tokens[at].meaning))
            at += 1
    return tuple(found)


def misowned(statement: Text, evidence: Sequence[Text]) -> Iterator[tuple[str, str]]:
    """(words, why) where a thing is one name's in the statement and only another's in the evidence."""
    told = [pair for text in evidence for pair in owned(text)]
    everyone = frozenset(name for text in evidence for name in name_at(text).values())
    elliptic = {name for name, thing in told if thing in _VERBS}  # "France's grew 1.1 percent"
    for name, thing in owned(statement):
        owners = {other for other, same in told if same == thing}
        if (
            owners
            and name in everyone - elliptic
            and name not in owners
            and not _qualify_alike(name, statement, evidence)
        ):
            yield thing, f"the cited text says it of {', '.join(sorted(owners))}"


def _qualify_alike(name: str, statement: Text, evidence: Sequence[Text]) -> bool:
    """Whether a country goes with the same person in both: "Ethiopian runner Sara Bekele", "Ethiopia's Sara Bekele"."""
    return bool(_persons_of(name, statement) & frozenset(p for text in evidence for p in _persons_of(name, text)))


def _persons_of(name: str, text: Text) -> frozenset[str]:
    named = name_at(text)
    return frozenset(
        named[at]
        for n, one in named.items()
        if one == name
        for at in range(n + 1, n + 5)
        if named.get(at, name) != name
    )


_VERBS = frozenset(meaning(w) for w in words("grew fell rose was were had is has did will won lost dropped increased"))


def _agree(one: Slot, other: Slot) -> bool:
    """Whether two phrases share a word, and a name where both have names."""
    if one.names and other.names:
        return bool(one.names & other.names)
    return bool(one.phrase & other.phrase)


def _same_head(one: Slot, other: Slot) -> bool:
    return (one.head, one.preposition) == (other.head, other.preposition)


def _meet_elsewhere(said: Slot, text: Text, told: Slot, evidence: Sequence[Text]) -> bool:
    """Whether another sentence of the evidence has both the head and what the statement puts behind it."""
    places = ((one, n) for one in evidence for n in range(len(one.sentences)))
    return any(
        said.head in (words_there := _sentence_words(one, n)) and said.phrase <= words_there
        for one, n in places
        if (one, n) != (text, told.sentence)
    )


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


def _phrase(text: Text, first: int) -> list[int]:
    """Indices of content words from ``first`` on, until a small word or stop; a name behind a comma explains them."""
    found: list[int] = []
    for n in range(first, min(first + 9, len(text.tokens))):
        token = text.tokens[n]
        if token.folded in _FILLERS or (found and token.folded in ("of", "and")):
            continue
        if token.text == "," and found and n + 1 in name_at(text):
            continue
        if not token.is_content or token.kind != "word":
            break
        found.append(n)
    return found
