from __future__ import annotations

from dataclasses import replace

from outcomes import RECORD, a_case, a_reply, unanswerable

from eval.reports.run_text import run_as_text
from eval.scores import RunReport, Scored, over_repeats

REPORT = RunReport(
    RECORD,
    (
        Scored(a_case(id="a"), {"answer_exact": 1, "answered_when_answerable": 1, "latency_ms": 10}),
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
    text = run_as_text(REPORT)
    assert row(text, "answer_exact") == "answer_exact 2 0.50 [0.09, 0.91] 1 1.00 [0.21, 1.00] 1 0.00 [0.00, 0.79]"
    assert row(text, "latency_ms").startswith("latency_ms 3 20 [10, 30] ms")
    assert "some.jsonl · dateline · extract · 4 questions, 1 failed and not scored · median 20 ms a question" in text


def test_the_table_goes_on_by_kind_and_names_what_failed() -> None:
    text = run_as_text(REPORT)
    assert row(text, "fact", "answered_when_answerable") == "fact answered_when_answerable 2 1.00 [0.34, 1.00]"
    assert "unanswerable declined_when_unanswerable 1 1.00 [0.21, 1.00]" in " ".join(text.split())
    assert "failed d: The endpoint did not answer." in text


def test_measures_of_the_whole_run_stand_below_those_of_questions() -> None:
    sure = [Scored(a_case(id=str(n)), {"right_when_answered": float(n < 3)}, a_reply("x", sure=0.5)) for n in range(4)]
    assert row(run_as_text(RunReport(RECORD, tuple(sure))), "expected_calibration_error").split()[1:3] == ["4", "0.25"]


def test_questions_that_waver_and_repeats_that_failed_are_told() -> None:
    def once(score: float) -> Scored:
        return Scored(a_case(id="a"), {"answer_exact": score, "latency_ms": 900 * score}, a_reply("x"))

    repeats = [once(1.0), once(0.0), Scored(a_case(id="a"), {}, failed="no answer")]
    report = RunReport(replace(RECORD, repeats=3), (over_repeats(repeats), REPORT.questions[1]))
    text = run_as_text(report)
    assert "2 questions, 1 repeats failed" in text
    assert "1 of 2 questions differ between the 3 repeats" in text
    assert row(text, "a: answer_exact") == "a: answer_exact 1.00, 0.00"


def test_questions_that_a_budget_left_out_are_counted() -> None:
    assert "4 questions, 1 failed and not scored, 7 not asked yet" in run_as_text(replace(REPORT, not_asked=7))


def test_no_line_of_the_table_is_cut() -> None:
    slow = tuple(replace(q, scores={"latency_ms": 123_456.0}) for q in REPORT.questions)
    assert "…" not in run_as_text(replace(REPORT, questions=slow))
