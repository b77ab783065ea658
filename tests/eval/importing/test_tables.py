from __future__ import annotations

from pathlib import Path

import pytest

from eval.case import GoldQuote
from eval.importing.imported import Imported
from eval.importing.tables import read_csv, read_lines
from rag.domain.errors import UsageError


def a_file(folder: Path, content: str | bytes, name: str = "questions.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def problems(imported: Imported) -> list[tuple[int, str]]:
    return [(row.line, row.reason) for row in imported.bad]


def test_a_csv_becomes_cases_with_the_lines_that_they_stand_in(tmp_path: Path) -> None:
    text = (
        "id,question,answer,kind,tags\n"
        'q1,"When, exactly?",Monday|on Monday,Temporal,ferry; day\n\n'
        ',"Who\nled it?",Ann Lee,,\n'
    )
    first, second = read_csv(a_file(tmp_path, text), "").cases
    assert (first.id, first.question, first.answers) == ("q1", "When, exactly?", (("Monday", "on Monday"),))
    assert (first.kind, first.tags, first.line) == ("temporal", ("ferry", "day"), 2)
    assert (second.id, second.question, second.kind, second.line) == ("line-4", "Who\nled it?", "fact", 4)


@pytest.mark.parametrize(
    "headings",
    ["Question;Expected Answer", "query\tground_truth", "Frage;Antwort", "user-input,Reference", "q,answer 1,answer_2"],
)
def test_headings_that_people_use_are_understood_whatever_parts_the_cells(tmp_path: Path, headings: str) -> None:
    mark = next(mark for mark in ";\t," if mark in headings)
    row = mark.join(["When?", "Monday", "on Monday"][: headings.count(mark) + 1])
    (case,) = read_csv(a_file(tmp_path, f"{headings}\n{row}\n"), "").cases
    assert case.question == "When?"
    assert case.answers[0][0] == "Monday"


def test_an_article_with_a_quote_is_gold_and_without_one_it_is_the_whole_article(tmp_path: Path) -> None:
    text = "question,answer,article,quote,as_of\nWhen?,Monday,bridge,on Monday,2025-03-14\nWho?,Ann,bridge,,\n"
    first, second = read_csv(a_file(tmp_path, text), "").cases
    assert first.gold == (GoldQuote("bridge", "body", "on Monday", 1),)
    assert second.gold[0].is_whole_article
    assert (str(first.as_of), second.as_of) == ("2025-03-14", None)


def test_what_the_articles_do_not_hold_is_marked_by_a_dash_or_a_column(tmp_path: Path) -> None:
    text = "question,answer,answerable\nWho?,-,\nWhy?,,no\nWhen?,Monday,yes\n"
    kinds = [case.kind for case in read_csv(a_file(tmp_path, text), "").cases]
    assert kinds == ["unanswerable", "unanswerable", "fact"]


def test_every_bad_row_is_named_by_its_line(tmp_path: Path) -> None:
    rows = ["a,When?,,,", "b,,Monday,,", "c,Who?,Ann,no,", "d,How?,so,perhaps,", "e,Is it?,yes,,May"]
    text = "\n".join(["id,question,answer,answerable,as_of", *rows, "f,Ok?,yes,,", "f,Ok?,yes,,"])
    imported = read_csv(a_file(tmp_path, text), "")
    assert problems(imported) == [
        (2, "no answer is given; write - where the articles hold none"),
        (3, "the question is empty"),
        (4, "not answerable, but an answer is given"),
        (5, "answerable is 'perhaps'; write yes or no"),
        (6, "as_of is 'May'; write a day as YYYY-MM-DD"),
        (8, "the id 'f' stands in line 7 already"),
    ]
    assert str(imported.bad[0]).endswith(
        "questions.csv, line 2: no answer is given; write - where the articles hold none."
    )


def test_a_quotation_mark_that_never_ends_is_named_by_the_line_that_it_begins_in(tmp_path: Path) -> None:
    imported = read_csv(a_file(tmp_path, 'question,answer\nWhen?,Monday\n"Who?,Ann\n'), "")
    assert len(imported.cases) == 1
    ((line, reason),) = problems(imported)
    assert (line, reason.startswith("not CSV")) == (3, True)


def test_other_encodings_are_read_or_named(tmp_path: Path) -> None:
    text = "question,answer\nWo?,Zürich\n"
    assert read_csv(a_file(tmp_path, text.encode("utf-16")), "").cases[0].answers == (("Zürich",),)
    assert read_csv(a_file(tmp_path, b"\xef\xbb\xbf" + text.encode()), "").cases[0].answers == (("Zürich",),)
    imported = read_csv(a_file(tmp_path, text.encode("latin-1")), "")
    assert problems(imported) == [(2, "not UTF-8 (byte 21); save the file as UTF-8")]


def test_a_csv_without_its_columns_is_refused_naming_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"line 1: no column for the answers.* headings there are: question, colour"):
        read_csv(a_file(tmp_path, "question,colour\nWhen?,red\n"), "")
    with pytest.raises(UsageError, match="no line of headings"):
        read_csv(a_file(tmp_path, "\n\n"), "")
    with pytest.raises(UsageError, match="cannot be read"):
        read_csv(tmp_path / "none.csv", "")


def test_a_line_is_parted_after_its_question_mark(tmp_path: Path) -> None:
    text = "When; and where?;Monday | on Monday\n\nThe cost;nine million\r\nWho?\tAnn Lee\nWhy?;-\n"
    imported = read_lines(a_file(tmp_path, text, "list.txt"), "")
    assert [(c.question, c.answers, c.line) for c in imported.cases] == [
        ("When; and where?", (("Monday", "on Monday"),), 1),
        ("The cost", (("nine million",),), 3),
        ("Who?", (("Ann Lee",),), 4),
        ("Why?", (), 5),
    ]
    assert imported.cases[3].kind == "unanswerable"
    assert imported.bad == ()


def test_a_line_without_both_halves_is_named(tmp_path: Path) -> None:
    imported = read_lines(a_file(tmp_path, "When?\nWho?;\n;Ann\n", "list.txt"), "")
    assert problems(imported) == [
        (1, "no semicolon between question and answer"),
        (2, "no answer is given; write - where the articles hold none"),
        (3, "the question is empty"),
    ]
