"""Whether a question asks for more than one thing: a list, both sides, a comparison."""

from __future__ import annotations

import re

_SEVERAL = re.compile(
    # "Which films won", "what reasons were given": a plural that is no verb and no name of one thing.
    r"\b(?:which|what|whose) (?:(?!(?:is|was|does|has)\b)\w+ ){0,2}?"
    r"(?!(?:is|was|does|has|this|news|its|his|across|less|process|class|press|business|crisis|basis|series|always)\b)"
    r"[a-z]{2,}[^\W\d_su]s\b"
    r"|\b(?:which|what) (?:\w+ ){0,2}?(?:people|men|women|children|countries)\b"
    r"|\bwho (?:are|were|all)\b|\bwho else\b|\bwhat (?:are|were) the \w+s\b"
    r"|^\W*(?:please )?(?:name|list|give)\b"
    r"|\b(?:both|each|respectively|several|the (?:two|three|four|five)|compared?|comparison|differ\w*|versus|vs)\b"
    r"|\b(?:more|fewer|less|larger|smaller|higher|lower|longer|shorter|bigger|faster|slower|older|younger) than\b"
    r"|\bfrom \w+ to \w+\b|\bwhat (?:did|do|does|have|has) .{2,60} and (?:the )?.{2,60}"
    r"\b(?:say|said|want|promised?|propose|proposed|think|offer|offered|demand)\b",
    re.IGNORECASE,
)


def asks_for_several(question: str) -> bool:
    """True where one sentence may not hold all that is asked for."""
    return bool(_SEVERAL.search(question))
