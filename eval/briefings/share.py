"""So many of so many."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``of``; ``value`` lies in 0..1 and is None of nothing."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        return self.hits / self.of if self.of else None

    def __str__(self) -> str:
        return f"{self.hits:>3} of {self.of:>3} ({self.hits / max(1, self.of):.1%})"
