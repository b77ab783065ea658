"""Files that are there whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.whole_file import write_jsonl, written_whole


def test_what_is_written_takes_the_place_of_what_stood_there(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    for text in ("one\n", "two – ü\n"):
        with written_whole(file) as out:
            out.write(text)
    assert file.read_bytes() == "two – ü\n".encode()
    assert list(tmp_path.iterdir()) == [file]


def test_where_writing_fails_what_stood_there_stays_and_nothing_else_does(tmp_path: Path) -> None:
    file = tmp_path / "set.jsonl"
    file.write_text("one\n")
    with pytest.raises(TypeError), written_whole(file) as out:
        out.writelines(["two\n", None])  # type: ignore[list-item]
    assert file.read_text() == "one\n"
    assert list(tmp_path.iterdir()) == [file]


def test_rows_are_a_line_each_with_every_letter_as_it_is(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "set.jsonl", ({"id": name} for name in ("ü", "two\nlines")))
    assert (tmp_path / "set.jsonl").read_text("utf-8") == '{"id": "ü"}\n{"id": "two\\nlines"}\n'
