"""What a search returns."""

from __future__ import annotations

from dataclasses import dataclass, field

from rag.domain.answer import Searched
from rag.domain.article import Version
from rag.domain.passage import Hit, Passage


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A passage that was found and is no hit, and why; ``score`` and ``parts`` are as of a hit."""

    passage: Passage
    version: Version
    why: str
    score: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits best first; ``understood`` says what was read into the query; ``timings_ms`` maps stage to milliseconds.

    ``notes`` say what did not go as configured, for the reader to know; ``left_out`` are passages that came near,
    best first, where the search was asked to explain itself.
    """

    query: str
    hits: tuple[Hit, ...]
    understood: tuple[str, ...] = ()
    searched: Searched = Searched(0)
    timings_ms: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
