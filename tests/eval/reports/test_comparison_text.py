from __future__ import annotations

from dataclasses import replace

from outcomes import a_case
from runs import a_run, with_another_model

from eval.compare import compare_runs
from eval.reply import Reply, Said
from eval.reports.comparison_text import comparison_as_text, in_short
from eval.scores import Scored


def row(text: str, *words: str) -> str:
    """The first line that holds all the words, without its padding."""
    return next(" ".join(line.split()) for line in text.splitlines() if all(word in line for word in words))


def test_what_the_records_do_not_have_in_common_stands_first() -> None:
    lines = comparison_as_text(compare_runs(a_run(), with_another_model(a_run()))).splitlines()
    assert lines[0].startswith("some.jsonl: dateline · extract · 2025-03-14")
    assert lines[1:4] == [
        "What the runs do not have in common:",
        "  model: extract → gpt-small",
        "  prompt answer: version 1 (p) → version 2 (feedbeeffeed)",
    ]
    assert "The records of the two runs do not differ." in comparison_as_text(compare_runs(a_run(), a_run()))


def test_each_measure_has_means_difference_p_and_what_would_show() -> None:
    text = comparison_as_text(compare_runs(a_run(), a_run(*range(10))))
    found = row(text, "answer_in_statements", "worse").split()
    assert found[:4] == ["answer_in_statements", "21", "0.95", "0.48"]
    assert found[4].startswith("-0.48")
    assert "0.004" in found
    assert found[-3:] == ["10", "0", "worse"]
    assert "corrected for 2 measures" in text
    assert row(text, "latency_ms").split()[-5:] == ["–", "–", "–", "0", "0"]


def test_measures_of_the_whole_run_stand_by_themselves() -> None:
    text = comparison_as_text(compare_runs(a_run(), a_run(*range(10))))
    found = row(text, "brier_score").split()
    assert (found[0], found[1], found[5]) == ("brier_score", "20", "20")
    assert "brier_score" not in comparison_as_text(compare_runs(a_run(), a_run(), measures=["answer_in_statements"]))


def test_changed_questions_are_named_with_what_each_run_said() -> None:
    text = comparison_as_text(compare_runs(a_run(1), a_run(0)))
    assert (
        "Lost: 1 questions\n"
        "  q0: When did bridge 0 open?\n"
        "    answer_in_statements 1.00 → 0.00, right_when_answered 1.00 → 0.00\n"
        "    before: Bridge 0 opened on Monday.\n"
        "    after:  Bridge 0 opened on Friday.\n"
        "Gained: 1 questions\n"
        "  q1: When did bridge 1 open?\n"
    ) in text


def test_more_than_fifteen_changes_are_counted() -> None:
    text = comparison_as_text(compare_runs(a_run(), a_run(*range(18))))
    assert "Lost: 18 questions" in text
    assert "  and 3 more; --json and --html have them all" in text


def test_parts_that_stand_out_are_a_hint() -> None:
    text = comparison_as_text(compare_runs(a_run(), a_run(*range(10))))
    assert "a hint, no proof" in text
    assert row(text, "tag:when", "answer_in_statements").startswith("tag:when answer_in_statements 20 1.00 0.50 -0.50")
    assert "a hint" not in comparison_as_text(compare_runs(a_run(), a_run(0)))


def test_who_is_left_out_is_said() -> None:
    before = a_run()
    after = replace(a_run(), questions=(*a_run().questions, Scored(a_case(id="new"), {"latency_ms": 1.0})))
    text = comparison_as_text(compare_runs(before, after))
    assert "1 questions failed in the first run, left out of every figure: failed" in text
    assert "1 questions in one run only, left out of every figure: new" in text


def test_a_reply_in_short_has_its_marked_answer_first_and_is_cut() -> None:
    assert in_short(Reply(said=(Said("It opened.", short="Monday"),))) == "[Monday] It opened."
    assert in_short(Reply(declined="no_evidence")) == "declined (no_evidence)"
    assert in_short(None) == "failed"
    long = in_short(Reply(said=(Said("word " * 100),)))
    assert len(long) < 165
    assert long.endswith(" …")
