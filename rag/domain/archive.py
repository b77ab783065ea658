"""What becomes of the whole archive: restored from an export, or articles taken out of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from rag.domain.ingest import FailedInput


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """``restored`` counts what is new here by its kind, ``unchanged`` what was here; each row that could not be taken
    is in ``failed``."""

    restored: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    failed: tuple[FailedInput, ...] = ()
    passages: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Removal:
    """How many articles were taken out, and which of the ids that were asked for had been removed before."""

    removed: int
    already: tuple[str, ...] = ()
