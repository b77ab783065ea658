"""Whether a question in a model's words says what its asker said: the same names, numbers and denials, nothing more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from rag.retrieve.glossary import romanised
from rag.retrieve.names import names_in
from rag.retrieve.understand import content_words

SHARE_SAID, MOST_OWN = 0.6, 2
"""Of the content words of a rewritten question, how many the asker or the conversation must have said; and how many
it may have of its own ("paid" for "pay"): too few to say anything."""

SHARE_KEPT = 0.6
"""Of the asker's own content words, how many the rewritten question must keep."""

TIMES_AS_LONG = 2
"""In words, and four more: how long a question in another language may become."""

LIKE = 0.5
"""How like each other a name must be in two languages ("Moskau", "Moscow"), by the longest runs in common."""

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_NUMBER_WORDS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion half "
    "quarter third dozen twice".split()
)
_CALENDAR = frozenset(
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
_DENIES = re.compile(r"\b(?:not|no|never|nobody|none|nothing|without|cannot)\b|n['’]t\b", re.IGNORECASE)
_ASKING = frozenset(
    "according concerning regarding report reports reported reporting state stated mention mentioned article articles "
    "news compare compared differ difference between because reason give given describe "
    "explain list information known exactly".split()
)
"""Words that ask and say nothing about the matter."""


def fault_in(rewritten: Sequence[str], asked: str, *, before: Sequence[str], beside: str, is_english: bool) -> str:
    """Why the rewritten questions do not say what ``asked`` says, as a clause; "" where they do.

    ``before`` is the conversation: what it says may be put into the question. ``beside`` is what was taken out of the
    question as days and publishers. A question in another language is compared by its names, its numbers and its
    length. No word that only the model typed is in the reason: it is shown to the reader.
    """
    told = " ".join([asked, *before, beside])
    if any(not _is_told(name, told, is_english) for text in rewritten for name in _names(text)):
        return "it adds a name"
    if any(each not in figures(told) for text in rewritten for each in figures(text)):
        return "it adds a number"
    if is_english:
        return _fault_in_words(rewritten, asked, before, beside)
    longest = TIMES_AS_LONG * len(_words(asked)) + 4
    return "it says more than the question" if any(len(_words(text)) > longest for text in rewritten) else ""


def _fault_in_words(rewritten: Sequence[str], asked: str, before: Sequence[str], beside: str) -> str:
    stands = " ".join([*rewritten, beside])
    if lost := [each for each in (*_names(asked), *figures(asked)) if each.casefold() not in _words(stands)]:
        return f"it leaves out “{lost[0]}”"
    denied = any(_DENIES.search(text) for text in rewritten)
    told = " ".join([asked, *before])
    if denied != bool(_DENIES.search(told if denied else asked)):
        return "it says the opposite"
    for text in rewritten:
        own, share = _unsaid(text, f"{told} {beside}")
        if own > MOST_OWN or share < SHARE_SAID:
            return "it says something that was not asked"
    return "it leaves out much of what was asked" if _unsaid(asked, stands)[1] < SHARE_KEPT else ""


def figures(text: str) -> list[str]:
    """Numbers in digits and in words, as they stand there."""
    words = _words(text)
    return [word for word in words if word in _NUMBER_WORDS or any(c.isdigit() for c in word)]


def _names(text: str) -> list[str]:
    """And whatever is written with a dot within, which may be the name of a web site."""
    dotted = [match[0] for match in _WORD.finditer(text) if "." in match[0] and not match[0].isupper()]
    return [*(word for name in names_in(text) for word in name.text.split()), *dotted]


def _words(text: str) -> list[str]:
    return [_POSSESSIVE.sub("", match[0]).casefold() for match in _WORD.finditer(text)]


def _is_told(name: str, told: str, is_english: bool) -> bool:
    word = name.casefold()
    if word in (words := _words(told)):
        return True
    if is_english:
        return False
    return word in _CALENDAR or any(_alike(word, romanised(each)) for each in words)


def _alike(one: str, other: str) -> bool:
    return one[:1] == other[:1] and SequenceMatcher(None, one, other).ratio() >= LIKE


def _unsaid(text: str, told: str) -> tuple[int, float]:
    """How many content words of ``text`` are not in ``told`` in this or another ending, and the share of those that
    are; 1 where it has none."""
    words = [word.casefold() for word in content_words(text) if word.casefold() not in _ASKING]
    stems = {_stem(word) for word in _words(told)}
    missing = sum(_stem(word) not in stems for word in map(_bare, words))
    return missing, 1 - missing / len(words) if words else 1.0


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word)


def _stem(word: str) -> str:
    return word if len(word) < 6 else word[: max(5, len(word) - 3)]


def shares_a_word(name: str, told: str) -> bool:
    """Whether a text has a telling word of a publisher's name, or its initials."""
    own = content_words(name)
    forms = {_bare(word.casefold()) for word in own} | {"".join(word[0] for word in own).casefold()}
    return not forms.isdisjoint(_words(told))
