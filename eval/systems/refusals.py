"""Recognising in free text that a model declines, for systems that have no other way to say so."""

from __future__ import annotations

import re

_REFUSAL = re.compile(
    r"^\s*empty response\b"
    r"|\b(?:do|does|did|is|are|was|were|has|have|can|could)(?:\s+not|n['’]t)\s+(?:\w+\s+){0,3}?"
    r"(?:say|state|stated|mention|mentioned|provide|provided|specify|specified|contain|include|indicate|given|"
    r"available|disclosed|described|know|determine|determined|answer|find|found|information)\b"
    r"|\bcannot (?:be )?(?:determined?|answer|find|provide)\b"
    r"|\b(?:no|not enough|insufficient) (?:\w+ ){0,2}?(?:information|mention|details?|evidence|context)\b"
    r"|\bnone of the (?:\w+ ){0,2}?sources\b"
    r"|\bi(?:['’]m| am) (?:sorry|unable)\b",
    re.IGNORECASE,
)


def is_refusal(text: str) -> bool:
    """Whether the first sentence says that the sources do not hold the answer. English only.

    Only the first: "It lasted nine hours. The text does not say where." answers.
    """
    first = re.split(r"(?<=[.!?])\s", text.strip(), maxsplit=1)[0]
    return not first or _REFUSAL.search(first) is not None
