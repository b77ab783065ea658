from __future__ import annotations

import json
from typing import Any

import pytest
from runs import a_run, with_another_model

from eval.compare import compare_runs
from eval.gate import bound_from, gate
from eval.reports.comparison_json import comparison_as_json, gate_as_json


def as_read(row: dict[str, object]) -> Any:
    """What a program gets."""
    return json.loads(json.dumps(row, allow_nan=False))


def test_a_comparison_has_records_measures_parts_and_changed_questions() -> None:
    row = as_read(comparison_as_json(compare_runs(a_run(), with_another_model(a_run(*range(10))))))
    assert (row["before"]["model"], row["after"]["model"]) == ("extract", "gpt-small")
    assert row["differs"][0] == {"what": "model", "before": "extract", "after": "gpt-small"}
    measure = {each["measure"]: each for each in row["measures"]}["answer_in_statements"]
    assert (measure["n"], measure["lost"], measure["gained"], measure["regression"]) == (21, 10, 0, True)
    assert measure["low"] <= measure["difference"] <= measure["high"]
    assert 0 < measure["detectable"] < 1
    whole = {each["measure"]: each for each in row["whole_runs"]}
    assert whole["brier_score"]["before"]["value"] == pytest.approx(0.01)
    assert {each["slice"] for each in row["parts"]} >= {"kind:fact", "split:dev", "tag:when"}
    changed = row["changed"][0]
    assert (changed["id"], changed["lost"]["answer_in_statements"]) == ("q0", {"before": 1.0, "after": 0.0})
    assert changed["before"]["said"][0]["text"] == "Bridge 0 opened on Monday."
    assert (row["failed_before"], row["failed_after"], row["in_one_run_only"]) == (["failed"], ["failed"], [])


def test_a_gate_has_its_checks_and_the_comparison_behind_them() -> None:
    comparison = compare_runs(a_run(), a_run())
    row = as_read(gate_as_json(gate(a_run(), comparison, [bound_from("latency_ms<1")], allowed_failures=1), comparison))
    assert row["holds"] is False
    assert row["checks"][0] == {
        "name": "require latency_ms<1",
        "held": False,
        "why": "latency_ms is 36.14 over 22 questions; required was latency_ms<1.",
    }
    assert all(check["held"] for check in row["checks"][1:])
    assert row["comparison"]["tests"] == 1
