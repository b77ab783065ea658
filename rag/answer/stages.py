"""How far a matter has come by the tense of a sentence: ahead ("is to open"), going on ("is running"), or done."""

from __future__ import annotations

import re
from typing import Literal

from rag.answer.values import Told, attribution

Stage = Literal["ahead", "going on", "done", ""]

_SUBJECT = 6
"""Tokens at the head of a sentence among which its subject stands."""

_AHEAD = (
    r"will|would|shall|(?:is|are)(?: now| \w+ly)? to(?! have)|"
    r"(?:is|are) (?:\w+ )?(?:due|set|expected|scheduled|planned|likely)|"
    r"(?:plan|intend|want|hope|aim|expect)s? to|to be \w+ed"
)
_GOING_ON = r"(?:is|are) (?:still |now )?(?!nothing|anything)\w+ing|remains?|continues?|go(?:es)? on|(?:is|are) still"
_DONE = (
    r"(?:has|have)(?: \w+ly| now| since| also)? (?!to\b)\w+|(?:was|were) \w+|"
    r"(?<!\bis )(?<!\bare )(?<!stays )(?<!remains )(?!need|hundred|said|called|named|based)\w{3,}ed|"
    r"won|lost|fell|rose|went|left|began|took|gave|came|broke|shut|(?:can|may)\b.{1,60}\bagain"
)
_STAGES: tuple[tuple[Stage, re.Pattern[str]], ...] = (
    ("ahead", re.compile(rf"(?i)\b(?:{_AHEAD})\b")),
    ("going on", re.compile(rf"(?i)\b(?:{_GOING_ON})\b")),
    ("done", re.compile(rf"(?i)\b(?:{_DONE})\b")),
)
# "The board was told that" is no part of what is told.
_SAID_THAT = re.compile(r"(?i)^.{0,60}\b(?:told|said|announced|confirmed|learnt|heard)\b.{0,30}\bthat\b")


def stage_of(text: str) -> Stage:
    """What the first verb says; "" where it cannot be told."""
    told = _SAID_THAT.sub("", text, count=1)
    found = [(match.start(), stage) for stage, pattern in _STAGES if (match := pattern.search(told))]
    return min(found)[1] if found else ""


def without_speaker(told: Told) -> str:
    """The sentence without those who say it."""
    said_by = attribution(told.text)
    return " ".join(t.text for n, t in enumerate(told.text.tokens) if n not in said_by)


def subject_words(told: Told) -> frozenset[str]:
    """Meanings of the content words at the head of the sentence: mostly those of its subject."""
    said_by = attribution(told.text)
    own = [t for n, t in enumerate(told.text.tokens) if n not in said_by][:_SUBJECT]
    return frozenset(t.meaning for t in own if t.is_content) & told.words
