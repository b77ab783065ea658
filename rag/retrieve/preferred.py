"""Between hits that are about as good: passages with the question's names, and publishers that have no place yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rag.domain.passage import Opened
from rag.retrieve.names import share_of_names
from rag.retrieve.rank import Ranked

NAMES = 0.02
"""What a passage gains that holds every name of the question, of scores that run over some 0..1. On the three sets of
`eval.bench.retrieval` .02 lost nothing; from .05 some evidence was lost (docs/benchmarks.md)."""

NEAR_EQUAL = 0.02
"""A difference of such scores that says nothing. Up to .02 no question of the three sets lost evidence, from .04 some
did (docs/benchmarks.md)."""

WINDOW = 20
"""How far down a publisher that has no place yet is looked for."""


def preferred(order: Sequence[Ranked], opened: Mapping[int, Opened], names: Sequence[str]) -> list[Ranked]:
    """What of the order was opened, best first. Scores stay with the places: later steps are fitted to them."""
    known = [each for each in order if each.passage_id in opened]
    chosen = _several_publishers(_with_names(known, opened, names) if names else known, opened)
    return [Ranked(each.passage_id, place.score, each.parts) for each, place in zip(chosen, known, strict=True)]


def _with_names(order: Sequence[Ranked], opened: Mapping[int, Opened], names: Sequence[str]) -> list[Ranked]:
    """Ranked anew with a little more for passages that hold the names; headlines count too."""
    unit = _parts_per_score(order)
    scored = []
    for each in order:
        known = opened[each.passage_id]
        gain = NAMES * share_of_names(names, f"{known.version.article.title}\n{known.passage.text}")
        parts = {**each.parts, "names": gain * unit} if gain else each.parts
        scored.append(replace(each, score=each.score + gain, parts=parts))
    return sorted(scored, key=lambda each: -each.score)


def _parts_per_score(order: Sequence[Ranked]) -> float:
    """Scores are the sums of their parts on another scale; 1 where there is nothing to tell it by."""
    if not order or order[0].score <= order[-1].score:
        return 1.0
    sums = [sum(each.parts.values()) for each in (order[0], order[-1])]
    return (sums[0] - sums[1]) / (order[0].score - order[-1].score)


def _several_publishers(order: Sequence[Ranked], opened: Mapping[int, Opened]) -> list[Ranked]:
    """Each place goes to the best of those near-equal to the first that are left whose publisher has no place yet,
    else to the first."""
    left, chosen = list(order), list[Ranked]()
    seen: set[str] = set()
    while left:
        least = left[0].score - NEAR_EQUAL
        near = [n for n, each in enumerate(left[:WINDOW]) if each.score >= least]
        place = next((n for n in near if (source := _source(left[n], opened)) and source not in seen), 0)
        chosen.append(left.pop(place))
        seen.add(_source(chosen[-1], opened))
    return chosen


def _source(ranked: Ranked, opened: Mapping[int, Opened]) -> str:
    return opened[ranked.passage_id].version.article.source
