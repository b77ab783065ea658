from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.importing.squad import read_squad
from rag.domain.errors import UsageError

CONTEXT = "The ferry Alma sank on Monday. The ferry had left Harrow on Monday at nine."


def an_answer(text: str, start: int) -> dict[str, Any]:
    return {"text": text, "answer_start": start}


def a_question(case_id: str, *answers: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"id": case_id, "question": "When?", "answers": list(answers), **fields}


def a_squad(folder: Path, *questions: dict[str, Any], context: str = CONTEXT) -> Path:
    paragraph = {"context": context, "qas": list(questions)}
    path = folder / "dev.json"
    document = {"version": "v2.0", "data": [{"title": "Alma_(ferry)", "paragraphs": [paragraph]}]}
    path.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return path


def test_a_paragraph_becomes_an_article_and_its_answers_gold(tmp_path: Path) -> None:
    imported = read_squad(a_squad(tmp_path, a_question("q1", an_answer("Alma", 10), an_answer("ferry Alma", 4))), "")
    (article,), (case,) = imported.articles, imported.cases
    assert (article.title, article.body) == ("Alma (ferry)", CONTEXT)
    assert case.answers == (("Alma", "ferry Alma"),)
    assert [(g.article, g.quote, g.fact) for g in case.gold] == [(article.id, "Alma", 1), (article.id, "ferry Alma", 1)]


def test_an_answer_that_stands_twice_is_widened_inside_its_own_sentence_until_it_stands_once(tmp_path: Path) -> None:
    second = CONTEXT.rindex("Monday")
    questions = [a_question("q1", an_answer("Monday", 23)), a_question("q2", an_answer("Monday", second))]
    imported = read_squad(a_squad(tmp_path, *questions), "")
    first, other = (case.gold[0].quote for case in imported.cases)
    assert (first, other) == ("on Monday.", "on Monday at")
    assert all(CONTEXT.count(quote) == 1 for quote in (first, other))


def test_an_impossible_question_is_unanswerable(tmp_path: Path) -> None:
    plausible = [an_answer("Monday", 23)]
    path = a_squad(tmp_path, a_question("q1", is_impossible=True, plausible_answers=plausible))
    (case,) = read_squad(path, "").cases
    assert (case.answerable, case.kind, case.gold, case.answers) == (False, "unanswerable", (), ())


def test_characters_that_an_ingest_takes_out_do_not_move_the_answers(tmp_path: Path) -> None:
    context = "\nThe\u200b ferry\u00ad Alma sank."
    answer = an_answer("Alma", context.index("Alma"))
    imported = read_squad(a_squad(tmp_path, a_question("q1", answer), context=context), "")
    assert imported.articles[0].body == "The ferry Alma sank."
    assert imported.cases[0].gold[0].quote == "Alma"


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (a_question("q1", an_answer("Monday", 22)), "the answer 'Monday' does not stand at character 22"),
        (a_question("q1", {"text": "Monday"}), "no field 'answer_start'"),
        (a_question("q1", {"text": "Monday", "answer_start": "23"}), "'answer_start' is str, not a number"),
        (a_question("q1"), "no answer is given"),
        ({"id": "q1", "answers": []}, "no field 'question'"),
        ({"id": 7, "question": "When?"}, "'id' is int, not text"),
    ],
)
def test_a_question_that_cannot_be_used_is_named_by_its_line(
    tmp_path: Path, question: dict[str, Any], reason: str
) -> None:
    path = a_squad(tmp_path, a_question("q0", an_answer("Alma", 10)), question)
    (bad,) = read_squad(path, "").bad
    lines = path.read_text(encoding="utf-8").split("\n")
    # The object begins in the line of its brace, one above its first field.
    assert f'"{next(iter(question))}": {json.dumps(next(iter(question.values())))}' in lines[bad.line]
    assert lines[bad.line - 1].strip() == "{"
    assert bad.reason.startswith(reason)


def test_an_id_that_stands_twice_is_named(tmp_path: Path) -> None:
    path = a_squad(tmp_path, a_question("q1", an_answer("Alma", 10)), a_question("q1", an_answer("Alma", 10)))
    (bad,) = read_squad(path, "").bad
    assert "the id 'q1' stands in line" in bad.reason


def test_a_file_that_is_no_squad_is_refused_with_the_line_of_the_fault(tmp_path: Path) -> None:
    path = tmp_path / "dev.json"
    path.write_text('{"data":\n [,]}', encoding="utf-8")
    with pytest.raises(UsageError, match=r"dev\.json, line 2: not JSON: Expecting value at column 3"):
        read_squad(path, "")
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(UsageError, match=r"not a SQuAD file: no field 'data'"):
        read_squad(path, "")
    path.write_bytes(b'{"data":\n "\xff"}')
    with pytest.raises(UsageError, match=r"dev\.json, line 2: not UTF-8"):
        read_squad(path, "")
