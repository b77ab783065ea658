"""What the articles of the catalog, or some of them, are made of."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from datetime import date

from rag.adapters.sqlite_rows import allowed
from rag.domain.facets import Counted, Facets
from rag.domain.question import Filters

_MOST = 64
"""Sets of filters whose counts are kept."""


class CountedFacets:
    """Facets that were counted once, for as long as the archive holds the same articles. Safe to use from threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: tuple[int, int] | None = None
        self._counted: dict[Filters, Facets] = {}

    def of(self, db: sqlite3.Connection, filters: Filters) -> Facets:
        """Of the articles that the filters allow."""
        state = _state(db)  # first, so that what is counted is never older than what it is kept under
        with self._lock:
            if self._state != state or len(self._counted) >= _MOST:
                self._state, self._counted = state, {}
            known = self._counted.get(filters)
        if known is not None:
            return known
        counted = _facets(db, filters)
        with self._lock:
            if self._state == state:
                self._counted[filters] = counted
        return counted


def _state(db: sqlite3.Connection) -> tuple[int, int]:
    """Moves with every article that comes or goes: versions are never changed, and what is removed the words forget."""
    versions, generation = db.execute(
        "SELECT (SELECT count(*) FROM versions), (SELECT value FROM generations WHERE \"index\" = 'words')"
    ).fetchone()
    return versions, generation


def _facets(db: sqlite3.Connection, filters: Filters) -> Facets:
    """One pass over the articles. Counted here, not by SQLite, whose groups of four columns take twice as long."""
    where, values = allowed(db, filters)
    rows = db.execute(
        "SELECT v.source, v.section, v.language, substr(v.published, 1, 10) "
        f"FROM versions v JOIN articles a ON a.id = v.article_id WHERE {where}",
        values,
    ).fetchall()
    sources, sections, languages, days = map(Counter[str], zip(*rows, strict=True)) if rows else [Counter[str]()] * 4
    return Facets(
        articles=len(rows),
        sources=_named(sources),
        sections=_named(sections),
        languages=_named(languages),
        days=tuple((date.fromisoformat(day), number) for day, number in sorted(days.items()) if day),
    )


def _named(counts: Counter[str]) -> Counted:
    return tuple(sorted(((name, n) for name, n in counts.items() if name), key=lambda each: (-each[1], each[0])))
