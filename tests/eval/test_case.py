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


def test_gold_without_a_quote_is_the_whole_article_and_then_needs_no_answer(tmp_path: Path) -> None:
    row = {**ROW, "answers": [], "gold": [{"article": "bridge"}, {"article": "ferry", "fact": 2}]}
    (case,) = load_set(a_set(tmp_path, row)).cases
    assert [(gold.article, gold.is_whole_article) for gold in case.gold] == [("bridge", True), ("ferry", True)]
    assert case.answers == ()


@pytest.mark.parametrize(
    ("gold", "named"),
    [
        ([{"article": "bridge"}, {"article": "bridge", "quote": "on Monday"}], "no acceptable answer"),
        ([{"article": "bridge", "field": "title"}], "a field without a quote"),
    ],
)
def test_gold_that_is_no_whole_article_does_not_stand_in_for_an_answer(
    tmp_path: Path, gold: list[dict[str, str]], named: str
) -> None:
    ((_, reason),) = problems(a_set(tmp_path, {**ROW, "answers": [], "gold": gold}))
    assert named in reason


YAML = """
- id: when
  question: When did it open?
  answerable: true
  kind: fact
  answers: [Monday, no, 9]
  as_of: 2025-03-14
  split:
  gold:
    - {article: bridge, quote: on Monday, fact: 2}
- id: who
  question: Who?
  answerable: no
  kind: unanswerable
"""


def test_a_set_in_yaml_holds_the_same_cases_and_its_words_stay_words(tmp_path: Path) -> None:
    path = tmp_path / "some.yaml"
    path.write_text(YAML, encoding="utf-8")
    when, who = load_set(path).cases
    assert (when.line, when.answers, when.gold[0].fact, str(when.as_of)) == (
        2,
        (("Monday", "no", "9"),),
        2,
        "2025-03-14",
    )
    assert (who.line, who.answerable) == (11, False)


@pytest.mark.parametrize(
    ("change", "line", "named"),
    [
        (("kind: fact", "kind: riddle"), 5, "kind: Input should be"),
        (("quote: on Monday", "quote: "), 10, "gold.0.quote: String should have at least 1 character"),
        (("fact: 2", "fact: two"), 10, "gold.0.fact"),
        (("answerable: true", "answerable: perhaps"), 4, "answerable: Input should be a valid boolean"),
        (("id: who", "id: when"), 11, "the id 'when' stands in line 2 already"),
        (("question: Who?", "colour: red"), 12, "colour: Extra inputs"),
        (("kind: fact", "kind: [fact"), 6, "not YAML"),
    ],
)
def test_a_problem_in_yaml_is_named_by_the_line_of_its_field(
    tmp_path: Path, change: tuple[str, str], line: int, named: str
) -> None:
    path = tmp_path / "some.yml"
    path.write_text(YAML.replace(*change), encoding="utf-8")
    assert any(found == line and named in reason for found, reason in problems(path)), problems(path)


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
