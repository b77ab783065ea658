"""What an ingest has read so far, in disjoint counts, and what it has to say about single inputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from rag.domain.ingest import FailedInput, FlaggedInput, IngestProgress, IngestReport, Outcome

MOST_LISTED = 1_000
"""A million broken lines must not fill the memory: a thousand say what is wrong."""

Progress = Callable[[IngestProgress], None]


class Tally:
    """Adds up to an IngestReport."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._outcomes: Counter[Outcome] = Counter()
        self._failed = Listed()
        self._flagged = Listed()
        self.passages = 0

    def read(self, outcome: Outcome, source: str) -> None:
        self._outcomes[outcome] += 1
        if self._progress:
            self._progress(IngestProgress(self._outcomes.total(), 0, source))

    def failed(self, failure: FailedInput) -> None:
        self._failed.add(failure)

    def flagged(self, source: str, where: str, reason: str) -> None:
        """Something about an input that went in; nothing where there is no ``reason``."""
        if reason:
            self._flagged.add(FailedInput(source, where, reason))

    def report(self, seconds: float) -> IngestReport:
        return IngestReport(
            added=self._outcomes["added"],
            unchanged=self._outcomes["unchanged"],
            new_versions=self._outcomes["new_version"],
            near_copies=self._outcomes["near_copy"],
            failed=self._failed.told("that failed"),
            flagged=tuple(FlaggedInput(f.source, f.where, f.reason) for f in self._flagged.told("with a note")),
            passages=self.passages,
            seconds=seconds,
        )


class Listed:
    """The first `MOST_LISTED` of them, and how many more there were."""

    def __init__(self) -> None:
        self._first: list[FailedInput] = []
        self._more = 0

    def add(self, one: FailedInput) -> None:
        if len(self._first) < MOST_LISTED:
            self._first.append(one)
        else:
            self._more += 1

    def told(self, kind: str) -> tuple[FailedInput, ...]:
        if not self._more:
            return tuple(self._first)
        return (*self._first, replace(self._first[-1], where="", reason=f"and {self._more:,} more inputs {kind}"))
