"""Causes: a "because" that the spans do not have, with another reason than theirs, or the wrong way round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rag.verify.tokens import Text
from rag.verify.wordlists import words

# Behind the first kind stands the cause, behind the second the effect.
_CAUSE_BEHIND = (
    "because of",
    "because",
    "due to",
    "owing to",
    "thanks to",
    "as a result of",
    "caused by",
    "triggered by",
    "prompted by",
    "resulted from",
    "resulting from",
    "stemmed from",
    "in response to",
    "in retaliation for",
    "blamed on",
    "blaming",
    "on account of",
    "driven by",
)
_EFFECT_BEHIND = (
    "caused",
    "causing",
    "led to",
    "leading to",
    "resulted in",
    "triggered",
    "prompted",
    "brought about",
    "sparked",
)
# Looser ways to say why, which allow a statement to say "because".
_HINTS = frozenset(
    words("over after as since behind responsible linked attributed following amid reason why for so forced")
)
_UNKNOWN = frozenset(words("unknown unclear known established"))
_STOPS = frozenset(",;:.()")
_ENDING = frozenset(words("but while although and which who"))


class Because(NamedTuple):
    """One stated cause: meanings of the words on either side, and where the causal word stands."""

    at: int
    cause: frozenset[str]
    effect: frozenset[str]
    head: str = ""


@lru_cache(maxsize=4096)
def becauses(text: Text) -> tuple[Because, ...]:
    """Causes that a text states with a causal word."""
    found: list[Because] = []
    if _TRIGGERS.isdisjoint(text.folded_words):
        return ()
    at = 0
    folded = [t.folded for t in text.tokens]
    while at < len(folded):
        step = _length(folded, at, _CAUSE_PHRASES)
        back = 0 if step else _length(folded, at, _EFFECT_PHRASES)
        if step:
            found.append(Because(at, _ahead(text, at + step), _behind(text, at), _head(text, at + step)))
        elif back and not _is_passive(folded, at):
            found.append(Because(at, _behind(text, at), _ahead(text, at + back)))
        elif folded[at] in ("blamed", "blames", "blame"):
            found.extend(_blamed(text, at))
        elif folded[at] == "put" and "down" in folded[at : at + 9]:
            found.extend(_put_down(text, at))
        at += max(step, back, 1)
    return tuple(found)


def unfounded(statement: Text, evidence: Sequence[Text]) -> Iterator[tuple[str, str]]:
    """(words, why) for causes of the statement that the evidence does not give."""
    claimed = becauses(statement)
    if not claimed or not _UNKNOWN.isdisjoint(statement.folded_words):
        return
    told = [b for text in evidence for b in becauses(text)] or [b for text in evidence for b in _afters(text)]
    known = frozenset().union(*(text.meanings for text in evidence))
    unknown = any(not _UNKNOWN.isdisjoint(text.folded_words) and "cause" in text.folded_words for text in evidence)
    hinted = any(not _HINTS.isdisjoint(text.folded_words) for text in evidence)
    for said in claimed:
        word = statement.tokens[said.at].text
        new = said.cause - known
        unhinted = not told and (unknown or (_is_clause(statement, said.at) and not hinted))
        if said.cause and (len(new) * 2 >= len(said.cause) or said.head in new or unhinted):
            yield word, f"the cited text gives no such cause as the one behind “{word}”"
        elif said.effect and told and all(_turned(said, other) for other in told):
            yield word, f"the cited text has cause and effect of “{word}” the other way round"


def _is_clause(text: Text, at: int) -> bool:
    """Whether "because" brings a whole clause: "because the engine had stopped"."""
    return text.tokens[at].folded == "because" and text.tokens[min(at + 1, len(text.tokens) - 1)].folded != "of"


def _turned(said: Because, told: Because) -> bool:
    forward = len(said.cause & told.cause) + len(said.effect & told.effect)
    backward = len(said.cause & told.effect) + len(said.effect & told.cause)
    return backward > forward


def _length(folded: Sequence[str], at: int, phrases: dict[str, list[tuple[str, ...]]]) -> int:
    """How many words the longest of the phrases has that stands at an index; 0 where none does."""
    found = phrases.get(folded[at], ())
    return max((len(p) for p in found if tuple(folded[at : at + len(p)]) == p), default=0)


def _by_first_word(phrases: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        parts = tuple(phrase.split())
        found.setdefault(parts[0], []).append(parts)
    return found


_CAUSE_PHRASES = _by_first_word(_CAUSE_BEHIND)
_EFFECT_PHRASES = _by_first_word(_EFFECT_BEHIND)
# One word of each phrase that few other sentences have: most texts need not be searched.
_TRIGGERS = frozenset(
    words(
        "because due owing thanks result caused causing triggered prompted resulted resulting stemmed response "
        "retaliation blamed blames blame blaming account driven led leading brought sparked put"
    )
)


def _is_passive(folded: Sequence[str], at: int) -> bool:
    return "by" in folded[at + 1 : at + 2]


def _ahead(text: Text, at: int) -> frozenset[str]:
    return frozenset(text.tokens[n].meaning for n in range(at, _end(text, at)) if text.tokens[n].is_content)


def _end(text: Text, at: int) -> int:
    """Where a phrase ends: at a stop; and, if it opens the sentence, at the article that begins what it explains."""
    part = text.parts[min(at, len(text.tokens) - 1)]
    opens = not any(t.is_content for n, t in enumerate(text.tokens[:at]) if text.parts[n] == part)
    for n in range(at, len(text.tokens)):
        token = text.tokens[n]
        if token.text in _STOPS or token.folded in _ENDING:
            return n
        if opens and token.folded in ("the", "a", "an") and any(t.is_content for t in text.tokens[at:n]):
            return n
    return len(text.tokens)


def _behind(text: Text, at: int) -> frozenset[str]:
    """Content of the sentence in front of a causal word; of what follows the clause where it opens the sentence."""
    sentence = text.tokens[at].sentence
    part = text.parts[at]
    before = [t for n, t in enumerate(text.tokens[:at]) if t.sentence == sentence and text.parts[n] == part]
    if not any(t.is_content for t in before):
        before = [t for t in text.tokens[_end(text, at + 2) :] if t.sentence == sentence]
    return frozenset(t.meaning for t in before if t.is_content)


def _blamed(text: Text, at: int) -> Iterator[Because]:
    """ "Blamed the accident on fog", "blamed fog for the accident"."""
    for n in range(at + 1, min(at + 12, len(text.tokens))):
        word = text.tokens[n].folded
        if text.tokens[n].text in _STOPS or word in _ENDING or word == "and":
            break
        if word in ("on", "for"):
            first = frozenset(t.meaning for t in text.tokens[at + 1 : n] if t.is_content)
            second = _ahead(text, n + 1)
            yield Because(at, *((second, first) if word == "on" else (first, second)))
            return
    yield Because(at, _ahead(text, at + 1), _behind(text, at), _head(text, at + 1))


def _put_down(text: Text, at: int) -> Iterator[Because]:
    """ "Put the fall down to higher duties"."""
    down = next(n for n in range(at, len(text.tokens)) if text.tokens[n].folded == "down")
    if down + 1 < len(text.tokens) and text.tokens[down + 1].folded == "to":
        effect = frozenset(t.meaning for t in text.tokens[at + 1 : down] if t.is_content)
        yield Because(at, _ahead(text, down + 2), effect)


def _head(text: Text, at: int) -> str:
    """The noun of the phrase that begins at an index: the last content word before a small word."""
    found = ""
    for token in text.tokens[at : at + 8]:
        if token.is_content:
            found = token.meaning
        elif found or token.kind != "word":
            break
    return found


def _afters(text: Text) -> Iterator[Because]:
    """What happened after what: no cause, but a cause the other way round would contradict it."""
    for n, token in enumerate(text.tokens):
        if token.folded in ("after", "following"):
            yield Because(n, _ahead(text, n + 1), _behind(text, n))
