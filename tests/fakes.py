"""Small hand-written stand-ins for the seams, deterministic and without files."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence

import numpy as np
from builders import sentence_spans
from numpy.typing import NDArray

from rag.domain.errors import FetchFailed
from rag.domain.fetch import Fetched, NotModified, Validators
from rag.ports import Span, TokenVectors, WordPieces

FloatArray = NDArray[np.float32]
_WORD = re.compile(r"\w+")


class Sentences:
    """A splitter with a passage for each sentence."""

    def spans(self, text: str) -> list[Span]:
        return list(sentence_spans(text))


class NoIndex:
    """Where the indexes do not matter."""

    def catch_up(self, *, vectors: bool, progress: object = None) -> None: ...


class FakeFetcher:
    """Answers from a table of addresses; what is not in it is lastingly out of reach. Satisfies Fetcher."""

    def __init__(self, answers: Mapping[str, Fetched | NotModified | FetchFailed | bytes] | None = None) -> None:
        self.answers = dict(answers or {})
        self.asked: list[tuple[str, Validators]] = []

    def fetch(self, url: str, *, validators: Validators = Validators()) -> Fetched | NotModified:  # noqa: B008
        self.asked.append((url, validators))
        answer = self.answers.get(url, FetchFailed(url, "it answered 404 (not found)", lasting=True))
        if isinstance(answer, FetchFailed):
            raise answer
        return Fetched(url, answer) if isinstance(answer, bytes) else answer


class FakeEmbedder:
    """A hashed bag of words: texts that share words are close. Satisfies Embedder, TokenEmbedder and WholeEmbedder."""

    def __init__(self, dim: int = 64, fingerprint: str = "fake") -> None:
        self.dim = dim
        self.fingerprint = fingerprint
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str]) -> FloatArray:
        self.embedded.extend(texts)
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in _WORD.findall(text.lower()):
                row[self._slot(word)] += 1.0
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        return [self._tokens(text) for text in texts]

    def word_pieces(self, texts: Sequence[str]) -> list[WordPieces]:
        return [WordPieces(tokens.ids, tokens.spans) for tokens in self.embed_tokens(texts)]

    def embed_both(self, texts: Sequence[str]) -> tuple[FloatArray, list[TokenVectors]]:
        return self.embed(texts), self.embed_tokens(texts)

    def token_spans(self, texts: Sequence[str]) -> list[list[Span]]:
        return [[m.span() for m in _WORD.finditer(text)] for text in texts]

    def _tokens(self, text: str) -> TokenVectors:
        matches = list(_WORD.finditer(text))
        vectors = np.zeros((len(matches), self.dim), dtype=np.float32)
        for row, match in zip(vectors, matches, strict=True):
            row[self._slot(match.group().lower())] = 1.0
        ids = tuple(self._slot(m.group().lower()) for m in matches)
        return TokenVectors(ids, tuple(m.span() for m in matches), vectors)

    def _slot(self, word: str) -> int:
        return zlib.crc32(word.encode()) % self.dim
