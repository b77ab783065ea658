"""Token vectors of texts that were read before: the same passages answer many questions."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from rag.ports import TokenEmbedder, TokenVectors, WholeEmbedder, WordPieces

if TYPE_CHECKING:
    from rag.ports import FloatArray

BYTES = 128 * 1024 * 1024
"""Of vectors: 384 numbers a word piece, so some 6,000 questions and subtitles, or 430 whole passages."""


class ReadingEmbedder(TokenEmbedder, WholeEmbedder, Protocol):
    """Reads passages for their word pieces, and questions for both."""


class RememberingEmbedder:
    """A ReadingEmbedder that keeps the word pieces used last, up to ``most_bytes`` of their vectors. Reading eight
    passages takes 0.3 s on two cores; kept, none. Safe to use from threads."""

    def __init__(self, embedder: ReadingEmbedder, *, most_bytes: int = BYTES) -> None:
        self._embedder = embedder
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[str, TokenVectors] = OrderedDict()
        self._lock = Lock()

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """One entry a text, in the order given."""
        with self._lock:
            found = {text: self._kept[text] for text in texts if text in self._kept}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        found.update(zip(new, self._embedder.embed_tokens(new), strict=True))
        self._keep({text: found[text] for text in texts})
        return [found[text] for text in texts]

    def word_pieces(self, texts: Sequence[str]) -> list[WordPieces]:
        """As the embedder tells them: that costs no run of the model."""
        return self._embedder.word_pieces(texts)

    def embed_both(self, texts: Sequence[str]) -> tuple[FloatArray, list[TokenVectors]]:
        """Read anew, since whole vectors are not kept; the word pieces are, for the steps that follow."""
        vectors, tokens = self._embedder.embed_both(texts)
        self._keep(dict(zip(texts, tokens, strict=True)))
        return vectors, tokens

    def _keep(self, read: Mapping[str, TokenVectors]) -> None:
        with self._lock:
            for text, tokens in read.items():
                if (known := self._kept.get(text)) is not None:
                    self._bytes -= known.vectors.nbytes
                self._kept[text] = tokens
                self._kept.move_to_end(text)
                self._bytes += tokens.vectors.nbytes
            while self._bytes > self._most_bytes:
                _, forgotten = self._kept.popitem(last=False)
                self._bytes -= forgotten.vectors.nbytes
