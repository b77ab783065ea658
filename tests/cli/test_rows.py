"""Rows of a JSONL file, good and bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.cli.rows import BadRow, GoodRow, QueryRow, QuestionRow, read_rows
from rag.domain.errors import UsageError
from rag.domain.question import Turn


def rows_of(folder: Path, contents: bytes, model: type[QueryRow] | type[QuestionRow] = QueryRow) -> list[object]:
    file = folder / "rows.jsonl"
    file.write_bytes(contents)
    return list(read_rows(file, model))


def test_rows_come_in_order_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, b'{"id": "a", "query": "one"}\n\n{"id": 2, "query": "two"}\r\n{"query": "three"}')
    assert [row.id for row in rows if isinstance(row, GoodRow)] == ["a", 2, None]
    assert [row.row.query for row in rows if isinstance(row, GoodRow)] == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("line", "row_id"),
    [
        (b"not json", None),
        (b'{"id": "a"}', "a"),
        (b'{"id": "a", "query": 7}', "a"),
        (b'{"id": {"x": 1}, "query": "q"}', None),
        (b'["a", "b"]', None),
        (b'{"id": "a", "query": "\xff"}', None),
        (b"\x00\x01\x02", None),
    ],
)
def test_a_bad_row_keeps_its_place_its_id_and_says_which_line_it_is(
    tmp_path: Path, line: bytes, row_id: str | None
) -> None:
    first, bad, last = rows_of(tmp_path, b'{"query": "one"}\n' + line + b'\n{"query": "three"}\n')
    assert isinstance(first, GoodRow)
    assert isinstance(last, GoodRow)
    assert isinstance(bad, BadRow)
    assert bad.id == row_id
    assert bad.error.startswith("line 2: ")
    assert ("id" in bad.as_json()) == (row_id is not None)


def test_a_byte_order_mark_is_no_part_of_the_first_row(tmp_path: Path) -> None:
    [row] = rows_of(tmp_path, b'\xef\xbb\xbf{"query": "one"}\n')
    assert isinstance(row, GoodRow)


def test_a_unicode_line_separator_inside_a_row_does_not_end_it(tmp_path: Path) -> None:
    [row] = rows_of(tmp_path, '{"query": "one\u2028two"}\n'.encode())
    assert isinstance(row, GoodRow)
    assert row.row.query == "one\u2028two"


def test_history_takes_plain_questions_and_questions_with_answers(tmp_path: Path) -> None:
    line = b'{"question": "And then?", "history": ["Who came?", {"question": "When?", "answer": "At noon."}]}'
    [row] = rows_of(tmp_path, line, QuestionRow)
    assert isinstance(row, GoodRow)
    assert row.row.turns() == (Turn("Who came?"), Turn("When?", "At noon."))


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.jsonl cannot be read"):
        list(read_rows(tmp_path / "nowhere.jsonl", QueryRow))


def test_a_folder_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        list(read_rows(tmp_path, QueryRow))
