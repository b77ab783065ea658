"""Short ways to make the domain's types in tests. All texts are invented."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from rag.adapters.chroma import ChromaIndex
from rag.adapters.sqlite import SqliteCatalog
from rag.adapters.tantivy import TantivyIndex
from rag.archive.indexing import Indexer
from rag.domain.article import Article, Published, Version
from rag.ports import Catalog, Embedder, NewVersion, Span

STORED = datetime(2025, 3, 20, 12, 0, tzinfo=UTC)
_ids = count(1)


def published(text: str) -> Published:
    """ "2025-03-14" (a day) or "2025-03-14T09:30" (a time), in UTC."""
    at = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return Published(at, "time" if "T" in text else "day")


def an_article(body: str = "The bridge at Harrow opened on Monday.", **fields: Any) -> Article:
    """An article with a fresh id unless one is given; ``published`` may be a string like "2025-03-14"."""
    fields.setdefault("id", f"article-{next(_ids)}")
    if isinstance(fields.get("published"), str):
        fields["published"] = published(fields["published"])
    return Article(body=body, **fields)


def a_version(
    body: str = "The bridge at Harrow opened on Monday.", *, number: int = 1, stored: datetime = STORED, **fields: Any
) -> Version:
    """A stored state of `an_article`."""
    return Version(an_article(body, **fields), number, stored)


def sentence_spans(text: str) -> tuple[Span, ...]:
    """One span a sentence, by the simplest rule: it ends at a full stop, question or exclamation mark."""
    return tuple(m.span() for m in re.finditer(r"\S[^.!?]*[.!?]?", text))


def new_version(version: Version, **fields: Any) -> NewVersion:
    """What a catalog stores, with sentence spans."""
    outcome = "added" if version.number == 1 else "new_version"
    return replace(NewVersion(version, sentence_spans(version.article.body), outcome=outcome), **fields)


def stored_articles(catalog: Catalog, articles: Sequence[Article], *, stored: datetime = STORED) -> list[Version]:
    """Stores each article as the next version of its id, all in one transaction, and returns the versions."""
    versions: list[Version] = []
    taken: dict[str, int] = {}
    for article in articles:
        known = catalog.latest(article.id)
        number = taken.get(article.id, known.number if known else 0) + 1
        taken[article.id] = number
        versions.append(Version(article, number, stored))
    catalog.store([new_version(v) for v in versions])
    return versions


def an_archive(folder: Path, embedder: Embedder) -> tuple[SqliteCatalog, Indexer]:
    """A real catalog and real indexes in ``folder``, as `rag.compose` joins them."""
    catalog = SqliteCatalog(folder)
    words = TantivyIndex(folder / "words", generation=lambda: catalog.generation("words"))
    vectors = ChromaIndex(
        folder / "vectors", fingerprint=embedder.fingerprint, generation=lambda: catalog.generation("vectors")
    )
    return catalog, Indexer(catalog, words, vectors, embedder)
