"""Whether a question about what has happened meets a sentence about what is still to come, or the other way round."""

from __future__ import annotations

import re

_ASKS_PAST = re.compile(
    r"^\W*(?:\w+ ){0,6}?(?:did|was|were|had)\b"
    r"|^\W*who (?:\w+ed|won|lost|met|led|said|told|took|gave|made|came|went|held)\b",
    re.IGNORECASE,
)
_ASKS_FUTURE = re.compile(r"\b(?:will|going to|next|upcoming)\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|would|shall|is to|are to|plans? to|planned to|expected|scheduled|due to|may|might|could|next|set to|"
    r"hop(?:e|es|ed|ing) to|intends?|considers?)\b",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\b(?:was|were|had|did|won|lost|met|led|took|gave|made|came|went|held|fell|rose|began|ended|struck|found|sold|"
    r"(?!said|called|expected|planned|scheduled|based|named|united|need|hundred)\w{3,}ed)\b",
    re.IGNORECASE,
)


def at_odds(question: str, sentence: str) -> bool:
    """True where the question asks about the past and the sentence tells only of what is ahead, or the reverse."""
    if _ASKS_FUTURE.search(question):
        return bool(_BEHIND.search(sentence)) and not _AHEAD.search(sentence)
    return bool(_ASKS_PAST.search(question) and _AHEAD.search(sentence) and not _BEHIND.search(sentence))
