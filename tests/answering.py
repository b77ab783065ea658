"""Evidence of an invented article, ranked for a question by the packaged embedder."""

from __future__ import annotations

from functools import cache

from builders import a_version

from rag.adapters.onnx_embedder import OnnxEmbedder
from rag.answer.calibration import calibration
from rag.answer.evidence import gather
from rag.answer.match import Candidate, ReadHit, candidates, read_hits
from rag.answer.pieces import PieceReader
from rag.answer.remember import RememberingEmbedder
from rag.domain.article import Version
from rag.domain.passage import Hit, Passage
from rag.domain.question import Part


@cache
def reader() -> PieceReader:
    """With nothing stored: each text is read by the model once."""
    return PieceReader(RememberingEmbedder(OnnxEmbedder()))


def hit_of(version: Version, *, rank: int = 1, score: float = 1.0) -> Hit:
    """The whole body as one passage."""
    body = version.article.body
    return Hit(Passage(version.article_id, version.number, 0, len(body), body), version, score, rank)


def read(body: str, **fields: str) -> list[ReadHit]:
    hits = [hit_of(a_version(body, **fields))]
    return read_hits(hits, gather(hits), reader())


def ranked(question: str, body: str, **fields: str) -> list[Candidate]:
    """The article's sentences, best first."""
    found = candidates(Part(question), read(body, **fields), reader())
    return [c for c, _ in calibration().rank([c for c in found if c.evidence.field != "dateline"])]
