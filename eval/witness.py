"""What the archive says of a reply: read from the catalog and judged by the check, beside the system that answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.reply import Backing, Reply, Said, Witness
from rag.dateline import Dateline
from rag.domain.article import Version
from rag.domain.evidence import Citation, CitedSpan
from rag.sentences import sentence_spans
from rag.verify.verify import check


def bear_witness(reply: Reply, dateline: Dateline) -> Witness:
    """The stored characters and the origin behind each citation, and whether each sentence's citations support it.

    What is not stored supports nothing. A text of several sentences is judged sentence by sentence, each by all
    that the text cites.
    """
    sides = [side.citation for side in reply.sides]
    cited = {c: dateline.catalog.version(c.article_id, c.version) for c in dict.fromkeys((*reply.citations, *sides))}
    origins = dateline.catalog.origins(list(dict.fromkeys(c.article_id for c in cited)))
    return Witness(
        stored=tuple(_slice(c, cited[c]) for c in reply.citations),
        origins=tuple(origins.get(c.article_id, c.article_id) for c in reply.citations),
        backing=tuple(backing for said in reply.said for backing in _backings(said, cited)),
        beside=tuple(_slice(c, cited[c]) for c in sides),
    )


def _slice(citation: Citation, version: Version | None) -> str | None:
    return version.article.text(citation.field)[citation.start : citation.end] if version else None


def _backings(said: Said, cited: dict[Citation, Version | None]) -> Iterator[Backing]:
    spans = [_span(citation, cited[citation]) for citation in said.citations]
    for start, end in sentence_spans(said.text):
        yield backing_of(said.text[start:end], spans)


def backing_of(sentence: str, spans: Sequence[CitedSpan | None]) -> Backing:
    """The check's verdicts on one sentence; a span that is None stands for a citation of nothing."""
    alone = tuple(_supports(sentence, [span]) for span in spans)
    if len(spans) <= 1:
        return Backing(together=any(alone), alone=alone, without=(False,) * len(alone))
    others = ([*spans[:at], *spans[at + 1 :]] for at in range(len(spans)))
    return Backing(
        together=_supports(sentence, spans), alone=alone, without=tuple(_supports(sentence, rest) for rest in others)
    )


def _supports(sentence: str, spans: Sequence[CitedSpan | None]) -> bool:
    return check(sentence, [span for span in spans if span is not None]).supported


def _span(citation: Citation, version: Version | None) -> CitedSpan | None:
    if version is None or _slice(citation, version) != citation.quote:
        return None
    return CitedSpan.of(version, citation)
