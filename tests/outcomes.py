"""Short ways to make what the measures look at. All texts are invented."""

from __future__ import annotations

from typing import Any

from builders import a_version

from eval.case import Case
from eval.gold import GoldSpan
from eval.record import PromptUsed, RunRecord
from eval.reply import Backing, Confidence, Outcome, Ranked, Reply, Said, Witness
from rag.domain.article import Version
from rag.domain.evidence import Citation, cite

BRIDGE = a_version("The bridge opened on Monday. It cost nine million pounds. Ann Lee cut the ribbon.", id="bridge")


def a_case(question: str = "When did the bridge open?", **fields: Any) -> Case:
    """An answerable case of kind "fact", unless the fields say otherwise."""
    defaults: dict[str, Any] = {"id": "c1", "kind": "fact", "answerable": True, "split": "dev", "line": 1}
    return Case(question=question, **{**defaults, **fields})


def unanswerable(**fields: Any) -> Case:
    return a_case("Who designed it?", **{"kind": "unanswerable", "answerable": False, **fields})


def false_premise(**fields: Any) -> Case:
    return a_case("Why did it open on Friday?", **{"kind": "false-premise", "answerable": False, **fields})


def the_citation(quote: str, version: Version = BRIDGE) -> Citation:
    """Of the words ``quote`` where they first stand in the body."""
    start = version.article.body.index(quote)
    return cite(version, "body", start, start + len(quote))


def the_gold(quote: str, *, fact: int = 1, version: Version = BRIDGE) -> GoldSpan:
    start = version.article.body.index(quote)
    return GoldSpan(version.article_id, version.number, "body", start, start + len(quote), fact)


def the_passage(quote: str, version: Version = BRIDGE) -> Ranked:
    """The words ``quote`` as a retrieved passage."""
    start = version.article.body.index(quote)
    return Ranked(version.article_id, version.number, "body", start, start + len(quote), 1.0)


def a_reply(text: str, *cited: str, short: str = "", sure: float | None = None) -> Reply:
    """One statement that cites the given words of the bridge article; ``sure`` is a probability."""
    said = Said(text, tuple(the_citation(quote) for quote in cited), short)
    return Reply(said=(said,), confidence=None if sure is None else Confidence(sure, "probability"))


def an_outcome(
    case: Case, reply: Reply, *gold: GoldSpan, backing: tuple[Backing, ...] = (), latency_ms: float = 5.0
) -> Outcome:
    """With citations that quote what is stored, of articles that are no copies."""
    citations = reply.citations
    witness = Witness(
        stored=tuple(c.quote for c in citations),
        origins=tuple(c.article_id for c in citations),
        backing=backing,
        beside=tuple(side.citation.quote for side in reply.sides),
    )
    return Outcome(case=case, gold=gold, reply=reply, witness=witness, latency_ms=latency_ms)


DECLINED = Reply(declined="no_evidence")

RECORD = RunRecord(
    set_name="some.jsonl",
    set_sha256="s",
    system="dateline",
    model="extract",
    endpoint="",
    embedder="e",
    archive="a",
    code="c",
    dateline="0.1.0",
    prompts=(PromptUsed("answer", 1, "p"),),
    started="2025-03-14T09:00:00+00:00",
)
