"""Taking articles out for good: by id, or all that filters allow."""

from __future__ import annotations

from collections.abc import Sequence

from rag.archive.indexing import Indexer
from rag.domain.archive import Removal
from rag.domain.errors import ArticleNotFound, UsageError
from rag.domain.question import Filters
from rag.ingest.pipeline import LOCK_WAIT_S
from rag.ports import Catalog, Clock


class Remover:
    """Removes articles with all versions, passages and vectors; a tombstone says when. There is no way back."""

    def __init__(self, catalog: Catalog, indexer: Indexer, *, clock: Clock) -> None:
        self._catalog = catalog
        self._indexer = indexer
        self._clock = clock

    def chosen(self, article_ids: Sequence[str], filters: Filters) -> list[str]:
        """The ids that `remove` would take out. Raises ArticleNotFound for an id that never was, UsageError where
        nothing is chosen: leaving everything out must not mean the whole archive."""
        if not article_ids and not filters.restrict:
            raise UsageError("Nothing is chosen. Name articles by id, or choose with --source, --section or --until.")
        known = [i for i in article_ids if self._catalog.latest(i) is not None]
        for article_id in article_ids:
            if article_id not in known and self._catalog.tombstone(article_id) is None:
                raise ArticleNotFound(article_id)
        return list(dict.fromkeys([*known, *(self._catalog.ids(filters) if filters.restrict else ())]))

    def remove(self, article_ids: Sequence[str], filters: Filters) -> Removal:
        """Take out what is chosen, under the archive's lock; back when both indexes have forgotten it."""
        with self._catalog.writing(wait_s=LOCK_WAIT_S):
            chosen = self.chosen(article_ids, filters)
            removed = self._catalog.remove(chosen, removed=self._clock()) if chosen else 0
            self._indexer.forget()
        return Removal(removed, tuple(i for i in article_ids if i not in chosen))
