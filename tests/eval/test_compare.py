from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from outcomes import DECLINED, RECORD, a_case, a_reply

from eval.case import Case, GoldQuote
from eval.compare import compare_runs, metrics_named
from eval.comparison import Comparison, Difference, DifferentSets
from eval.metrics import METRICS
from eval.scores import RunReport, Scored
from rag.domain.errors import UsageError

Scores = Mapping[str, Mapping[str, float]]


def a_run(scores: Scores, *, cases: Mapping[str, Case] | None = None, failed: tuple[str, ...] = ()) -> RunReport:
    """Scores by id and measure; the questions in ``failed`` could not be asked."""
    made = {case_id: (cases or {}).get(case_id, a_case(id=case_id)) for case_id in (*scores, *failed)}
    answered = [Scored(made[case_id], dict(each), a_reply(case_id)) for case_id, each in scores.items()]
    return RunReport(RECORD, (*answered, *(Scored(made[case_id], {}, failed="no answer") for case_id in failed)))


def right(*wrong: int, of: int = 40, measure: str = "answer_exact") -> dict[str, dict[str, float]]:
    """So many questions, all right but those at the numbers ``wrong``."""
    return {f"q{n}": {measure: float(n not in wrong)} for n in range(of)}


def the(comparison: Comparison, measure: str = "answer_exact") -> Difference:
    (found,) = [d for d in comparison.differences if d.metric.name == measure]
    return found


def test_runs_of_different_sets_are_refused_naming_both() -> None:
    other = RunReport(replace(RECORD, set_name="other.jsonl", set_sha256="another"), ())
    with pytest.raises(DifferentSets, match=r"some\.jsonl.*other\.jsonl.*only runs of the same set") as raised:
        compare_runs(a_run(right()), other)
    assert raised.value.exit_status == 2


def test_the_figures_of_a_measure_are_over_the_questions_that_it_applies_to_in_both_runs() -> None:
    before = {"a": {"answer_f1": 0.5}, "b": {"answer_f1": 1.0}, "c": {"answer_f1": 0.25}}
    after = {"a": {"answer_f1": 0.75}, "b": {"answer_f1": 0.5}, "c": {}}
    d = the(compare_runs(a_run(before), a_run(after)), "answer_f1")
    assert (d.n, d.before, d.after, d.value) == (2, 0.75, 0.625, -0.125)
    assert (d.gained, d.lost) == (1, 1)
    assert d.low <= d.value <= d.high


def test_a_loss_at_many_questions_is_a_regression_and_at_few_is_not() -> None:
    many = compare_runs(a_run(right()), a_run(right(*range(10))))
    assert [d.metric.name for d in many.regressions] == ["answer_exact"]
    # 2 * 0.5^10
    assert the(many).p == pytest.approx(2 / 1024)
    few = compare_runs(a_run(right()), a_run(right(*range(5))))
    assert few.regressions == []
    assert the(few).p == pytest.approx(2 / 32)
    better = compare_runs(a_run(right(*range(10))), a_run(right()))
    assert the(better).is_sure
    assert better.regressions == []


def test_p_is_corrected_for_the_measures_that_could_have_raised_an_alarm() -> None:
    def run(*wrong: int) -> RunReport:
        names = ("answer_exact", "gold_span_cited", "citation_exactness")
        steady = {"answer_exact": wrong, "gold_span_cited": wrong, "citation_exactness": ()}
        return a_run({f"q{n}": {name: float(n not in steady[name]) for name in names} for n in range(40)})

    found = compare_runs(run(), run(*range(8)))
    # Nothing moved in citation_exactness, so two are corrected for.
    assert found.tests == 2
    assert the(found).p == pytest.approx(2 * 2 / 256)
    assert the(found, "citation_exactness").p == 1.0
    one = compare_runs(run(), run(*range(8)), measures=["answer_exact"])
    assert the(one).p == pytest.approx(2 / 256)
    assert [d.metric.name for d in one.differences] == ["answer_exact"]


