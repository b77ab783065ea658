"""Evidence that speaks to a machine or to whoever answers, instead of reporting.

Recognising it by its wording can miss; what it misses is still only ever stated under the check, with its citation.
"""

from __future__ import annotations

import re

_SPEECH = "say|write|answer|reply|respond|output|print|state|tell|claim|repeat|include|append|insert|add|mention"
_ORDERS = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|rules|prompts?|above|earlier|previous)\b"
    r"|\b(?:you|assistants?|models?|ai|bots?|chatbots?)\s+(?:must|should|shall|have to|need to|are to|will now)\s+"
    rf"(?:\w+\s+)?(?:{_SPEECH})\b"
    r"|\byou are (?:now )?(?:an? )?(?:\w+ )?(?:assistant|ai|model|chatbot)\b"
    r"|\b(?:assistant|system|ai|chatbot|language model|llm)s?\s*[:,]"
    rf"|(?:\A|[.!?:]\s+)(?:please\s+)?(?:now\s+|always\s+|only\s+|instead,?\s+)?(?:{_SPEECH})\b[^.“\"]*(?::|\bthat\b)"
    r"|\b(?:system prompt|new instructions?|end of evidence|no answer)\b",
    re.IGNORECASE,
)

_TO_THE_READER = re.compile(
    r"\b(?:readers?|users?|subscribers?|everyone|everybody|you)\s+(?:now\s+)?"
    r"(?:should|must|shall|need to|have to|ought to|are (?:asked|urged|told|required) to)\b[^.;,]*|\bplease\b[^.;,]*",
    re.IGNORECASE,
)


def asks_of_the_reader(text: str) -> frozenset[str]:
    """What ``text`` asks readers to do ("users need to …"), in lower case: an answer reports, and asks nothing."""
    return frozenset(" ".join(found.casefold().split()) for found in _TO_THE_READER.findall(text))


def gives_orders(text: str) -> bool:
    """Whether ``text`` seems meant to steer an answer: it may be quoted whole, and supports nothing else."""
    return _ORDERS.search(text) is not None
