"""What filters allow, remembered until an index is written: at 50,000 passages the catalog takes 0.1 s to count."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from rag.domain.answer import Searched
from rag.domain.question import Filters
from rag.ports import Catalog

T = TypeVar("T")
Key = tuple[Filters, int, int]

KEPT = 8
"""Filters used last; a set of 300,000 passages takes some 20 MB."""


class Selections:
    """Asks the catalog once for each filter and state of the indexes. Safe to use from threads.

    A search sees what the indexes hold, so their generations say whether an earlier reply still stands.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._lock = Lock()
        self._selected: OrderedDict[Key, frozenset[int] | None] = OrderedDict()
        self._superseded: OrderedDict[Key, frozenset[int]] = OrderedDict()
        self._searched: OrderedDict[Key, Searched] = OrderedDict()

    def selected(self, filters: Filters) -> frozenset[int] | None:
        """Ids of the passages that the filters allow; None when everything current is allowed."""
        return self._remembered(self._selected, filters, self._catalog.selected) if filters.restrict else None

    def superseded(self) -> frozenset[int]:
        """Ids of the passages whose version is not its article's newest."""
        return self._remembered(self._superseded, Filters(), lambda _: self._catalog.superseded())

    def searched(self, filters: Filters) -> Searched:
        """The articles that the filters allow: how many, from whom, from which day to which."""
        return self._remembered(self._searched, filters, self._catalog.searched)

    def _remembered(self, kept: OrderedDict[Key, T], filters: Filters, ask: Callable[[Filters], T]) -> T:
        key = (filters, self._catalog.generation("words"), self._catalog.generation("vectors"))
        with self._lock:
            if key in kept:
                kept.move_to_end(key)
                return kept[key]
        found = ask(filters)
        with self._lock:
            kept[key] = found
            while len(kept) > KEPT:
                kept.popitem(last=False)
        return found
