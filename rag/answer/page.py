"""Questions about the page itself: when it was published, what its headline says."""

from __future__ import annotations

import re

from rag.domain.article import Field

_PAGE = r"(?:article|report|story|page|piece|text|news item|artikel|bericht|article|artículo|articolo|стат[тяі]\w*|стать\w*)"
_ABOUT: tuple[tuple[Field, re.Pattern[str]], ...] = (
    ("title", re.compile(r"\b(?:headline|title|heading|überschrift|schlagzeile|titel|titre|titular|título|заголовок)\b", re.I)),
    ("dek", re.compile(r"\b(?:sub-?head(?:ing|line)?|subtitle|dek|standfirst|strap ?line|untertitel|sous-titre|подзаголовок|підзаголовок)\b", re.I)),
    ("dateline", re.compile(
        rf"\bdate ?line\b|\bpublication date\b|\bdate of (?:the )?(?:publication|{_PAGE})\b"
        rf"|\b(?:when|what (?:day|date)|which (?:day|date)|date|wann|quand|cuándo|коли|когда)\b.{{0,60}}\b(?:published|publish|posted|printed|"
        rf"come out|came out|appear(?:ed)?|run|dated|veröffentlicht|erschienen|erschien|publié\w*|paru\w*|publicad\w+|publicó|"
        rf"опублік\w+|опублик\w+|вийшл\w+|вышл\w+)\b"
        rf"|\bhow (?:old|recent) is (?:the|this) {_PAGE}\b|\b(?:date|day) (?:is|does|of) (?:the|this) {_PAGE}\b",
        re.I,
    )),
)  # fmt: skip


def page_field(question: str) -> Field | None:
    """The field of the page that the question asks for, or None where it asks about the news itself."""
    return next((field for field, pattern in _ABOUT if pattern.search(question)), None)
