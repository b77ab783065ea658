"""Whether what is new, changed, corrected or withdrawn is reported, and as what it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from eval.briefings.gold import KINDS, Item, Kind
from eval.briefings.share import Share
from rag.domain.answer import Statement
from rag.domain.briefing import Briefing, Change, ChangeKind

COUNTS_AS: Mapping[Kind, frozenset[ChangeKind]] = {
    "new": frozenset(("new", "updated")),
    "changed": frozenset(("updated", "corrected")),
    "corrected": frozenset(("corrected",)),
    "withdrawn": frozenset(("withdrawn",)),
}
"""What a gold item may be called: a changed value that its publisher calls a correction is both."""

CALLED: tuple[ChangeKind, ...] = ("new", "updated", "corrected", "withdrawn")

_HALF = 0.5

Told = Mapping[date, Sequence[Change]]
"""What the briefing of each day reported."""


def reported(briefing: Briefing) -> tuple[Change, ...]:
    """The difference to earlier briefings; of a first one, which has none, all that it tells as new."""
    if briefing.compared_with is None:
        return tuple(Change("new", s.id, statement) for s in briefing.stories for statement in s.statements)
    return briefing.delta


def delta_recall(items: Sequence[Item], told: Told, kinds: Collection[Kind] = KINDS) -> Share:
    """Of the gold items of these kinds on days that have a briefing, those that it reports as what they are."""
    wanted = [item for item in items if item.kind in kinds and item.day in told]
    return Share(sum(is_reported(item, told[item.day]) for item in wanted), len(wanted))


def delta_precision(items: Sequence[Item], told: Told, called: Collection[ChangeKind] = CALLED) -> Share:
    """Of the changes reported on labelled days and called by these names, those that are a gold item of the day.

    The labels list what is worth telling and not every sentence that is new, so of new sentences it is a lower bound.
    """
    by_day: dict[date, list[Item]] = {}
    for item in items:
        by_day.setdefault(item.day, []).append(item)
    changes = [(day, c) for day in by_day for c in told.get(day, ()) if c.kind in called]
    return Share(sum(any(is_reported(item, [c]) for item in by_day[day]) for day, c in changes), len(changes))


def is_reported(item: Item, changes: Sequence[Change]) -> bool:
    """As what it is, by a sentence that cites at least half of the characters of one of its quotes."""
    return any(c.kind in COUNTS_AS[item.kind] and cites(c.statement, item) for c in changes)


def cites(statement: Statement, item: Item) -> bool:
    """Whether the sentence cites at least half of the characters of one of the item's quotes."""
    return any(
        citation.article_id == quote.article and _overlap(citation.quote, quote.quote) >= _HALF
        for citation in statement.citations
        for quote in item.quotes
    )


def _overlap(cited: str, quote: str) -> float:
    """The share of the quote's characters, from its start or to its end, that the cited text holds."""
    if quote in cited:
        return 1.0
    longest = max((n for n in range(len(quote), 0, -1) if quote[:n] in cited or quote[-n:] in cited), default=0)
    return longest / len(quote)
