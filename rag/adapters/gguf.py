"""A language model from a GGUF file, run in this process by llama.cpp's own server, which speaks Chat Completions.

It listens on a loopback port of its own, with a key that is new at every start: whoever else works on this machine
cannot use it.
"""

from __future__ import annotations

import importlib.util
import secrets
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from rag.domain.errors import ModelFileUnusable

if TYPE_CHECKING:
    from xllamacpp import Server

_MAGIC = b"GGUF"
_SILENT = -1
_KEY_BYTES = 24
_loading = Lock()


@dataclass(frozen=True, slots=True)
class ServedFile:
    """Where the model answers, for as long as this process runs, and the key that it asks for."""

    base_url: str
    key: str = field(repr=False)
    server: Server = field(repr=False)
    """Ends when it is forgotten."""


def served(file: Path, *, context_tokens: int) -> ServedFile:
    """The model in ``file``, loaded at the first call; one question at a time is answered, others wait.

    Prompt and reply together have ``context_tokens``. Raises ModelFileUnusable where the file or the package that runs
    it is missing, or where it is no model that this version of llama.cpp knows.
    """
    with _loading:
        return _served(file, context_tokens)


@cache
def _served(file: Path, context_tokens: int) -> ServedFile:
    if importlib.util.find_spec("xllamacpp") is None:
        raise ModelFileUnusable(str(file), "the package that runs it is missing", "pip install 'dateline[gguf]'")
    _check(file)
    from xllamacpp import CommonParams, Server

    key = secrets.token_urlsafe(_KEY_BYTES)
    params = CommonParams()
    params.model.path, params.model_alias = str(file), {file.stem}
    params.n_ctx, params.n_parallel, params.port, params.api_keys = context_tokens, 1, 0, [key]
    params.warmup, params.ui, params.endpoint_slots, params.verbosity = False, False, False, _SILENT
    try:
        server = Server(params)
    except RuntimeError as error:
        raise ModelFileUnusable(
            str(file), f"llama.cpp cannot load it ({error})", "Take a file that this version of xllamacpp can run"
        ) from error
    return ServedFile(f"{server.listening_address}/v1", key, server)


def _check(file: Path) -> None:
    try:
        with file.open("rb") as stream:
            begins = stream.read(len(_MAGIC))
    except OSError as error:
        raise ModelFileUnusable(
            str(file), f"it cannot be read ({error.strerror})", "Set DATELINE_MODEL_FILE to a GGUF file"
        ) from error
    if begins != _MAGIC:
        raise ModelFileUnusable(str(file), "it is no GGUF file", "Set DATELINE_MODEL_FILE to a GGUF file")
