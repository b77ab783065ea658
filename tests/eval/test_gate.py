from __future__ import annotations

from dataclasses import replace

import pytest
from outcomes import RECORD, a_case, a_reply

from eval.compare import compare_runs
from eval.gate import Gate, bound_from, gate
from eval.scores import RunReport, Scored
from rag.domain.errors import UsageError


def a_run(*wrong: int, of: int = 40, failed: int = 0) -> RunReport:
    """So many questions, all right but those at the numbers ``wrong``; the last ``failed`` could not be asked."""
    return RunReport(
        RECORD,
        tuple(
            Scored(a_case(id=f"q{n}"), {}, failed="no answer")
            if n >= of - failed
            else Scored(a_case(id=f"q{n}"), {"answer_exact": float(n not in wrong), "latency_ms": 20.0}, a_reply("x"))
            for n in range(of)
        ),
    )


def judged(after: RunReport, *bounds: str, baseline: RunReport | None = None, allowed: int = 0) -> Gate:
    comparison = compare_runs(baseline or a_run(), after)
    return gate(after, comparison, [bound_from(bound) for bound in bounds], allowed_failures=allowed)


def failures(found: Gate) -> list[str]:
    return [check.why for check in found.checks if not check.held]


def test_a_run_that_is_as_good_as_its_baseline_passes() -> None:
    found = judged(a_run())
    assert found.holds
    assert [check.why for check in found.checks] == [
        "40 questions, all answered.",
        "answer_exact is 1.000 over 40 questions, the same at each of them.",
    ]


def test_a_sure_loss_fails_with_its_figures() -> None:
    (why,) = failures(judged(a_run(*range(10))))
    assert why == (
        "answer_exact went from 1.000 to 0.750 over 40 questions: worse by more than chance allows "
        "(p = 0.002, 10 lost, 0 gained). Lost: q0, q1, q2, q3, q4 and 5 more."
    )


def test_a_loss_within_chance_passes_and_says_what_would_have_been_seen() -> None:
    found = judged(a_run(*range(4)))
    assert found.holds
    assert "within chance (p = 0.125, 4 lost, 0 gained); these questions would mostly show a drop of 0." in (
        found.checks[-1].why
    )


def test_a_sure_gain_passes() -> None:
    found = judged(a_run(), baseline=a_run(*range(10)))
    assert found.holds
    assert "better by more than chance allows" in found.checks[-1].why


@pytest.mark.parametrize(
    ("bound", "holds"),
    [
        ("answer_exact>=0.9", True),
        ("answer_exact >= 0.91", False),
        ("answer_exact>0.9", False),
        ("latency_ms<=20", True),
        ("latency_ms<20", False),
    ],
)
def test_a_bound_is_held_against_the_mean_of_the_new_run(bound: str, holds: bool) -> None:
    assert judged(a_run(*range(4)), bound).holds is holds


def test_what_failed_stands_first_and_names_the_bound() -> None:
    found = judged(a_run(*range(4)), "answer_exact>=0.95")
    assert found.checks[0].why == "answer_exact is 0.9 over 40 questions; required was answer_exact>=0.95."


def test_a_bound_on_a_measure_that_applies_to_nothing_fails() -> None:
    (why,) = failures(judged(a_run(), "forbidden_absent>=1"))
    assert why == "forbidden_absent applies to no question of this run; forbidden_absent>=1 was required."


def test_questions_without_an_answer_fail_the_gate_unless_so_many_are_allowed() -> None:
    (why,) = failures(judged(a_run(failed=2)))
    assert why == "2 questions have no answer, so nothing is known of them: q38, q39."
    assert judged(a_run(failed=2), allowed=2).holds
    assert not judged(a_run(of=30)).holds
    assert not judged(replace(a_run(), not_asked=3)).holds


def test_a_measure_that_no_longer_applies_is_told_and_fails_nothing() -> None:
    with_recall = [replace(q, scores={**q.scores, "recall_at_5": 1.0}) for q in a_run().questions]
    found = judged(a_run(), baseline=RunReport(RECORD, tuple(with_recall)))
    assert found.holds
    assert found.checks[-1].why == "recall_at_5 applied to 40 questions before and to none now: not compared."


def test_a_run_of_which_nothing_can_be_compared_fails() -> None:
    found = judged(a_run(failed=40), allowed=40)
    assert failures(found) == ["No measure applies to a question that both runs answered."]


@pytest.mark.parametrize(
    "text", ["answer_exact", "answer_exact=0.5", ">=0.5", "answer_exact>=much", "answer_exact>=0.5 x"]
)
def test_what_is_no_bound_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match=r"is no bound; write it as measure>=value, such as answer_f1>=0\.7"):
        bound_from(text)


def test_a_bound_on_a_measure_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="no measure 'accuracy'"):
        bound_from("accuracy>=0.5")
