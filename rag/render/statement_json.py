"""Statements, citations and what else every `--json` shares, as JSON-ready objects, and statements back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from rag.domain.answer import Conflict, Searched, Statement, Usage
from rag.domain.evidence import Citation


def citation_as_json(citation: Citation) -> dict[str, object]:
    """Where the quote stands, and what its article says about itself; offsets count code points."""
    return {
        "article_id": citation.article_id,
        "version": citation.version,
        "field": citation.field,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "title": citation.title,
        "source": citation.source,
        "published": citation.published,
        "url": citation.url,
    }


def statement_as_json(statement: Statement) -> dict[str, object]:
    """``text``, ``support`` and ``citations``, nothing else."""
    return {
        "text": statement.text,
        "support": statement.support,
        "citations": [citation_as_json(c) for c in statement.citations],
    }


def conflict_as_json(conflict: Conflict) -> dict[str, object]:
    """All sides of it, oldest first, each with its citation; ``note`` is "newer", "corrected" or ""."""
    sides = [
        {"value": side.value, "note": side.note, "citation": citation_as_json(side.citation)} for side in conflict.sides
    ]
    return {"about": conflict.about, "sides": sides}


def searched_as_json(searched: Searched) -> dict[str, object]:
    """What an answer or a briefing rests on; days as YYYY-MM-DD or null."""
    return {
        "articles": searched.articles,
        "sources": list(searched.sources),
        "since": day_as_json(searched.since),
        "until": day_as_json(searched.until),
        "without_vectors": searched.without_vectors,
    }


def usage_as_json(usage: Usage) -> dict[str, object]:
    """Tokens that the endpoint reported, and their cost where prices are set."""
    tokens: dict[str, object] = {"prompt_tokens": usage.prompt_tokens, "completion_tokens": usage.completion_tokens}
    return tokens if usage.cost is None else {**tokens, "cost": round(usage.cost, 8)}


def day_as_json(day: date | None) -> str | None:
    """YYYY-MM-DD, or null."""
    return day.isoformat() if day else None


def statement_from_json(row: Mapping[str, Any]) -> Statement:
    """The statement that `statement_as_json` wrote. Raises KeyError or ValueError where it is something else."""
    return Statement(text=row["text"], support=row["support"], citations=tuple(Citation(**c) for c in row["citations"]))
