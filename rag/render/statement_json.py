"""Statements and citations as JSON-ready objects, and back: the shape that every `--json` shares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rag.domain.answer import Statement
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


def statement_from_json(row: Mapping[str, Any]) -> Statement:
    """The statement that `statement_as_json` wrote. Raises KeyError or ValueError where it is something else."""
    return Statement(text=row["text"], support=row["support"], citations=tuple(Citation(**c) for c in row["citations"]))
