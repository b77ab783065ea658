"""Whether the passages that an answer was looked for in hold the gold facts, and how far up.

All stand on the ranking of facts that `eval.metrics.fact_ranking` defines. None for a case without gold, and for a
system that does not tell its ranking. A system that hands on fewer passages than a measure looks at is measured on
those.

The arithmetic is trec_eval's, and tests hold it against ir-measures to 1e-9. It is not left to ir-measures itself: that
stands on a compiled package that has no wheel for Linux on ARM and fetches its source while it is built.
"""

from __future__ import annotations

from math import log2

from eval.metrics.fact_ranking import fact_ranking
from eval.reply import Outcome

_TEN = 10


def ndcg_at_10(outcome: Outcome) -> float | None:
    """Discounted gain of the facts in the first ten places, as a share of the best possible, 0..1.

    The discount is 1 / log2(1 + place), as in trec_eval's ndcg_cut. Source: Jarvelin and Kekalainen, "Cumulated
    gain-based evaluation of IR techniques", TOIS 20 (2002).
    """
    if (ranking := fact_ranking(outcome)) is None:
        return None
    gain = sum(1 / log2(1 + place) for place in ranking.relevant if place <= _TEN)
    return gain / sum(1 / log2(1 + place) for place in range(1, min(ranking.facts, _TEN) + 1))


def average_precision(outcome: Outcome) -> float | None:
    """Mean over the facts of the precision at the place where each is shown, 0 for those that are not.

    Its mean over the cases is MAP. Source: Buckley and Voorhees, SIGIR 2000; trec_eval's map.
    """
    if (ranking := fact_ranking(outcome)) is None:
        return None
    return sum(found / place for found, place in enumerate(ranking.relevant, start=1)) / ranking.facts


def reciprocal_rank(outcome: Outcome) -> float | None:
    """1 / the place of the first fact, 0 where none is shown; its mean over the cases is MRR.

    Source: Voorhees, "The TREC-8 question answering track report", 1999; trec_eval's recip_rank.
    """
    if (ranking := fact_ranking(outcome)) is None:
        return None
    return 1 / ranking.relevant[0] if ranking.relevant else 0.0


def recall_at_1(outcome: Outcome) -> float | None:
    """Share of the facts that the first passage shows."""
    return _recall(outcome, passages=1)


def recall_at_5(outcome: Outcome) -> float | None:
    """Share of the facts that the first five passages show."""
    return _recall(outcome, passages=5)


def recall_at_10(outcome: Outcome) -> float | None:
    """Share of the facts that the first ten passages show."""
    return _recall(outcome, passages=_TEN)


def all_evidence_at_10(outcome: Outcome) -> float | None:
    """1 if every fact is shown by one of the first ten passages, else 0: what a whole answer needs.

    Source: the recall of all supporting facts in multi-hop sets, as in Yang et al., HotpotQA, EMNLP 2018, here over
    passages.
    """
    recall = recall_at_10(outcome)
    return None if recall is None else float(recall == 1.0)


def _recall(outcome: Outcome, *, passages: int) -> float | None:
    ranking = fact_ranking(outcome, passages=passages)
    return None if ranking is None else len(ranking.relevant) / ranking.facts
