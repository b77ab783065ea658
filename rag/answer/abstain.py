"""Declining: the sentence that says why, and what was searched."""

from __future__ import annotations

from rag.domain.answer import Abstention, AbstentionReason, Searched

_WHY: dict[AbstentionReason, str] = {
    "empty_archive": "The archive is empty. Add articles with `dateline ingest`, or in the app under Archive.",
    "nothing_in_filters": "No article of the archive lies within the days, sources or languages asked for.",
    "no_evidence": "The archive does not say.",
    "not_supported": "Nothing that could be written about this held up against the articles.",
    "language": "The question could not be matched with the articles, which are in another language. Ask it in theirs.",
}


def decline(reason: AbstentionReason, searched: Searched) -> Abstention:
    """A reasoned refusal; names how many articles were searched, from whom and from when to when."""
    if reason in ("empty_archive", "nothing_in_filters"):
        return Abstention(reason, _WHY[reason])
    return Abstention(reason, f"{_WHY[reason]} Searched: {describe(searched)}.")


def describe(searched: Searched) -> str:
    """ "12 articles by 3 publishers, 2025-03-01 to 2025-03-14"."""
    parts = f"{searched.articles:,} article{'' if searched.articles == 1 else 's'}"
    named = [source for source in searched.sources if source]
    if len(named) == 1:
        parts += f" by {named[0]}"
    elif named:
        parts += f" by {len(named)} publishers"
    if searched.since and searched.until:
        days = sorted({searched.since.isoformat(), searched.until.isoformat()})
        parts += f", {' to '.join(days)}"
    if searched.without_vectors:
        parts += f" ({searched.without_vectors:,} passages by their words only, as their vectors are still being made)"
    return parts
