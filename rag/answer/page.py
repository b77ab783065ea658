"""Questions about the page itself: when it was published, what its headline says."""

from __future__ import annotations

import re

from rag.domain.article import Field

_PAGE = (
    r"(?:article|report|story|page|piece|text|news item|this|it|artikel|bericht|artículo|nota|informe|стат[тяіюь]\w*|"
    r"материал\w*|матеріал\w*)"
)
_WHEN = r"(?:when|what (?:day|date)|which (?:day|date)|date|wann|quand|cuándo|коли|когда)"
_APPEARED = (
    r"(?:published|publish|posted|printed|come out|came out|appear(?:ed)?|dated|veröffentlicht|erschienen|erschien|"
    r"publié\w*|paru\w*|publicad\w+|publicó|опублік\w+|опублик\w+|вийшл\w+|вышл\w+)"
)
_ABOUT: tuple[tuple[Field, tuple[str, ...]], ...] = (
    (
        "dek",
        (
            r"\bsub-?head(?:ing|line)?\b|\bsubtitle\b|\bdek\b|\bstandfirst\b|\bstrap ?line\b",
            r"\buntertitel\b|\bsous-titre\b|\bsubtítulo\b|\bподзаголовок\b|\bпідзаголовок\b",
        ),
    ),
    (
        "title",
        (
            r"\bheadline\b",
            rf"\btitle of (?:the|this) {_PAGE}\b|\b{_PAGE}['’]s (?:title|heading)\b|\b{_PAGE} (?:titled|called)\b",
            rf"\b(?:the )?{_PAGE} (?:have|has|carry) (?:as )?(?:its |a )?title\b",
            r"\büberschrift\b|\bschlagzeile\b|\btitre de l['’]article\b|\btitular\b|\bзаголов[оа]к\w*\b",
        ),
    ),
    (
        "dateline",
        (
            rf"\bdate ?line\b|\bpublication date\b|\bdate of (?:the )?publication\b|\bdate of (?:the|this) {_PAGE}\b",
            rf"\b{_WHEN}\b.{{0,60}}\b{_PAGE}\b.{{0,80}}\b{_APPEARED}\b|\b{_WHEN}\b.{{0,40}}\b{_APPEARED}\b.{{0,20}}\b{_PAGE}\b",
            rf"\bhow (?:old|recent) is (?:the|this) {_PAGE}\b|\b(?:date|day) (?:is|does) (?:the|this) {_PAGE}\b",
        ),
    ),
)
_UNCITED = re.compile(
    rf"\b(?:which|what) (?:section|rubric|category) (?:\w+ ){{0,3}}{_PAGE}\b"
    rf"|\bwho (?:wrote|authored|is the author of) (?:the|this) {_PAGE}\b"
    r"|\b(?:which|what) (?:site|website|publication|newspaper|paper) (?:is|published|carried|printed) "
    rf"(?:the|this) {_PAGE}\b",
    re.IGNORECASE,
)
_PATTERNS = tuple((field, re.compile("|".join(patterns), re.IGNORECASE)) for field, patterns in _ABOUT)


def page_field(question: str) -> Field | None:
    """The field of the page that the question asks for, or None where it asks about the news itself."""
    return next((field for field, pattern in _PATTERNS if pattern.search(question)), None)


def asks_for_uncited(question: str) -> bool:
    """Whether it asks for something of the page that no citation can point at: its section, its author."""
    return bool(_UNCITED.search(question))
