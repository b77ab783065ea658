"""What the articles of the catalog, or some of them, are made of."""

from __future__ import annotations

import sqlite3
from collections import Counter
from datetime import date

from rag.adapters.sqlite_rows import allowed
from rag.domain.facets import Counted, Facets
from rag.domain.question import Filters


def facets(db: sqlite3.Connection, filters: Filters) -> Facets:
    """Of the articles that the filters allow; one pass over them."""
    where, values = allowed(db, filters)
    sources, sections, languages, days = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for source, section, language, day, articles in db.execute(
        "SELECT v.source, v.section, v.language, substr(v.published, 1, 10), count(*) "
        f"FROM versions v JOIN articles a ON a.id = v.article_id WHERE {where} GROUP BY 1, 2, 3, 4",
        values,
    ):
        sources[source] += articles
        sections[section] += articles
        languages[language] += articles
        days[day] += articles
    return Facets(
        articles=sources.total(),
        sources=_named(sources),
        sections=_named(sections),
        languages=_named(languages),
        days=tuple((date.fromisoformat(day), number) for day, number in sorted(days.items()) if day),
    )


def _named(counts: Counter[str]) -> Counted:
    return tuple(sorted(((name, n) for name, n in counts.items() if name), key=lambda each: (-each[1], each[0])))
