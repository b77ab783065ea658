"""What a search returns."""

from __future__ import annotations

from dataclasses import dataclass, field

from rag.domain.answer import Searched
from rag.domain.passage import Hit


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits best first; ``understood`` says what was read into the query; ``timings_ms`` maps stage to milliseconds.

    ``notes`` say what did not go as configured, for the reader to know.
    """

    query: str
    hits: tuple[Hit, ...]
    understood: tuple[str, ...] = ()
    searched: Searched = Searched(0)
    timings_ms: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
