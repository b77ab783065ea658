from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.case import SetUnusable, load_set, split_of
from rag.domain.errors import UsageError
from rag.domain.question import Turn

ROW = {"id": "a", "question": "When?", "answerable": True, "kind": "fact", "answers": ["Monday"]}


def a_set(folder: Path, *rows: dict[str, Any] | str) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path = folder / "some.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def problems(path: Path) -> tuple[tuple[int, str], ...]:
    with pytest.raises(SetUnusable) as raised:
        load_set(path)
    return raised.value.problems


def test_a_row_becomes_a_case_with_its_line_and_its_half(tmp_path: Path) -> None:
    gold = {"article": "Bridge", "quote": "on Monday"}
    row = {**ROW, "gold": [gold], "history": ["Hm?", {"question": "Where?", "answer": "Here."}], "as_of": "2025-03-14"}
    cases = load_set(a_set(tmp_path, "", row))
    (case,) = cases.cases
    assert (case.line, case.split, cases.archive) == (2, split_of("a"), "seeds")
    assert case.history == (Turn("Hm?"), Turn("Where?", "Here."))
    assert case.gold[0].field == "body"
    assert str(case.as_of) == "2025-03-14"


def test_a_list_of_lists_is_an_answer_of_several_parts(tmp_path: Path) -> None:
    path = a_set(tmp_path, ROW, {**ROW, "id": "b", "answers": [["x", "y"], ["z"]]})
    flat, parts = load_set(path).cases
    assert flat.answers == (("Monday",),)
    assert parts.answers == (("x", "y"), ("z",))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"colour": "red"}, "colour"),
        ({"kind": "riddle"}, "kind"),
        ({"answerable": "yes"}, "answerable"),
        ({"answers": []}, "no acceptable answer"),
        ({"answerable": False}, "answers are given"),
        ({"kind": "unanswerable"}, "cannot be answerable"),
        ({"kind": "false-premise", "answerable": False, "answers": []}, "corrects it"),
        ({"gold": [{"article": "Bridge", "quote": ""}]}, "gold.0.quote"),
        ({"gold": [{"article": "Bridge", "quote": "x", "field": "footer"}]}, "gold.0.field"),
        (
            {"answerable": False, "kind": "unanswerable", "answers": [], "gold": [{"article": "B", "quote": "x"}]},
            "gold",
        ),
        ({"as_of": "14 March"}, "as_of"),
        ({"as_of": "2025-02-30"}, "day is out of range"),
        ({"split": "train"}, "split"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_by_its_line(tmp_path: Path, change: dict[str, Any], named: str) -> None:
    found = problems(a_set(tmp_path, ROW, {**ROW, "id": "b", **change}))
    assert {line for line, _ in found} == {2}
    assert any(named in reason for _, reason in found)


def test_all_problems_of_a_file_are_named_at_once(tmp_path: Path) -> None:
    path = a_set(tmp_path, ROW, "{not json", ROW, {**ROW, "id": "d", "archive": "other"})
    assert [line for line, _ in problems(path)] == [2, 3, 4]
    with pytest.raises(UsageError, match=r"some\.jsonl, line 3: the id 'a' stands in line 1 already"):
        load_set(path)


def test_a_file_in_another_encoding_is_named_by_the_line_of_its_first_wrong_byte(tmp_path: Path) -> None:
    path = tmp_path / "latin.jsonl"
    path.write_bytes((json.dumps(ROW) + "\n").encode() + '{"id": "Zürich"}'.encode("latin-1"))
    ((line, reason),) = problems(path)
    assert line == 2
    assert "not UTF-8" in reason


def test_a_byte_order_mark_and_line_separators_inside_strings_are_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "bom.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({**ROW, "question": "Wh\u2028en?"}, ensure_ascii=False).encode())
    assert load_set(path).cases[0].question == "Wh\u2028en?"


def test_an_empty_or_missing_set_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no cases"):
        load_set(a_set(tmp_path, ""))
    with pytest.raises(UsageError, match="cannot be read"):
        load_set(tmp_path / "none.jsonl")
