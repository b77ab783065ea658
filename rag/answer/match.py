"""How well each sentence of the evidence answers a question: features, and the fitted ranking of them.

Late interaction by the packaged embedder's own last hidden states (Khattab and Zaharia, SIGIR 2020, without a model
trained for it), beside word overlap, the passage's rank and whether the sentence holds the kind of thing asked for.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from rag.answer.expected import Kind, answer_spans, expected_kind
from rag.answer.pieces import PieceReader
from rag.answer.terms import Term, Words, places_of, question_terms, words_of, words_of_all
from rag.domain.evidence import Evidence
from rag.domain.passage import Hit, embedding_text
from rag.domain.question import Part
from rag.ports import Span, TokenVectors
from rag.retrieve.late import rarity

if TYPE_CHECKING:
    from rag.ports import FloatArray

CONTEXT_WEIGHT = 0.4
"""Of a word that a follow-up borrows from the question before it, against its own words."""

NEAR = 0.4
"""Cosine of a word's contextual vectors from which a sentence speaks of it in other words."""

BEFORE = 2
"""Sentences before one in which the things may stand that it speaks of ("the talks", of those in Jeddah)."""


@dataclass(frozen=True, slots=True)
class Features:
    """Of one sentence for one question; similarities are cosines, shares are 0..1 weighted by the terms' rarity."""

    pieces: float
    """Mean over the question's word pieces of the best cosine with a piece of the sentence."""
    rare_pieces: float
    """The same, weighted by the pieces' rarity."""
    terms: float
    """The same over content words."""
    function_words: float
    """The same over the words of asking ("when", "how"), which have learnt to look for their kind of answer."""
    held: float
    """Share of content words that the sentence holds in some form."""
    weakest: float
    """The content word that the sentence speaks to least: its best cosine."""
    mean: float
    """Cosine of the mean vectors of question and sentence."""
    passage_terms: float
    passage_held: float
    passage_weakest: float
    passage_score: float
    """The retriever's fused score, 0..1."""
    has_kind: float
    """1 if the sentence holds something of the kind asked for that the question does not say itself."""
    lacks_kind: float
    """1 if the question asks for a particular kind and the sentence has none."""
    unspoken: float
    """Share of content words that the sentence neither holds nor comes near to."""
    passage_unspoken: float
    missing_names: float
    """How many of the question's names the sentence lacks."""
    passage_missing_names: float
    log_length: float
    around_pieces: float
    """As ``pieces``, of the sentence with the two before it and the headline, which it builds on."""
    around_terms: float
    around_held: float
    around_unspoken: float
    is_lead: float
    """1 for the first sentence of an article, which resembles every question about it, as a headline does."""

    def vector(self) -> FloatArray:
        return np.array([getattr(self, field.name) for field in fields(self)], dtype=np.float32)


FEATURE_NAMES = tuple(field.name for field in fields(Features))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence with its features for one part of a question, and spans in it that could be the answer itself.

    ``anchors`` are the places (characters) of the words in it that the question asks about. ``unplaced_names`` counts
    the names that the question itself asks about and neither headline nor the sentences around mention.
    """

    evidence: Evidence
    features: Features
    kind: Kind
    spans: tuple[Span, ...] = ()
    anchors: tuple[int, ...] = ()
    unplaced_names: int = 0
    plain_held: float = 1.0
    """Share of the question's words that are no names which the sentence holds."""


@dataclass(frozen=True, slots=True)
class ReadHit:
    """A hit with its evidence and the token vectors of headline and passage, read once for all parts of a question."""

    hit: Hit
    evidence: tuple[Evidence, ...]
    tokens: TokenVectors
    prefix: int
    """Characters of headline and day before the passage in the text that was embedded."""
    deks: tuple[TokenVectors, ...]
    """Of the evidence that is a subtitle, in its order."""


def read_hits(hits: Sequence[Hit], evidence: Sequence[Evidence], reader: PieceReader) -> list[ReadHit]:
    """Token vectors for everything that may be cited.

    A sentence is read inside its passage, so that "the agreement" knows which one, and a headline before it; a
    subtitle, which was not embedded with the passage, by itself.
    """
    by_hit = [[e for e in evidence if e.number.split(".")[0] == str(place)] for place in range(1, len(hits) + 1)]
    deks = [[e.text for e in lines if e.field == "dek"] for lines in by_hit]
    of_dek = iter(reader.texts([text for texts in deks for text in texts]))
    return [
        ReadHit(
            hit=hit,
            evidence=tuple(lines),
            tokens=tokens,
            prefix=len(embedding_text(hit.passage, hit.version)) - len(hit.passage.text),
            deks=tuple(islice(of_dek, len(texts))),
        )
        for hit, lines, tokens, texts in zip(hits, by_hit, reader.passages(hits), deks, strict=True)
    ]


