from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from math import log2

import pytest
from outcomes import BRIDGE, DECLINED, a_case, an_outcome, the_gold, the_passage

from eval.gold import GoldSpan
from eval.metrics.fact_ranking import facts_shown
from eval.metrics.retrieval import (
    all_evidence_at_10,
    average_precision,
    ndcg_at_10,
    recall_at_1,
    recall_at_5,
    recall_at_10,
    reciprocal_rank,
)
from eval.reply import Outcome, Ranked

OPENED, COST, RIBBON = (
    the_passage(s) for s in ("The bridge opened on Monday.", "It cost nine million pounds.", "Ann Lee cut the ribbon.")
)
MONDAY, MILLIONS = the_gold("on Monday"), the_gold("nine million", fact=2)


def elsewhere(number: int) -> Ranked:
    """A passage of another article."""
    return Ranked("other", 1, "body", number * 100, number * 100 + 90, 0.5)


def found(ranked: Sequence[Ranked], *gold: GoldSpan) -> Outcome:
    return an_outcome(a_case(answers=(("Monday",),)), replace(DECLINED, ranked=tuple(ranked)), *gold)


def test_a_passage_shows_a_fact_only_when_it_holds_the_whole_quote_in_that_version() -> None:
    assert facts_shown([MONDAY], [OPENED]) == (1,)
    assert facts_shown([MONDAY], [replace(OPENED, end=OPENED.end - 3)]) == (None,)
    assert facts_shown([MONDAY], [replace(OPENED, version=2)]) == (None,)
    assert facts_shown([MONDAY], [replace(OPENED, article_id="other")]) == (None,)


def test_gold_in_an_articles_head_is_shown_by_every_passage_of_it() -> None:
    title = GoldSpan("bridge", 1, "title", 0, 5, 1)
    assert facts_shown([title], [elsewhere(1), COST]) == (None, 1)


def test_alternative_quotes_of_a_fact_count_once_and_a_passage_stands_for_all_that_it_adds() -> None:
    again = the_gold("opened", fact=1)
    assert facts_shown([MONDAY, again, MILLIONS], [OPENED, OPENED, COST]) == (1, None, 2)
    whole = the_passage(BRIDGE.article.body)
    assert facts_shown([MONDAY, MILLIONS], [RIBBON, whole]) == (None, 1, 2)


def test_one_fact_in_third_place_by_hand() -> None:
    outcome = found([RIBBON, elsewhere(1), OPENED, elsewhere(2)], MONDAY)
    assert ndcg_at_10(outcome) == pytest.approx(1 / log2(4), abs=1e-9)  # ideal: 1 / log2(2) = 1
    assert average_precision(outcome) == pytest.approx(1 / 3, abs=1e-9)
    assert reciprocal_rank(outcome) == pytest.approx(1 / 3, abs=1e-9)
    assert (recall_at_1(outcome), recall_at_5(outcome), recall_at_10(outcome)) == (0.0, 1.0, 1.0)


def test_two_facts_in_second_and_fourth_place_by_hand() -> None:
    outcome = found([elsewhere(1), OPENED, RIBBON, COST], MONDAY, MILLIONS)
    gain, ideal = 1 / log2(3) + 1 / log2(5), 1 / log2(2) + 1 / log2(3)
    assert ndcg_at_10(outcome) == pytest.approx(gain / ideal, abs=1e-9)
    assert average_precision(outcome) == pytest.approx((1 / 2 + 2 / 4) / 2, abs=1e-9)
    assert reciprocal_rank(outcome) == pytest.approx(1 / 2, abs=1e-9)


def test_more_facts_than_places_can_still_be_ranked_perfectly() -> None:
    gold = [GoldSpan("other", 1, "body", n * 100, n * 100 + 50, n) for n in range(12)]
    ranked = [elsewhere(n) for n in range(12)]
    assert ndcg_at_10(found(ranked, *gold)) == pytest.approx(1.0, abs=1e-9)
    assert recall_at_10(found(ranked, *gold)) == pytest.approx(10 / 12, abs=1e-9)


def test_recall_counts_passages_though_one_may_stand_for_two_facts() -> None:
    both = the_passage(BRIDGE.article.body)
    assert recall_at_1(found([both], MONDAY, MILLIONS)) == 1.0
    assert recall_at_5(found([elsewhere(n) for n in range(4)] + [both], MONDAY, MILLIONS)) == 1.0
    assert recall_at_5(found([elsewhere(n) for n in range(5)] + [both], MONDAY, MILLIONS)) == 0.0


def test_all_evidence_needs_every_fact_within_ten_passages() -> None:
    far = [elsewhere(n) for n in range(9)]
    assert all_evidence_at_10(found([OPENED, COST], MONDAY, MILLIONS)) == 1.0
    assert all_evidence_at_10(found([OPENED, *far, COST], MONDAY, MILLIONS)) == 0.0
    assert recall_at_10(found([OPENED, *far, COST], MONDAY, MILLIONS)) == 0.5


def test_nothing_found_is_zero_and_nothing_told_or_no_gold_does_not_apply() -> None:
    measures = (ndcg_at_10, average_precision, reciprocal_rank, recall_at_10, all_evidence_at_10)
    assert [measure(found([], MONDAY)) for measure in measures] == [0.0] * 5
    assert [measure(an_outcome(a_case(), DECLINED, MONDAY)) for measure in measures] == [None] * 5
    assert [measure(found([OPENED])) for measure in measures] == [None] * 5


def test_gold_of_whole_articles_ranks_articles_by_their_first_passages() -> None:
    whole = replace(MONDAY, start=0, end=len(BRIDGE.article.body), whole=True)
    outcome = found([elsewhere(1), elsewhere(2), COST, OPENED], whole)
    assert reciprocal_rank(outcome) == 0.5
    assert average_precision(found([OPENED, COST, RIBBON], whole)) == 1.0


def test_without_overlap_the_values_are_those_of_ir_measures_on_the_plain_run() -> None:
    ir_measures = pytest.importorskip("ir_measures")
    names = {"nDCG@10": ndcg_at_10, "AP": average_precision, "RR": reciprocal_rank}
    names |= {"R@1": recall_at_1, "R@5": recall_at_5, "R@10": recall_at_10}
    draw = random.Random(7)
    for _ in range(40):
        passages = [elsewhere(n) for n in range(20)]
        draw.shuffle(passages)
        gold = draw.sample(range(25), draw.randint(1, 6))
        spans = [GoldSpan("other", 1, "body", n * 100 + 5, n * 100 + 50, fact) for fact, n in enumerate(gold)]
        qrels = {"q": {str(n * 100): 1 for n in gold}}
        run = {"q": {str(p.start): float(-rank) for rank, p in enumerate(passages)}}
        for name, ours in names.items():
            [theirs] = ir_measures.iter_calc([ir_measures.parse_measure(name)], qrels, run)
            assert ours(found(passages, *spans)) == pytest.approx(theirs.value, abs=1e-9)
