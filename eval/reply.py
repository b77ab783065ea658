"""What a system answered, in the little that every system has; and the outcome that the measures look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from eval.case import Case
from eval.gold import GoldSpan
from rag.domain.answer import Usage
from rag.domain.evidence import Citation
from rag.render.statement_json import citation_as_json

_NOTHING_REPORTED = Usage()


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence or text that the reader gets. ``short`` is its shortest answering part, "" if none is marked."""

    text: str
    citations: tuple[Citation, ...] = ()
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a system says to one question: something, or nothing and the reason why.

    ``premises`` are those that the reply marks as contradicted by the text, None from a system that cannot mark any.
    ``model`` names who wrote, "extract" where no language model did.
    """

    said: tuple[Said, ...] = ()
    declined: str = ""
    premises: tuple[str, ...] | None = None
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
        return tuple(c for s in self.said for c in s.citations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A case, where its gold stands, what was said to it and how long that took.

    ``stored`` holds, for each citation in order, the characters that the catalog has at its offsets (None where
    nothing is stored there): read by the runner, beside the system.
    """

    case: Case
    gold: tuple[GoldSpan, ...]
    reply: Reply
    stored: tuple[str | None, ...]
    latency_ms: float


def reply_as_json(reply: Reply) -> dict[str, object]:
    """All of it, JSON-ready."""
    return {
        "said": [
            {"text": s.text, "short": s.short, "citations": [citation_as_json(c) for c in s.citations]}
            for s in reply.said
        ],
        "declined": reply.declined,
        "premises": None if reply.premises is None else list(reply.premises),
        "model": reply.model,
        "usage": asdict(reply.usage),
    }


def reply_from_json(row: Mapping[str, Any]) -> Reply:
    """The reply that `reply_as_json` wrote. Raises KeyError, TypeError or ValueError where it is something else."""
    return Reply(
        said=tuple(Said(s["text"], tuple(Citation(**c) for c in s["citations"]), s["short"]) for s in row["said"]),
        declined=row["declined"],
        premises=None if row["premises"] is None else tuple(row["premises"]),
        model=row["model"],
        usage=Usage(**row["usage"]),
    )
