"""Opening an ONNX model and its tokenizer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer


class Unusable(Exception):
    """A file that is no model or no tokenizer; says which and why."""


def open_session(file: Path, model: bytes, *, threads: int = 0) -> InferenceSession:
    """A model on the processor, from the content of ``file``; 0 threads: as many as cores. Raises Unusable."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    # Its threads would spin between two runs, and take that time from whatever else is at work.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3  # errors only: warnings about the graph would land on the user's stderr
    try:
        return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its own classes are not exported; all of them mean: unusable
        raise Unusable(f"{file} is not a usable ONNX model ({_first_line(error)}).") from error


def open_tokenizer(file: Path, content: bytes) -> Tokenizer:
    """Whatever the file says, it neither cuts nor pads. Raises Unusable."""
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_buffer(content)
    except Exception as error:  # tokenizers raises no narrower class
        raise Unusable(f"{file} is not a usable tokenizer ({_first_line(error)}).") from error
    # The packaged file has both switched on, at 128 tokens: every text would count 128, long ones would lose the rest.
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