def candidates(part: Part, read: Sequence[ReadHit], reader: PieceReader) -> list[Candidate]:
    """Every sentence of the evidence with its features for one part of a question, in the order of the evidence."""
    asked = f"{part.text} {part.context}".strip()
    tokens = reader.texts([asked])[0]
    own = np.array([1.0 if start < len(part.text) else CONTEXT_WEIGHT for start, _ in tokens.spans], dtype=np.float32)
    terms = question_terms(asked, tokens.ids, tokens.spans)
    question = _Asked(
        text=asked,
        kind=expected_kind(part.text),
        tokens=tokens,
        weights=own,
        length=len(part.text),
        terms=tuple(replace(t, weight=t.weight * CONTEXT_WEIGHT) if t.start >= len(part.text) else t for t in terms),
    )
    return [candidate for item in read for candidate in _of_hit(question, item)]


@dataclass(frozen=True)
class _Asked:
    """One part of a question, with what is the same for every sentence that is held against it."""

    text: str
    kind: Kind
    tokens: TokenVectors
    weights: FloatArray
    """Of each word piece."""
    length: int
    """Characters of the question itself, without its context."""
    terms: tuple[Term, ...]

    @cached_property
    def term_weights(self) -> FloatArray:
        return np.array([t.weight for t in self.terms] or [1.0])

    @cached_property
    def term_pieces(self) -> list[list[int]]:
        """The places of each term's word pieces."""
        return [[i for i, (a, b) in enumerate(self.tokens.spans) if a >= t.start and b <= t.end] for t in self.terms]

    @cached_property
    def rare_weights(self) -> FloatArray:
        """Of each word piece, by how rare it is as well."""
        rare: FloatArray = self.weights * np.array([rarity(i) for i in self.tokens.ids] or [1.0])
        return rare

    @cached_property
    def asking(self) -> list[int]:
        """The places of the word pieces that belong to no term."""
        in_terms = {i for pieces in self.term_pieces for i in pieces}
        return [i for i in range(len(self.tokens.ids)) if i not in in_terms]

    @cached_property
    def mean(self) -> FloatArray:
        mean: FloatArray = np.average(self.tokens.vectors, axis=0, weights=self.weights)
        return mean


def _of_hit(asked: _Asked, read: ReadHit) -> list[Candidate]:
    similarity = asked.tokens.vectors @ read.tokens.vectors.T
    article = read.hit.version.article
    told = words_of_all((article.title, read.hit.passage.text))
    passage = _Side.of(asked, similarity.max(axis=1, initial=-1.0), told)
    headline = _headline(asked, read, similarity)
    deks = iter(read.deks)
    before: list[_Side] = []
    found = []
    for line in read.evidence:
        own = next(deks).vectors if line.field == "dek" else read.tokens.vectors[_tokens_within(read, line)]
        if not len(own) and line.field == "body":
            continue
        best = (asked.tokens.vectors @ own.T).max(axis=1, initial=-1.0)
        sentence = _Side.of(asked, best, words_of(line.text))
        if line.field == "body":
            around = _Side.joined(asked, [*before[-BEFORE:], sentence, headline])
            before.append(sentence)
        else:
            around = _Side.joined(asked, [sentence, headline])
        spans = tuple(answer_spans(asked.kind, line.text, asked.text))
        features = _features(asked, read.hit, line, sentence, passage, around, own, spans)
        anchors = places_of(asked.terms, line.text)
        found.append(
            Candidate(line, features, asked.kind, spans, anchors, _unplaced(asked, read, line), sentence.plain_held)
        )
    return found


def _headline(asked: _Asked, read: ReadHit, similarity: FloatArray) -> _Side:
    """Headline, subtitle and publisher; the headline's word pieces stand before those of the passage."""
    article = read.hit.version.article
    pieces = bisect_right(read.tokens.spans, read.prefix, key=lambda span: span[1])
    words = words_of_all((article.title, article.dek, article.source))
    return _Side.of(asked, similarity[:, :pieces].max(axis=1, initial=-1.0), words)


