"""What a system answered, in the little that every system has; and the outcome that the measures look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from eval.case import Case
from eval.gold import GoldSpan
from rag.domain.answer import Conflict, ConflictSide, Usage
from rag.domain.article import Field
from rag.domain.evidence import Citation
from rag.render.statement_json import citation_as_json

_NOTHING_REPORTED = Usage()


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence or text that the reader gets. ``short`` is its shortest answering part, "" if none is marked."""

    text: str
    citations: tuple[Citation, ...] = ()
    short: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage that a system looked for its answer in: characters [start, end) of one field of one version."""

    article_id: str
    version: int
    field: Field
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure a system is of what it says; more is surer.

    A "probability" is meant as the chance of being right, 0 to 1; a "score" only puts answers of one run in order.
    """

    value: float
    scale: Literal["probability", "score"]

    def __post_init__(self) -> None:
        if self.scale == "probability" and not 0.0 <= self.value <= 1.0:
            raise ValueError(f"a probability of {self.value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a system says to one question: something, or nothing and the reason why.

    ``premises`` are those that the reply marks as contradicted by the text, None from a system that cannot mark any.
    ``ranked`` are the passages that the answer was looked for in, best first, None from a system that does not tell.
    ``confidence`` is None where the system has none, or found nothing to be sure of. ``conflicts`` are values of
    several sources that the reader gets side by side. ``withheld`` counts the sentences that a model wrote and the
    system did not show because they did not hold up, None where no model was asked or nothing is checked. ``model``
    names who wrote, "extract" where no model did.
    """

    said: tuple[Said, ...] = ()
    declined: str = ""
    premises: tuple[str, ...] | None = None
    ranked: tuple[Ranked, ...] | None = None
    confidence: Confidence | None = None
    conflicts: tuple[Conflict, ...] = ()
    withheld: int | None = None
    model: str = "extract"
    usage: Usage = _NOTHING_REPORTED

    @property
    def has_declined(self) -> bool:
        return not self.said

    @property
    def text(self) -> str:
        return " ".join(s.text for s in self.said)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Of what was said."""
        return tuple(c for s in self.said for c in s.citations)

    @property
    def sides(self) -> tuple[ConflictSide, ...]:
        """Of all conflicts."""
        return tuple(side for conflict in self.conflicts for side in conflict.sides)


@dataclass(frozen=True, slots=True)
class Backing:
    """What the check finds of one sentence of a reply: whether all that it cites supports it ``together``, each
    citation ``alone``, and the others ``without`` it; the last two in the order of the sentence's citations."""

    together: bool
    alone: tuple[bool, ...]
    without: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """What the archive itself says of a reply, read beside the system that gave it (`eval.witness`).

    ``stored`` and ``origins`` have an entry for each of the reply's citations: the characters that the catalog has at
    its offsets (None where nothing is stored there), and the article that the cited one is a near-copy of (itself
    where it is none). ``backing`` has one for each sentence that was said, ``beside`` the stored characters for the
    citation of each side of a conflict.
    """

    stored: tuple[str | None, ...] = ()
    origins: tuple[str, ...] = ()
    backing: tuple[Backing, ...] = ()
    beside: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A case, where its gold stands, what was said to it, what the archive says of that, and how long it took."""

    case: Case
    gold: tuple[GoldSpan, ...]
    reply: Reply
    witness: Witness
    latency_ms: float

    @property
    def are_exact(self) -> tuple[tuple[Citation, bool], ...]:
        """Every citation that the reader gets, of what was said and of the sides of conflicts, and whether its quote
        is what is stored at its offsets."""
        citations = (*self.reply.citations, *(side.citation for side in self.reply.sides))
        stored = (*self.witness.stored, *self.witness.beside)
        return tuple((c, c.quote == characters) for c, characters in zip(citations, stored, strict=True))


def reply_as_json(reply: Reply) -> dict[str, object]:
    """All of it, JSON-ready."""
    return {
        "said": [
            {"text": s.text, "short": s.short, "citations": [citation_as_json(c) for c in s.citations]}
            for s in reply.said
        ],
        "declined": reply.declined,
        "premises": None if reply.premises is None else list(reply.premises),
        "ranked": None if reply.ranked is None else [asdict(passage) for passage in reply.ranked],
        "confidence": asdict(reply.confidence) if reply.confidence else None,
        "conflicts": [_conflict_as_json(conflict) for conflict in reply.conflicts],
        "withheld": reply.withheld,
        "model": reply.model,
        "usage": asdict(reply.usage),
    }


def reply_from_json(row: Mapping[str, Any]) -> Reply:
    """The reply that `reply_as_json` wrote. Raises KeyError, TypeError or ValueError where it is something else."""
    return Reply(
        said=tuple(Said(s["text"], tuple(Citation(**c) for c in s["citations"]), s["short"]) for s in row["said"]),
        declined=row["declined"],
        premises=None if row["premises"] is None else tuple(row["premises"]),
        ranked=None if row["ranked"] is None else tuple(Ranked(**passage) for passage in row["ranked"]),
        confidence=Confidence(**row["confidence"]) if row["confidence"] else None,
        conflicts=tuple(_conflict_from_json(conflict) for conflict in row["conflicts"]),
        withheld=row["withheld"],
        model=row["model"],
        usage=Usage(**row["usage"]),
    )


def witness_as_json(witness: Witness) -> dict[str, object]:
    """All of it, JSON-ready."""
    return asdict(witness)


def witness_from_json(row: Mapping[str, Any]) -> Witness:
    """The witness that `witness_as_json` wrote. Raises KeyError or TypeError where it is something else."""
    return Witness(
        stored=tuple(row["stored"]),
        origins=tuple(row["origins"]),
        backing=tuple(Backing(b["together"], tuple(b["alone"]), tuple(b["without"])) for b in row["backing"]),
        beside=tuple(row["beside"]),
    )


def _conflict_as_json(conflict: Conflict) -> dict[str, object]:
    sides = [{"value": s.value, "citation": citation_as_json(s.citation), "note": s.note} for s in conflict.sides]
    return {"about": conflict.about, "sides": sides}


def _conflict_from_json(row: Mapping[str, Any]) -> Conflict:
    sides = (ConflictSide(s["value"], Citation(**s["citation"]), s["note"]) for s in row["sides"])
    return Conflict(row["about"], tuple(sides))
