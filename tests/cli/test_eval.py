"""`dateline eval compare` and `gate`, over folders of runs that are written here and were never asked."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from newsroom import Cli
from outcomes import DECLINED, RECORD, a_reply

from eval.case import load_set
from eval.folder import Answered, Failed, RunFolder
from eval.reply import Witness
from rag.cli.reporting import Exit


def a_folder(path: Path, *wrong: int, of: int = 20, failed: int = 0, answers: str = "Monday") -> Path:
    """A run of so many questions, of which those at the numbers ``wrong`` were declined and the last ones failed."""
    asked = {"question": "When?", "answerable": True, "kind": "fact", "answers": [answers]}
    rows = [{"id": f"q{n}", **asked} for n in range(of)]
    path.mkdir(parents=True)
    (path.parent / f"{answers}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    cases = load_set(path.parent / f"{answers}.jsonl")
    folder = RunFolder(path)
    folder.begin(replace(RECORD, set_name=cases.path.name, set_sha256=cases.sha256), cases, {})
    for number, case in enumerate(cases.cases):
        if number >= of - failed:
            folder.append(Failed(case.id, "The endpoint did not answer."))
        else:
            folder.append(Answered(case.id, DECLINED if number in wrong else a_reply("On Monday."), Witness(), 20.0))
    return path


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return a_folder(tmp_path / "good")


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return a_folder(tmp_path / "bad", *range(10))


def test_compare_tells_what_got_worse_in_words_as_json_and_as_a_page(cli: Cli, good: Path, bad: Path) -> None:
    ran = cli("eval", "compare", good, bad, "--html", "page.html")
    assert (ran.status, ran.err) == (Exit.DONE, "")
    assert "Lost: 10 questions" in ran.out
    assert Path("page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    row = cli("eval", "compare", good, bad, "--json", "--measure", "answer_in_statements").json
    (measure,) = row["measures"]
    assert (measure["measure"], measure["difference"], measure["regression"]) == ("answer_in_statements", -0.5, True)


def test_runs_of_different_sets_are_refused(cli: Cli, good: Path, tmp_path: Path) -> None:
    ran = cli("eval", "compare", good, a_folder(tmp_path / "other", answers="Tuesday"))
    assert (ran.status, ran.out) == (Exit.USAGE, "")
    assert "only runs of the same set can be compared" in ran.sentence


def test_a_folder_that_holds_no_run_is_refused_by_name(cli: Cli, good: Path, tmp_path: Path) -> None:
    for argv in (["compare", good, tmp_path], ["gate", "--baseline", tmp_path, good]):
        ran = cli("eval", *argv)
        assert ran.status == Exit.USAGE
        assert f"{tmp_path} holds no run.json" in ran.sentence


def test_the_gate_ends_with_3_where_a_measure_fell_and_says_why(cli: Cli, good: Path, bad: Path) -> None:
    ran = cli("eval", "gate", "--baseline", good, bad, "--junit", "gate.xml", "--html", "gate.html")
    assert ran.status == Exit.DONE_WITH_FAILURES
    first, *_, last = ran.out.splitlines()
    assert first.startswith("FAILED  answer_in_statements went from 1.000 to 0.500 over 20 questions")
    assert last.startswith("The gate does not hold: ")
    assert ElementTree.parse("gate.xml").getroot().attrib["failures"] == last.split()[5]
    assert "The gate does not hold" in Path("gate.html").read_text(encoding="utf-8")


def test_the_gate_ends_with_0_where_nothing_fell_by_more_than_chance_allows(
    cli: Cli, good: Path, bad: Path, tmp_path: Path
) -> None:
    assert cli("eval", "gate", "--baseline", good, good).status == Exit.DONE
    assert cli("eval", "gate", "--baseline", bad, good).status == Exit.DONE
    slightly = a_folder(tmp_path / "slightly", 0, 1)
    row = cli("eval", "gate", "--baseline", good, slightly, "--json").json
    assert row["holds"] is True


@pytest.mark.parametrize(
    ("bound", "status"), [("answer_f1>=0.1", Exit.DONE), ("answer_f1>=0.99", Exit.DONE_WITH_FAILURES)]
)
def test_a_bound_decides_too(cli: Cli, good: Path, bound: str, status: Exit) -> None:
    assert cli("eval", "gate", "--baseline", good, good, "--require", bound).status == status


def test_failed_questions_fail_the_gate_unless_allowed(cli: Cli, good: Path, tmp_path: Path) -> None:
    failed = a_folder(tmp_path / "failed", failed=2)
    assert cli("eval", "gate", "--baseline", good, failed).status == Exit.DONE_WITH_FAILURES
    assert cli("eval", "gate", "--baseline", good, failed, "--allow-failed", "2").status == Exit.DONE


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--require", "answer_f1"], "is no bound"),
        (["--require", "bleu>=1"], "no measure 'bleu'"),
        (["--measure", "bleu"], "no measure 'bleu'"),
        (["--html", "nowhere/page.html"], "cannot be written"),
        (["--junit", "."], "is a folder"),
    ],
)
def test_wrong_usage_ends_with_2_and_one_sentence(cli: Cli, good: Path, argv: list[str], said: str) -> None:
    ran = cli("eval", "gate", "--baseline", good, good, *argv)
    assert (ran.status, ran.out) == (Exit.USAGE, "")
    assert said in ran.sentence


def test_a_gate_without_a_baseline_is_wrong_usage(cli: Cli, good: Path) -> None:
    assert cli("eval", "gate", good).status == Exit.USAGE