@dataclass(frozen=True, slots=True)
class _Side:
    """A text against the question: each piece's best cosine, each term's, and how far the text holds the term."""

    best: FloatArray
    cosines: FloatArray
    held: FloatArray
    weights: FloatArray
    names: FloatArray
    """1 for the terms that are names."""

    @classmethod
    def of(cls, asked: _Asked, best: FloatArray, words: Words) -> _Side:
        return cls._made(asked, best, np.array([words.hold(t.text) for t in asked.terms] or [1.0]))

    @classmethod
    def joined(cls, asked: _Asked, sides: Sequence[_Side]) -> _Side:
        """Several texts as one."""
        best = np.maximum.reduce([side.best for side in sides])
        return cls._made(asked, best, np.maximum.reduce([side.held for side in sides]))

    @classmethod
    def _made(cls, asked: _Asked, best: FloatArray, held: FloatArray) -> _Side:
        cosines = np.array([best[places].mean() if places else 0.0 for places in asked.term_pieces] or [1.0])
        names = np.array([t.is_name for t in asked.terms] or [False], dtype=np.float32)
        return cls(best, cosines, held, asked.term_weights, names)

    @property
    def unspoken(self) -> float:
        return self.mean(((self.cosines < NEAR) & (self.held == 0)).astype(np.float32))

    @property
    def missing_names(self) -> float:
        return float((self.names * (self.held == 0)).sum())

    @property
    def plain_held(self) -> float:
        weights = self.weights * (1 - self.names)
        total = float(weights.sum())
        return float((weights * self.held).sum() / total) if total else 1.0

    def mean(self, values: FloatArray) -> float:
        total = float(self.weights.sum())
        return float((self.weights * values).sum() / total) if total else float(values.mean())


def _features(
    asked: _Asked,
    hit: Hit,
    line: Evidence,
    sentence: _Side,
    passage: _Side,
    around: _Side,
    own: FloatArray,
    spans: tuple[Span, ...],
) -> Features:
    rare = asked.rare_weights
    is_open = asked.kind in ("polar", "any")
    return Features(
        pieces=float(np.average(sentence.best, weights=asked.weights)),
        rare_pieces=float((rare * sentence.best).sum() / max(float(rare.sum()), 1e-6)),
        terms=sentence.mean(sentence.cosines),
        function_words=float(sentence.best[asked.asking].mean()) if asked.asking else 0.0,
        held=sentence.mean(sentence.held),
        weakest=float(sentence.cosines.min()),
        mean=float((own @ asked.mean).mean()) if len(own) else 0.0,
        passage_terms=passage.mean(passage.cosines),
        passage_held=passage.mean(passage.held),
        passage_weakest=float(passage.cosines.min()),
        passage_score=hit.score,
        has_kind=float(bool(spans)),
        lacks_kind=float(not spans and not is_open),
        unspoken=sentence.unspoken,
        passage_unspoken=passage.unspoken,
        missing_names=sentence.missing_names,
        passage_missing_names=passage.missing_names,
        log_length=math.log(max(len(own), 1)),
        around_pieces=float(np.average(around.best, weights=asked.weights)),
        around_terms=around.mean(around.cosines),
        around_held=around.mean(around.held),
        around_unspoken=around.unspoken,
        is_lead=float(line.field == "body" and line.start == 0),
    )


def _unplaced(asked: _Asked, read: ReadHit, line: Evidence) -> int:
    named = [term for term in asked.terms if term.is_name and term.start < asked.length]
    if not named:
        return 0
    place = read.evidence.index(line)
    around = read.evidence[max(place - BEFORE, 0) : place + 2]
    article = line.version.article
    texts = [article.title, article.dek, article.source, *(e.text for e in around)]
    return sum(1 for term in named if not any(words_of(text).hold(term.text) for text in texts))


def _tokens_within(read: ReadHit, line: Evidence) -> slice:
    """The word pieces, which stand in the order of the text, that lie within the line; of a date line, those of the
    day."""
    title = len(read.hit.version.article.title)
    match line.field:
        case "title":
            start, end = line.start, line.end
        case "dateline":
            start, end = title, read.prefix
        case _:
            start = read.prefix + line.start - read.hit.passage.start
            end = start + len(line.text)
    first = bisect_left(read.tokens.spans, start, key=lambda span: span[0])
    last = bisect_right(read.tokens.spans, end, key=lambda span: span[1])
    return slice(first, max(first, last))
