from __future__ import annotations

from eval.bench.scoring import outcomes
from eval.scores import run_means, score


def test_the_replies_that_are_timed_set_every_kind_of_measure_to_work() -> None:
    scored = [score(outcome) for outcome in outcomes(60)]
    measured = {name for each in scored for name in each.scores}
    assert {"ndcg_at_10", "answer_f1", "citation_recall", "gold_span_cited", "declined_when_unanswerable"} <= measured
    assert {0.0, 1.0} <= {each.scores["gold_span_cited"] for each in scored if "gold_span_cited" in each.scores}
    assert len({each.case.id for each in scored}) == 60
    assert len(run_means(scored)) == 3


def test_the_same_seed_times_the_same_replies() -> None:
    assert outcomes(20, seed=3) == outcomes(20, seed=3)
