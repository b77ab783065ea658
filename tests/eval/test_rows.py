from __future__ import annotations

import json

import pytest

from eval.rows import NotText, Problem, Row, decoded, jsonl_rows, located_json, yaml_rows


def test_rows_of_jsonl_have_the_numbers_of_their_lines() -> None:
    assert list(jsonl_rows('{"a": 1}\n\n[2]\n')) == [Row({"a": 1}, 1), Row([2], 3)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{a}", "not JSON: Expecting property name enclosed in double quotes at column 2"),
        ('{"a": 1, "b": 2, "a": 3}', "the field 'a' is given twice"),
        ("[" * 100_000, "JSON nested too deeply"),
    ],
)
def test_a_line_that_is_no_row_is_a_problem_and_those_after_it_are_read(line: str, reason: str) -> None:
    assert list(jsonl_rows(f'{line}\n{{"b": 1}}')) == [Problem(1, reason), Row({"b": 1}, 2)]


def test_a_wrong_byte_is_named_by_its_line() -> None:
    with pytest.raises(NotText) as raised:
        decoded(b"one\ntwo\nZ\xfcrich")
    assert raised.value.problem == Problem(3, "not UTF-8 (byte 9); save the file as UTF-8")


def test_scalars_of_yaml_stay_the_words_that_were_written_and_know_their_lines() -> None:
    (row,) = yaml_rows("- id: a\n  answers: [no, 9]\n  as_of: 2025-03-14\n  gold:\n    - quote: yes\n  split:\n")
    assert isinstance(row, Row)
    assert row.value == {
        "id": "a",
        "answers": ["no", "9"],
        "as_of": "2025-03-14",
        "gold": [{"quote": "yes"}],
        "split": None,
    }
    assert (row.line, row.line_of(("gold", 0, "quote")), row.line_of(("gold", 0, "colour"))) == (1, 5, 5)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1", Problem(1, "not a list; a set in YAML is a list of cases, each after a dash")),
        ("- a: 1\n- b: [1", Problem(2, "not YAML: expected ',' or ']', but got '<stream end>' at column 8")),
        ("- &x a\n- *x", Problem(2, "not YAML: aliases (*name) are not read at column 3")),
        ("- {a: 1,\n   a: 2}", Problem(2, "the field 'a' is given twice")),
        ("- a\n- \x00", Problem(2, "not YAML: special characters are not allowed")),
    ],
)
def test_yaml_that_cannot_be_read_is_named_by_its_line(text: str, problem: Problem) -> None:
    assert [each for each in yaml_rows(text) if isinstance(each, Problem)] == [problem]


def test_objects_of_a_json_text_know_the_lines_that_they_begin_in() -> None:
    text = '{"data": [\n {"a": "x\\n{"},\n\n  {"b": {"c": 1}}\n]}'
    found = located_json(text)
    assert found == json.loads(text)
    assert (found.line, found["data"][0].line, found["data"][1].line, found["data"][1]["b"].line) == (1, 2, 4, 4)
