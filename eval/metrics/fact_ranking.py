"""From ranked passages to a ranking of gold facts, on which the retrieval measures are taken.

The unit of relevance is the fact. A passage shows a fact when it holds one of the fact's gold quotes wholly; gold in
the title, dek or date line is shown by every passage of that version, since an article's head stands above each of
them. Going down the ranking, a passage stands for the facts that it shows and none above it showed, one place each; a
passage without such a fact takes one place and counts as not relevant. So several quotes of one fact count once, a
fact that was shown already gains nothing, and the best ranking possible scores 1 on every measure. Where each passage
shows at most one fact and no fact is shown twice, this is the plain TREC run.

Where the gold is of whole articles, articles are ranked by their first passages, as is usual for such sets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.gold import GoldSpan
from eval.reply import Outcome, Ranked


@dataclass(frozen=True, slots=True)
class FactRanking:
    """``places``, best first: the number of a gold fact, or None for what is not relevant. ``facts`` counts the gold's
    facts, shown or not, and is at least 1."""

    places: tuple[int | None, ...]
    facts: int

    @property
    def relevant(self) -> tuple[int, ...]:
        """The places of facts, from 1, rising."""
        return tuple(rank for rank, fact in enumerate(self.places, start=1) if fact is not None)


def fact_ranking(outcome: Outcome, *, passages: int | None = None) -> FactRanking | None:
    """Of the reply's ranking, or of its first ``passages`` alone.

    None where the system tells no ranking or the case has no gold.
    """
    gold, ranked = outcome.gold, outcome.reply.ranked
    if ranked is None or not gold:
        return None
    if all(span.whole for span in gold):
        ranked = _first_of_each_article(ranked)
    return FactRanking(facts_shown(gold, ranked[:passages]), len({span.fact for span in gold}))


def facts_shown(gold: Sequence[GoldSpan], ranked: Sequence[Ranked]) -> tuple[int | None, ...]:
    """What the passages stand for, in their order: facts that none above showed, or None."""
    by_version: dict[tuple[str, int], list[GoldSpan]] = {}
    for span in gold:
        by_version.setdefault((span.article_id, span.version), []).append(span)
    seen: set[int] = set()
    places: list[int | None] = []
    for passage in ranked:
        spans = by_version.get((passage.article_id, passage.version), ())
        new = {span.fact for span in spans if _shows(passage, span)} - seen
        places += sorted(new) or [None]
        seen |= new
    return tuple(places)


def _first_of_each_article(ranked: Sequence[Ranked]) -> tuple[Ranked, ...]:
    firsts: dict[str, Ranked] = {}
    for passage in ranked:
        firsts.setdefault(passage.article_id, passage)
    return tuple(firsts.values())


def _shows(passage: Ranked, span: GoldSpan) -> bool:
    """Both of one version."""
    if span.whole or (span.field != "body" and passage.field == "body"):
        return True
    return passage.field == span.field and passage.start <= span.start and span.end <= passage.end
