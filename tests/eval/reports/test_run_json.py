from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from outcomes import RECORD, a_case, a_reply
from runs import a_run

from eval.reports.run_json import run_as_json
from eval.scores import RunReport, Scored, over_repeats


def as_read(report: RunReport) -> Any:
    """What a program gets."""
    return json.loads(json.dumps(run_as_json(report), allow_nan=False))


def test_there_is_a_row_for_each_slice_and_measure_also_of_the_whole_run() -> None:
    summary = {(r["slice"], r["measure"]): (r["n"], r["value"]) for r in as_read(a_run(0, 1))["summary"]}
    assert summary["all", "answer_in_statements"] == (21, 18 / 21)
    assert summary["split:dev", "answer_in_statements"] == (21, 18 / 21)
    assert summary["kind:unanswerable", "declined_when_unanswerable"] == (1, 1.0)
    assert summary["tag:when", "answer_in_statements"] == (20, 18 / 20)
    assert summary["all", "brier_score"][0] == 20
    assert ("kind:unanswerable", "answer_in_statements") not in summary


def test_every_question_has_its_scores_and_its_reply_or_the_reason_why_not() -> None:
    *_, declined, _, failed = as_read(a_run())["questions"]
    assert (declined["id"], declined["failed"], declined["reply"]["declined"]) == ("none", None, "no_evidence")
    assert (failed["scores"], failed["reply"]) == ({}, None)
    assert failed["failed"].startswith("The endpoint said")


def test_repeats_are_given_each_by_itself_and_those_that_differ_are_listed() -> None:
    repeats = [Scored(a_case(), {"answer_f1": value}, a_reply("x")) for value in (0.5, 1.0)]
    row = as_read(RunReport(replace(RECORD, repeats=2), (over_repeats(repeats),), not_asked=4))
    assert row["not_asked"] == 4
    assert row["wavering"] == [{"id": "c1", "scores": {"answer_f1": [0.5, 1.0]}}]
    assert row["questions"][0]["scores"] == {"answer_f1": 0.75}
    assert [each["scores"] for each in row["questions"][0]["repeats"]] == [{"answer_f1": 0.5}, {"answer_f1": 1.0}]
