"""The order of what was found: both indexes' scores, late interaction, and what the question names.

A passage speaks to one stretch of a long question better than to the whole of it, so it counts by the stretch that it
fits best. ``ranking.json`` beside this file holds the weights with their provenance; `python -m
eval.bench.fit_retrieval` makes it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from rag.domain.article import Article
from rag.domain.question import Clause, Days

ON_THE_DAY_AFTER, ON_THE_DAY_BEFORE = 0.5, 0.25
"""What an article counts that was published on the day after or before the days asked for: what happens in the evening
is printed in the morning, and a day in UTC is not everybody's."""

FAR = 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the parts of a score; ``near`` to ``days`` count once, for the stretch of the question that fits best."""

    dense: float
    """Of the cosine with the whole question, stretched to 0..1 over what was found."""
    lexical: float
    """Of BM25, stretched likewise."""
    near: float
    """Of the cosine with the stretch, as it is."""
    late: float
    """Of late interaction with the stretch (see rag.retrieve.late)."""
    close: float
    """Of the same within about a sentence of the passage."""
    publisher: float
    """Where the stretch names the passage's publisher or section."""
    days: float
    """Where the passage was published on the days that the stretch names."""
    any_publisher: float
    """Where any stretch names the passage's publisher."""
    turn: float
    """Of the best article of each publisher where several are named; the second counts half, the third a third."""


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate: scores of the two indexes for the whole question (0..1), and by stretch the cosine and both kinds of
    late interaction; a stretch for which one is not known is left out. ``article`` may be None where no stretch names
    anything."""

    passage_id: int
    article: Article | None
    dense: float
    lexical: float
    near: Mapping[int, float] = field(default_factory=dict)
    late: Mapping[int, float] = field(default_factory=dict)
    close: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ranked:
    passage_id: int
    score: float
    parts: dict[str, float]
    """Their sum is the score."""


def ranked(found: Sequence[Found], clauses: Sequence[Clause], weights: Weights) -> list[Ranked]:
    """Best first; equals keep the lower passage id first."""
    named = {source for clause in clauses for source in clause.sources}
    order = _by_score([_scored(each, clauses, weights, _source(each) in named) for each in found])
    return _in_turn(order, found, named, weights.turn) if len(named) > 1 else order


def on_days(article: Article, days: Sequence[Days]) -> float:
    """1 if it was published on these days, less right beside them, else 0."""
    if article.published is None:
        return 0.0
    day = article.published.at.date()
    by_distance = {0: 1.0, 1: ON_THE_DAY_AFTER, -1: ON_THE_DAY_BEFORE}
    return max((by_distance.get(each.distance(day), 0.0) for each in days), default=0.0)


def _scored(found: Found, clauses: Sequence[Clause], weights: Weights, is_named: bool) -> Ranked:
    best = max((_fit(found, n, clause, weights) for n, clause in enumerate(clauses)), key=lambda fit: sum(fit.values()))
    parts = {
        "dense": weights.dense * found.dense,
        "lexical": weights.lexical * found.lexical,
        **{name: value for name, value in best.items() if value},
    }
    if is_named:
        parts["publisher"] = parts.get("publisher", 0.0) + weights.any_publisher
    return Ranked(found.passage_id, sum(parts.values()), parts)


def _in_turn(order: Sequence[Ranked], found: Sequence[Found], named: Collection[str], weight: float) -> list[Ranked]:
    """A question that names several publishers wants something of each, however much one of them has."""
    articles = {each.passage_id: each.article for each in found}
    places: dict[str, dict[str, int]] = {source: {} for source in named}
    lifted = []
    for each in order:
        article = articles[each.passage_id]
        if article is None or article.source not in places:
            lifted.append(each)
            continue
        taken = places[article.source]
        gain = weight / taken.setdefault(article.id, len(taken) + 1)
        lifted.append(replace(each, score=each.score + gain, parts={**each.parts, "turn": gain}))
    return _by_score(lifted)


def _by_score(ranked: Sequence[Ranked]) -> list[Ranked]:
    return sorted(ranked, key=lambda each: (-each.score, each.passage_id))


def _source(found: Found) -> str:
    return found.article.source if found.article else ""


def _fit(found: Found, number: int, clause: Clause, weights: Weights) -> dict[str, float]:
    article = found.article
    is_named = article is not None and (article.source in clause.sources or article.section in clause.sections)
    return {
        "near": weights.near * found.near.get(number, FAR),
        "late": weights.late * found.late.get(number, FAR),
        "close": weights.close * found.close.get(number, FAR),
        "publisher": weights.publisher * is_named,
        "days": weights.days * (on_days(article, clause.days) if article else 0.0),
    }


@cache
def fitted_weights() -> Weights:
    """Those of ranking.json."""
    return Weights(**json.loads(files("rag.retrieve").joinpath("ranking.json").read_text(encoding="utf-8"))["weights"])
