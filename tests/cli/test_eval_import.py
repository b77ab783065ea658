from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args, get_type_hints

import pytest

from eval.case import load_set
from eval.importing import IMPORTERS
from rag.cli.eval_import import import_set

if TYPE_CHECKING:
    from newsroom import Cli


@pytest.fixture
def questions() -> Path:
    Path("news.jsonl").write_text('{"id": "bridge", "body": "It opened on Monday."}\n', encoding="utf-8")
    path = Path("questions.csv")
    path.write_text("question,answer\nWhen?,Monday\nWho?,\n", encoding="utf-8")
    return path


def importing(questions: Path, *more: str) -> tuple[object, ...]:
    return ("eval", "import", questions, "--format", "csv", "--out", "set.jsonl", "--articles", "news.jsonl", *more)


def test_a_bad_row_is_named_and_nothing_is_written(cli: Cli, questions: Path) -> None:
    ran = cli(*importing(questions))
    assert ran.status == 2
    assert ran.err.splitlines() == [
        "questions.csv, line 3: no answer is given; write - where the articles hold none.",
        "1 row cannot be used, so nothing was written. Correct questions.csv, or add --skip-bad to leave them out.",
    ]
    assert not Path("set.jsonl").exists()


def test_bad_rows_can_be_left_out_and_the_exit_status_says_so(cli: Cli, questions: Path) -> None:
    ran = cli(*importing(questions, "--skip-bad"))
    assert ran.status == 3
    assert ran.out == ""
    assert "1 question written to set.jsonl, 1 row left out. The set is about news.jsonl." in ran.err
    assert [case.question for case in load_set(Path("set.jsonl")).cases] == ["When?"]


def test_an_imported_set_runs(cli: Cli, questions: Path) -> None:
    questions.write_text("question,answer,article\nWhen did it open?,Monday,bridge\n", encoding="utf-8")
    assert cli(*importing(questions)).status == 0
    report = cli("eval", "run", "--set", "set.jsonl", "--json").json
    (row,) = report["questions"]
    assert row["scores"]["gold_span_cited"] == 1.0
    assert row["scores"]["ndcg_at_10"] == 1.0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--format", "csv", "--out", "set.jsonl"], "Name the articles"),
        (["--format", "csv", "--out", "set.jsonl", "--articles", "none"], "There is no none"),
        (["--format", "csv", "--out", "set.txt", "--articles", "news.jsonl"], "names a .jsonl file"),
        (["--format", "csv", "--out", "no/set.jsonl", "--articles", "news.jsonl"], "in an existing folder"),
        (["--format", "squad", "--out", "set.jsonl", "--articles", "news.jsonl"], "brings its own articles"),
        (["--format", "squad", "--out", "set.jsonl", "--part", "test"], "squad has no parts"),
    ],
)
def test_options_that_do_not_fit_are_wrong_usage(cli: Cli, questions: Path, options: list[str], message: str) -> None:
    ran = cli("eval", "import", questions, *options)
    assert ran.status == 2
    assert message in ran.sentence


def test_every_importer_can_be_named() -> None:
    assert set(get_args(get_type_hints(import_set)["form"])) == {importer.name for importer in IMPORTERS}
