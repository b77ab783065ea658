"""How many voices the citations are."""

from __future__ import annotations

from eval.reply import Outcome


def independent_sources(outcome: Outcome) -> float | None:
    """Distinct origins among the cited articles: near-copies of one text count as one. None where nothing is cited."""
    origins = set(outcome.witness.origins)
    return float(len(origins)) if origins else None


def source_independence(outcome: Outcome) -> float | None:
    """Distinct origins as a share of the cited articles: 1 where no article repeats another, 1/3 where three papers
    that print one agency's text stand as if they were three. None where fewer than two articles are cited."""
    articles = {citation.article_id for citation in outcome.reply.citations}
    return len(set(outcome.witness.origins)) / len(articles) if len(articles) > 1 else None
