"""Records of answers as files."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rag.adapters.trace_folder import REDACTED, TraceFolder
from rag.domain.errors import UsageError

AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def kept(folder: Path) -> list[str]:
    return [file.read_text() for file in sorted(folder.iterdir())]


def test_each_record_is_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    keep = TraceFolder(tmp_path / "trace", [], clock=lambda: AT)
    keep({"question": "Où?"})
    keep({"question": "Quand?"})
    assert [json.loads(text)["question"] for text in kept(tmp_path / "trace")] == ["Où?", "Quand?"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "trace").iterdir()} == {0o600}


@pytest.mark.parametrize(
    "text",
    [
        'my key is open-"sesame" here',
        "Authorization: Bearer abcdefgh12345678",
        "sk-abcdefghijkl123456",
    ],
)
def test_keys_are_left_out_wherever_they_stand(tmp_path: Path, text: str) -> None:
    keep = TraceFolder(tmp_path, ['open-"sesame"'], clock=lambda: AT)
    keep({"calls": [{"returned": text}]})
    (record,) = kept(tmp_path)
    assert REDACTED in json.loads(record)["calls"][0]["returned"]
    assert not any(secret in record for secret in ("sesame", "abcdefgh"))


def test_a_folder_that_cannot_be_made_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="DATELINE_TRACE"):
        TraceFolder(tmp_path / "file" / "trace", [], clock=lambda: AT)
