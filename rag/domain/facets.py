"""What a set of articles is made of: by whom, in which section, when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Counted = tuple[tuple[str, int], ...]
"""Names and how many articles each has; most first, of equals by name. Articles without a name are not in it."""


@dataclass(frozen=True, slots=True)
class Facets:
    """``days`` counts the dated articles day by day (UTC), oldest first, without the days that have none."""

    articles: int = 0
    sources: Counted = ()
    sections: Counted = ()
    languages: Counted = ()
    days: tuple[tuple[date, int], ...] = ()
