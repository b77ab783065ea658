"""What `check` finds in a draft: of each sentence, whether the archive says it, says otherwise, or does not say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.domain.answer import Failure, Searched
from rag.domain.evidence import Citation

CheckStatus = Literal["supported", "contradicted", "not_found"]
SkipReason = Literal["question", "heading", "fragment"]


@dataclass(frozen=True, slots=True)
class SkippedSentence:
    """Characters [start, end) of a draft that claim nothing, and as what they were passed over."""

    text: str
    start: int
    end: int
    why: SkipReason


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """Characters [start, end) of a draft, judged against the archive.

    ``citations`` are what supports it, what it contradicts, or, where it was not found, what comes nearest; in the
    latter two cases ``failures`` say what the cited text does not hold. Both are empty where nothing comes near.
    """

    text: str
    start: int
    end: int
    status: CheckStatus
    citations: tuple[Citation, ...] = ()
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftReport:
    """A whole draft, its sentences in the order of the text."""

    sentences: tuple[CheckedSentence, ...] = ()
    skipped: tuple[SkippedSentence, ...] = ()
    searched: Searched = Searched(0)

    def count(self, status: CheckStatus) -> int:
        """How many sentences were judged so."""
        return sum(sentence.status == status for sentence in self.sentences)

    @property
    def holds(self) -> bool:
        """Whether every sentence that claims something is supported."""
        return self.count("supported") == len(self.sentences)


CheckEvent = CheckedSentence | SkippedSentence | DraftReport
"""What `check_streamed` yields: sentences in the order of the text, and last the DraftReport."""
