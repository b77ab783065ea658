"""A cross-encoder in a local folder as the reranker of a search: it reads the question and each passage together."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from rag.adapters.onnx_files import Unusable, open_session, open_tokenizer
from rag.domain.errors import RerankerError
from rag.domain.passage import Hit

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

    from rag.ports import FloatArray

MAX_TOKENS = 512
"""Of a question and a passage together; a longer passage is cut."""
AT_ONCE = 4
"""Pairs a run: the clock is looked at in between."""


class OnnxReranker:
    """Satisfies Reranker. ``folder`` holds model.onnx and tokenizer.json of a cross-encoder whose first output is one
    score a pair, or scores of classes of which the last means "relevant". Nothing is loaded before the first search.

    What takes longer than ``timeout_s`` or cannot be run raises RerankerError, and a search then keeps its own order
    and says so. Only the order is taken.
    """

    def __init__(self, folder: Path, *, timeout_s: float = 2.0) -> None:
        self._folder = folder
        self._timeout_s = timeout_s
        self._lock = Lock()
        self._loaded: tuple[InferenceSession, Tokenizer] | None = None

    @property
    def name(self) -> str:
        return self._folder.name

    def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """All the hits, best first; of equal scores in the order that they had. Raises RerankerError."""
        session, tokenizer = self._load()
        ends = time.monotonic() + self._timeout_s
        scores: list[float] = []
        for start in range(0, len(hits), AT_ONCE):
            if scores and time.monotonic() > ends:
                raise self._failed(f"it read {len(scores)} of {len(hits)} passages in {self._timeout_s:g} s")
            pairs = [(question, _text(hit)) for hit in hits[start : start + AT_ONCE]]
            scores += self._scores(session, _cut(tokenizer, pairs))
        order = sorted(range(len(hits)), key=lambda i: -scores[i])
        return [replace(hits[i], parts={**hits[i].parts, "reranked": scores[i]}) for i in order]

    def _scores(self, session: InferenceSession, batch: list[Encoding]) -> list[float]:
        wanted = {each.name for each in session.get_inputs()}
        inputs: dict[str, Any] = {
            "input_ids": np.array([e.ids for e in batch], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask for e in batch], dtype=np.int64),
            "token_type_ids": np.array([e.type_ids for e in batch], dtype=np.int64),
        }
        try:
            output = session.run(None, {name: inputs[name] for name in inputs if name in wanted})[0]
            scores: FloatArray = np.asarray(output, dtype=np.float32).reshape(len(batch), -1)[:, -1]
        except Exception as error:  # onnxruntime's classes are not exported; a shape that does not fit is a ValueError
            raise self._failed(str(error).splitlines()[0][:200]) from error
        if not np.isfinite(scores).all():
            raise self._failed("its scores are no numbers")
        return [float(score) for score in scores]

    def _load(self) -> tuple[InferenceSession, Tokenizer]:
        with self._lock:
            if self._loaded is None:
                model, tokenizer = self._folder / "model.onnx", self._folder / "tokenizer.json"
                try:
                    self._loaded = (
                        open_session(model, model.read_bytes()),
                        open_tokenizer(tokenizer, tokenizer.read_bytes()),
                    )
                except OSError as error:
                    raise self._failed(f"{error.filename} cannot be read: {error.strerror}") from error
                except Unusable as error:
                    raise self._failed(str(error).rstrip(".")) from error
            return self._loaded

    def _failed(self, reason: str) -> RerankerError:
        return RerankerError(f"The reranker {self.name} failed ({reason}). Check DATELINE_RERANKER_FOLDER.")


def _cut(tokenizer: Tokenizer, pairs: Sequence[tuple[str, str]]) -> list[Encoding]:
    """As the model reads them: both texts with what stands between, the passage cut, all as long as the longest."""
    room = MAX_TOKENS - tokenizer.num_special_tokens_to_add(is_pair=True)
    batch = []
    for question, passage in pairs:
        first, second = (tokenizer.encode(text, add_special_tokens=False) for text in (question, passage))
        first.truncate(room // 2)
        second.truncate(room - len(first))
        batch.append(tokenizer.post_process(first, second))
    longest = max(len(encoding) for encoding in batch)
    for encoding in batch:
        encoding.pad(longest)
    return batch


def _text(hit: Hit) -> str:
    title = hit.version.article.title
    return f"{title}\n{hit.passage.text}" if title else hit.passage.text
