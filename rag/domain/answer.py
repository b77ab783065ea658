"""Answers: statements that passed the check, or an abstention that says what was searched."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from rag.domain.evidence import Citation
from rag.domain.passage import Hit
from rag.domain.question import Reading

Support = Literal["verbatim", "checked"]
FailureKind = Literal[
    "no_citation",  # nothing is cited, or what is cited does not exist
    "unrelated",  # the cited spans share nothing with the statement
    "number",
    "date",
    "name",
    "quotation",
    "speaker",
    "negation",
    "hedging",
    "comparison",
    "crossed",  # true parts, joined from two sentences that do not belong together
    "content",  # words that say something which the cited spans do not
    "not_found",  # a quote that is to be located is not in the text
]


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing in a statement that its cited spans do not support."""

    kind: FailureKind
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of the check, for one statement: supported if nothing failed."""

    failures: tuple[Failure, ...] = ()

    @property
    def supported(self) -> bool:
        return not self.failures

    @property
    def why(self) -> str:
        return "; ".join(f.why for f in self.failures)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence that the reader sees, with at least one citation.

    "verbatim": the text is the cited text itself. "checked": other words, which passed the check.
    ``answer_span`` marks the shortest answering part as [start, end) in ``text``, where one was found.
    """

    text: str
    citations: tuple[Citation, ...]
    support: Support
    answer_span: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError("a statement without a citation")


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that was withheld from the reader, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What an answer or abstention rests on: how many articles could be searched, from whom and from when to when."""

    articles: int
    sources: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    without_vectors: int = 0


AbstentionReason = Literal["empty_archive", "nothing_in_filters", "no_evidence", "language", "not_supported"]


@dataclass(frozen=True, slots=True)
class Abstention:
    """A reasoned refusal to answer; ``text`` is the sentence for the reader."""

    reason: AbstentionReason
    text: str


SideNote = Literal["", "newer", "corrected"]


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """One version of a disputed fact: the value as it stands in the cited text; the newest side bears a note."""

    value: str
    citation: Citation
    note: SideNote = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Sources that differ on one fact, side by side, oldest first."""

    about: str
    sides: tuple[ConflictSide, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that the endpoint reported; 0 without a model. ``truncated``: it stopped at a limit, not at the end.

    ``cost`` is by the prices that were set, None where none were."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    truncated: bool = False
    cost: float | None = None

    def __add__(self, other: Usage) -> Usage:
        """Both together."""
        return Usage(
            self.prompt_tokens + other.prompt_tokens,
            self.completion_tokens + other.completion_tokens,
            self.truncated or other.truncated,
            None if self.cost is other.cost is None else (self.cost or 0.0) + (other.cost or 0.0),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What `ask` returns. Either statements, or an abstention; ``nearest`` is the closest evidence when declined.

    ``missing`` names the parts of the question that nothing was found for; ``premises`` says what the question takes
    for granted and the evidence contradicts (the statements then correct it); ``notes`` tell the reader what he must
    know beside the statements; ``broke_off`` is why a model's reply ended early, "" where it did not. ``passages`` are
    what the answer was looked for in, best first; ``confidence`` is how probably the evidence answers every part, 0 to
    1, None where that was not estimated. ``model`` is "extract" where no language model wrote. ``timings_ms`` maps a
    stage to its milliseconds.
    """

    question: str
    statements: tuple[Statement, ...] = ()
    abstention: Abstention | None = None
    conflicts: tuple[Conflict, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    nearest: tuple[Citation, ...] = ()
    missing: tuple[str, ...] = ()
    premises: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    broke_off: str = ""
    understood: tuple[str, ...] = ()
    searched: Searched = Searched(0)
    passages: tuple[Hit, ...] = ()
    confidence: float | None = None
    model: str = "extract"
    usage: Usage = Usage()
    timings_ms: dict[str, float] = field(default_factory=dict)

    @property
    def abstained(self) -> bool:
        return self.abstention is not None

    @property
    def text(self) -> str:
        """The statements as one paragraph; the abstention's sentence where there are none."""
        if self.statements:
            return " ".join(s.text for s in self.statements)
        return self.abstention.text if self.abstention else ""


@dataclass(frozen=True, slots=True)
class Step:
    """Progress for whoever waits: what is being done now ("reading 9 passages")."""

    text: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What was read into the question and can be taken back; told before anything is searched."""

    readings: tuple[Reading, ...] = ()


AnswerEvent = Understood | Step | Statement | Dropped | Answer
"""What `ask_streamed` yields: what was understood, steps, each statement as soon as it passed, what was dropped, and
last the Answer."""
