from __future__ import annotations

from pathlib import Path

import pytest

from eval.labels import load_labels
from rag.domain.errors import UsageError


def written(folder: Path, content: str | bytes) -> Path:
    path = folder / "labels.jsonl"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_labels_are_right_or_wrong_by_case(tmp_path: Path) -> None:
    path = written(tmp_path, '{"id": "a", "right": true}\n\n{"id": "b", "right": false}\n')
    assert load_labels(path) == {"a": True, "b": False}


def test_every_line_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    lines = ['{"id": "a", "right": true}', '{"id": "a", "right": false}', '{"id": "b", "right": "yes"}', "no JSON"]
    with pytest.raises(UsageError) as raised:
        load_labels(written(tmp_path, "\n".join(lines)))
    said = str(raised.value)
    assert "line 2: the id 'a' has a label already" in said
    assert "line 3: right: Input should be a valid boolean" in said
    assert "line 4: not JSON" in said
    assert "Nothing was marked." in said


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Check the path given with --labels"):
        load_labels(tmp_path / "none.jsonl")
    with pytest.raises(UsageError, match=r"line 2: not UTF-8"):
        load_labels(written(tmp_path, b'{"id": "a", "right": true}\n\xff'))
