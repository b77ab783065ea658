"""Evidence: passages cut into numbered sentences with offsets, and how prompts and statements use them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from rag.answer.planted import planted
from rag.domain.answer import Statement
from rag.domain.article import Field, Version
from rag.domain.evidence import Evidence
from rag.domain.passage import Hit
from rag.sentences import sentence_spans

_HEAD_FIELDS: tuple[Literal["title", "dek", "dateline"], ...] = ("title", "dek", "dateline")


def sentences(version: Version) -> list[Evidence]:
    """Every citable sentence of one version: headline, dek and date line as "0.n", the body as "1.n"."""
    return _head(version, passage=0) + _body(version, 0, len(version.article.body), passage=1)


def gather(hits: Sequence[Hit]) -> list[Evidence]:
    """The evidence of the hits, best first: [2.3] is the third sentence of the second passage.

    Each article's headline, dek and date line come with its first passage, as the last numbers of that passage, so
    that "when was this published?" can be answered with a citation too. Sentences that two overlapping passages
    share appear once, under the better passage.
    """
    seen: set[tuple[str, int, Field, int]] = set()
    with_head: set[tuple[str, int]] = set()
    found: list[Evidence] = []
    for number, hit in enumerate(hits, start=1):
        lines = _body(hit.version, hit.passage.start, hit.passage.end, passage=number, score=hit.score)
        key = (hit.version.article_id, hit.version.number)
        if key not in with_head:
            with_head.add(key)
            lines += _head(hit.version, passage=number, first=len(lines) + 1, score=hit.score)
        for line in lines:
            place = (line.version.article_id, line.version.number, line.field, line.start)
            if place not in seen:
                seen.add(place)
                found.append(line)
    return found


def verbatim(evidence: Evidence, *, answer_span: tuple[int, int] | None = None) -> Statement:
    """The article's own sentence as a statement; ``answer_span`` counts inside the sentence."""
    return Statement(evidence.text, (evidence.citation(),), "verbatim", answer_span)


def numbered(evidence: Iterable[Evidence]) -> str:
    """Evidence as a prompt shows it: an article's lines under its publisher, date and headline.

    Each sentence stands behind its mark and between guillemets, as quoted data, and cannot close them itself
    (spotlighting by delimiting: arXiv 2403.14720).
    """
    lines: list[str] = []
    shown: tuple[str, int] | None = None
    for item in evidence:
        article = item.version.article
        key = (article.id, item.version.number)
        if key != shown:
            shown = key
            day = article.published.isoformat() if article.published else "date unknown"
            lines.append(f"ARTICLE from {quoted(article.source) or 'an unnamed publisher'}, {day}:")
        kind = {"body": "", "title": "headline ", "dek": "subtitle ", "dateline": "date line "}[item.field]
        lines.append(f"[{item.number}] {kind}«{quoted(item.text)}»")
    return "\n".join(lines)


def quoted(text: str) -> str:
    """One line that cannot end its own quotation."""
    return " ".join(text.replace("«", "“").replace("»", "”").split())


def _body(version: Version, start: int, end: int, *, passage: int, score: float = 0.0) -> list[Evidence]:
    """Without what is planted; the numbers of the others stay as they are."""
    text = version.article.body
    unfit = planted(text)
    return [
        Evidence(f"{passage}.{n}", version, "body", start + a, start + b, text[start + a : start + b], score=score)
        for n, (a, b) in enumerate(sentence_spans(text[start:end]), start=1)
        if not any(first <= start + a < last for first, last in unfit)
    ]


def _head(version: Version, *, passage: int, first: int = 1, score: float = 0.0) -> list[Evidence]:
    lines: list[Evidence] = []
    for field in _HEAD_FIELDS:
        text = version.article.text(field)
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        if start < end and not planted(text):
            number = f"{passage}.{first + len(lines)}"
            lines.append(Evidence(number, version, field, start, end, text[start:end], score=score))
    return lines
