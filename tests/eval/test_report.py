from __future__ import annotations

from dataclasses import replace

from outcomes import RECORD, a_case, a_reply, unanswerable

from eval.report import as_json, terminal
from eval.scores import RunReport, Scored

REPORT = RunReport(
    RECORD,
    (
        Scored(a_case(id="a"), {"answer_exact": 1, "answered_when_answerable": 1, "latency_ms": 10}, a_reply("x")),
        Scored(a_case(id="b", split="test"), {"answer_exact": 0, "answered_when_answerable": 1, "latency_ms": 30}),
        Scored(unanswerable(id="c"), {"declined_when_unanswerable": 1.0, "latency_ms": 20.0}),
        Scored(unanswerable(id="d"), {}, failed="The endpoint did not answer."),
    ),
)


def row(text: str, *words: str) -> str:
    """The one line that holds all the words."""
    (found,) = [line for line in text.splitlines() if all(word in line for word in words)]
    return " ".join(found.split())


def test_the_table_gives_n_value_and_interval_for_all_and_for_each_half() -> None:
    text = terminal(REPORT)
    assert row(text, "answer_exact") == "answer_exact 2 0.50 [0.00, 1.00] 1 1.00 [1.00, 1.00] 1 0.00 [0.00, 0.00]"
    assert row(text, "latency_ms").startswith("latency_ms 3 20 [10, 30] ms")
    assert "some.jsonl · dateline · extract · 4 questions, 1 failed and not scored · median 20 ms a question" in text


def test_the_table_goes_on_by_kind_and_names_what_failed() -> None:
    text = terminal(REPORT)
    assert row(text, "fact", "answered_when_answerable") == "fact answered_when_answerable 2 1.00 [1.00, 1.00]"
    assert "unanswerable declined_when_unanswerable 1 1.00 [1.00, 1.00]" in " ".join(text.split())
    assert "failed d: The endpoint did not answer." in text


def test_no_line_of_the_table_is_cut() -> None:
    slow = tuple(replace(q, scores={"latency_ms": 123_456.0}) for q in REPORT.questions)
    assert "…" not in terminal(replace(REPORT, questions=slow))


def test_the_json_has_a_row_for_each_slice_and_measure_and_each_question() -> None:
    report = as_json(REPORT)
    summary = {(r["slice"], r["measure"]): (r["n"], r["value"]) for r in report["summary"]}  # type: ignore[attr-defined]
    assert summary["all", "answer_exact"] == (2, 0.5)
    assert summary["split:dev", "answer_exact"] == (1, 1.0)
    assert summary["kind:unanswerable", "declined_when_unanswerable"] == (1, 1.0)
    assert ("kind:unanswerable", "answer_exact") not in summary
    failed = report["questions"][3]  # type: ignore[index]
    assert (failed["id"], failed["failed"], failed["scores"]) == ("d", "The endpoint did not answer.", {})
