from __future__ import annotations

from xml.etree import ElementTree

from runs import a_run

from eval.compare import compare_runs
from eval.gate import bound_from, gate
from eval.reports.junit import gate_as_junit, run_as_junit


def test_a_question_is_a_test_and_an_error_only_where_it_could_not_be_asked() -> None:
    suite = ElementTree.fromstring(run_as_junit(a_run(0)))
    assert (suite.tag, suite.attrib["tests"], suite.attrib["errors"], suite.attrib["failures"]) == (
        "testsuite",
        "23",
        "1",
        "0",
    )
    wrong, *_, failed = suite.iter("testcase")
    assert (wrong.attrib["name"], wrong.attrib["classname"], wrong.attrib["time"]) == ("q0", "some.jsonl.fact", "0.010")
    assert "answer_in_statements 0" in str(wrong.findtext("system-out"))
    (error,) = failed
    assert error.tag == "error"
    # No character that XML has no place for, whatever the endpoint said.
    assert error.attrib["message"].startswith("The endpoint said <script>")
    assert "\x1b" not in error.attrib["message"]


def test_a_check_of_the_gate_is_a_test_and_a_failure_where_it_does_not_hold() -> None:
    comparison = compare_runs(a_run(), a_run(*range(10)))
    judged = gate(a_run(*range(10)), comparison, [bound_from("latency_ms<=1000")], allowed_failures=1)
    suite = ElementTree.fromstring(gate_as_junit(judged, comparison))
    assert (suite.attrib["tests"], suite.attrib["failures"]) == ("5", "2")
    failures = {str(test.attrib["name"]): test.find("failure") for test in suite.iter("testcase")}
    assert failures["require latency_ms<=1000"] is None
    fallen = failures["no regression in answer_in_statements"]
    assert fallen is not None
    assert "worse by more than chance allows" in fallen.attrib["message"]