def test_a_measure_that_could_not_pass_is_never_called_sure() -> None:
    names = [m.name for m in METRICS if m.unit == "share"][:12]
    # Eight losses in each of twelve measures: 12 * 2 / 2^8 is above 0.05, whichever way it is counted.
    before, after = ({f"q{n}": dict.fromkeys(names, float(n >= lost)) for n in range(40)} for lost in (0, 8))
    found = compare_runs(a_run(before), a_run(after))
    assert found.regressions == []
    assert all(d.p is not None and d.p >= 0.05 for d in found.differences)


def test_questions_about_the_same_gold_words_count_as_one() -> None:
    gold = (GoldQuote("bridge", "body", "opened on Monday", 1),)
    alike = {f"q{n}": a_case(id=f"q{n}", gold=gold) for n in range(40)}
    before, after = right(), right(*range(12))
    assert compare_runs(a_run(before), a_run(after)).regressions
    assert not compare_runs(a_run(before, cases=alike), a_run(after, cases=alike)).regressions


def test_milliseconds_are_compared_and_not_tested() -> None:
    slow = {f"q{n}": {"latency_ms": 900.0 + n} for n in range(30)}
    fast = {f"q{n}": {"latency_ms": 90.0 + n} for n in range(30)}
    d = the(compare_runs(a_run(fast), a_run(slow)), "latency_ms")
    assert d.value == pytest.approx(810)
    assert (d.p, d.detectable, d.is_regression) == (None, None, False)
    # Less is better.
    assert (d.gained, d.lost) == (0, 30)


def test_questions_that_failed_or_stand_in_one_run_only_are_named_and_in_no_figure() -> None:
    before = a_run({"a": {"answer_exact": 1.0}, "b": {"answer_exact": 1.0}, "c": {"answer_exact": 0.0}})
    after = a_run({"a": {"answer_exact": 1.0}, "d": {"answer_exact": 1.0}}, failed=("b",))
    found = compare_runs(before, after)
    assert the(found).n == 1
    assert (found.failed_before, found.failed_after, found.alone) == ((), ("b",), ("c", "d"))


def test_a_measure_that_applied_before_and_does_no_longer_is_told() -> None:
    before = a_run({"a": {"recall_at_5": 1.0, "answer_f1": 1.0}, "b": {"recall_at_5": 0.0}})
    after = a_run({"a": {"answer_f1": 1.0}, "b": {}})
    assert compare_runs(before, after).gone == (("recall_at_5", 2),)
    assert compare_runs(after, before).gone == ()


def test_changed_questions_are_told_with_both_replies_losses_first_and_the_furthest_of_them() -> None:
    before = a_run({"up": {"answer_f1": 0.0}, "down": {"answer_f1": 0.8}, "far": {"answer_f1": 1.0}, "same": {}})
    after = a_run({"up": {"answer_f1": 1.0}, "down": {"answer_f1": 0.5}, "far": {"answer_f1": 0.0}, "same": {}})
    declined = replace(after, questions=tuple(replace(q, reply=DECLINED) for q in after.questions))
    changes = compare_runs(before, declined).changes
    assert [change.case.id for change in changes] == ["far", "down", "up"]
    assert changes[0].lost == {"answer_f1": (1.0, 0.0)}
    assert changes[0].before is not None
    assert (changes[0].before.text, changes[0].after) == ("far", DECLINED)
    assert changes[2].gained == {"answer_f1": (0.0, 1.0)}


def test_parts_of_the_set_are_compared_by_kind_half_and_tag() -> None:
    cases = {
        f"q{n}": a_case(id=f"q{n}", kind="list" if n < 10 else "fact", tags=("hard",) if n < 20 else ())
        for n in range(40)
    }
    found = compare_runs(a_run(right(), cases=cases), a_run(right(*range(10)), cases=cases))
    parts = {p.part: (p.difference.n, p.difference.value, p.stands_out) for p in found.parts}
    assert parts == {
        "kind:list": (10, -1.0, True),
        "kind:fact": (30, 0.0, False),
        "split:dev": (40, -0.25, True),
        "tag:hard": (20, -0.5, True),
    }


def test_a_name_that_is_no_measure_is_refused_naming_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"no measure 'bleu'.*answer_f1"):
        metrics_named(["bleu"])
