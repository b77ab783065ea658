"""Question -> Answer: retrieve, gather evidence, compose with or without a model, decline where nothing holds."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from rag.answer.abstain import decline
from rag.answer.conflicts import Known, find_conflicts, newest_first, shown_in
from rag.answer.evidence import gather, sentences
from rag.answer.extract import Extract, extract
from rag.answer.match import read_hits
from rag.answer.pieces import PieceReader
from rag.answer.recency import age_note
from rag.answer.spelling import respelt
from rag.answer.trace import Trace
from rag.answer.writer import Writer, Written
from rag.domain.answer import (
    AbstentionReason,
    Answer,
    AnswerEvent,
    Conflict,
    Dropped,
    Searched,
    Statement,
    Step,
    Understood,
    Usage,
)
from rag.domain.evidence import Citation, Evidence
from rag.domain.passage import Hit
from rag.domain.question import Question
from rag.ports import Catalog
from rag.retrieve.glossary import LANGUAGES as GLOSSED
from rag.retrieve.retriever import Retriever
from rag.retrieve.rewriting import Rewriter, is_worth_rewriting

NEAREST = 3
"""How many of the nearest sentences a declined answer offers."""

LOOKED_BACK = 3
"""How many superseded versions of an article an answer is compared with."""

EXTRACT = "extract"
INSTEAD = "Nothing that the model wrote held up against the articles; these are their own sentences."

CHARACTERS_PER_TOKEN = 4
"""Of English, to fit evidence into a prompt; the writer measures again where an endpoint tells its context size."""


class Answerer:
    """Answers with ``writer``, or extractively where it is None. Holds no state between questions."""

    def __init__(
        self,
        catalog: Catalog,
        retriever: Retriever,
        reader: PieceReader,
        writer: Writer | None,
        *,
        passages: int,
        evidence_tokens: int,
        rewriter: Rewriter | None = None,
        trace: Trace | None = None,
    ) -> None:
        self._catalog = catalog
        self._retriever = retriever
        self._reader = reader
        self._writer = writer
        self._passages = passages
        self._evidence_tokens = evidence_tokens
        self._rewriter = rewriter
        self._trace = trace

    def stream(self, question: Question) -> Iterator[AnswerEvent]:
        """Steps, statements as they pass, what was dropped; last the Answer. Where a model reads the question anew,
        what was understood comes once more. Raises ModelError where a model fails before it has stated anything."""
        events = self._answered(question)
        return self._trace.follow(question, events) if self._trace else events

    def _answered(self, question: Question) -> Iterator[AnswerEvent]:
        draft = _Draft(question, model=self._writer.model if self._writer else EXTRACT)
        if self._rewriter and is_worth_rewriting(question):
            question = yield from self._reread(draft, self._rewriter)
        yield Step(_searching(len(question.filters.sources) or len(self._catalog.sources())))
        result = self._retriever.search(question, k=self._passages)
        draft.searched, draft.passages, draft.understood = result.searched, result.hits, result.understood
        draft.timings_ms.update(result.timings_ms)
        draft.notes.extend(result.notes)
        if not result.hits:
            yield draft.declined(self._why_nothing(result.searched, question))
            return
        yield Step(_reading(result.hits))
        with draft.timed("read"):
            evidence = gather(result.hits)
            parts, draft.respelt = respelt(question.parts, result.hits, self._reader)
            read = read_hits(result.hits, evidence, self._reader)
            extracts = [extract(part, read, self._reader) for part in parts]
        with draft.timed("compare"):
            known = self._known(evidence)
            extracts = [newest_first(found, find_conflicts([found], known)) for found in extracts]
        draft.nearest = _nearest(extracts)
        draft.reason = _why_silent(question, result.hits)
        draft.premises = [found.premise.text for found in extracts if found.premise is not None]
        draft.confidence = min((e.confidence for e in extracts if e.confidence is not None), default=None)
        if self._writer is None:
            yield from self._extractive(draft, extracts)
        else:
            yield from self._written(draft, self._writer, evidence, extracts)
        draft.conflicts = find_conflicts(shown_in(draft.statements, extracts), known)
        if old := age_note(draft.statements, draft.searched, question.filters):
            draft.notes.append(old)
        yield draft.finished()

    def _reread(self, draft: _Draft, rewriter: Rewriter) -> Generator[AnswerEvent, None, Question]:
        """By the model, where it helps; else as the rules read it, with a note."""
        yield Step(f"reading the question with {rewriter.model}")
        with draft.timed("understand"):
            reread = rewriter.read(draft.question, sources=self._catalog.sources(), sections=self._catalog.sections())
        draft.usage = draft.usage + replace(reread.usage, truncated=False)
        if reread.note:
            draft.notes.append(reread.note)
        if reread.question != draft.question:
            draft.question, draft.understood = reread.question, reread.question.understood
            yield Understood(draft.question.readings)
        return draft.question

    def _extractive(self, draft: _Draft, extracts: Sequence[Extract]) -> Iterator[AnswerEvent]:
        for found in extracts:
            if not found.chosen:
                draft.missing.append(found.part.text)
            for statement in found.statements:
                if draft.add(statement):
                    yield statement

    def _written(
        self, draft: _Draft, writer: Writer, evidence: Sequence[Evidence], extracts: Sequence[Extract]
    ) -> Iterator[AnswerEvent]:
        yield Step(f"writing with {writer.model}")
        written = Written(Usage())
        with draft.timed("write"):
            for event in writer.answer(draft.question, _fitted(evidence, extracts, self._evidence_tokens)):
                match event:
                    case Statement():
                        if draft.add(event):
                            yield event
                    case Dropped():
                        draft.dropped.append(event)
                        yield event
                    case Written():
                        written = event
                        draft.usage = draft.usage + event.usage
                        draft.notes.extend(event.notes)
                        if event.broke_off:
                            draft.broke_off = event.broke_off
                            draft.notes.append(f"The answer is incomplete. {event.broke_off}")
        if not draft.statements and not written.declined:
            yield from self._instead(draft, extracts)

    def _instead(self, draft: _Draft, extracts: Sequence[Extract]) -> Iterator[AnswerEvent]:
        """The articles' own sentences, where nothing that the model wrote held up."""
        draft.reason = "not_supported"
        if any(found.chosen for found in extracts):
            draft.notes.append(INSTEAD)
            yield from self._extractive(draft, extracts)

    def _known(self, evidence: Sequence[Evidence]) -> Known:
        """What an answer is compared with: the evidence, and the versions that its articles had before."""
        versions = dict.fromkeys((item.version.article_id, item.version.number) for item in evidence)
        before = [(article_id, n) for article_id, last in versions for n in range(max(last - LOOKED_BACK, 1), last)]
        earlier = [version for place in before if (version := self._catalog.version(*place))]
        return Known(
            evidence=tuple(evidence),
            earlier=tuple(line for version in earlier for line in sentences(version)),
            origins=self._catalog.origins([article_id for article_id, _ in versions]),
        )

    def _why_nothing(self, searched: Searched, question: Question) -> AbstentionReason:
        if searched.articles:
            return "no_evidence"
        return "nothing_in_filters" if self._catalog.counts()["articles"] else "empty_archive"


class _Draft:
    """The answer while it comes into being."""

    def __init__(self, question: Question, *, model: str) -> None:
        self.question = question
        self.model = model
        self.reason: AbstentionReason = "no_evidence"
        self.statements: list[Statement] = []
        self.dropped: list[Dropped] = []
        self.understood = question.understood
        self.missing: list[str] = []
        self.notes: list[str] = []
        self.premises: list[str] = []
        self.conflicts: tuple[Conflict, ...] = ()
        self.respelt: list[str] = []
        self.nearest: tuple[Citation, ...] = ()
        self.broke_off = ""
        self.searched = Searched(0)
        self.passages: tuple[Hit, ...] = ()
        self.confidence: float | None = None
        self.usage = Usage()
        self.timings_ms: dict[str, float] = {}
        self._started = time.perf_counter()

    def _wrote(self) -> str:
        """The model only where something that the reader sees is in its words, or where it was asked in vain."""
        verbatim = self.statements and all(s.support == "verbatim" for s in self.statements)
        return EXTRACT if verbatim else self.model

    def add(self, statement: Statement) -> bool:
        """Whether it was new: two parts of a question may have one answer."""
        if any(statement.text == known.text for known in self.statements):
            return False
        self.statements.append(statement)
        return True

    def timed(self, stage: str) -> _Timer:
        return _Timer(self.timings_ms, stage)

    def declined(self, reason: AbstentionReason) -> Answer:
        self.reason = reason
        return self.finished()

    def finished(self) -> Answer:
        self.timings_ms["total"] = (time.perf_counter() - self._started) * 1e3
        return Answer(
            question=self.question.text,
            statements=tuple(self.statements),
            abstention=None if self.statements else decline(self.reason, self.searched),
            conflicts=self.conflicts,
            dropped=tuple(self.dropped),
            nearest=() if self.statements else self.nearest,
            missing=tuple(self.missing) if self.statements else (),
            premises=tuple(self.premises),
            notes=tuple(self.notes),
            broke_off=self.broke_off,
            understood=(*self.understood, *self.respelt),
            searched=self.searched,
            passages=self.passages,
            confidence=self.confidence,
            model=self._wrote(),
            usage=self.usage,
            timings_ms={stage: round(ms, 2) for stage, ms in self.timings_ms.items()},
        )


class _Timer:
    def __init__(self, timings_ms: dict[str, float], stage: str) -> None:
        self._timings_ms, self._stage = timings_ms, stage

    def __enter__(self) -> None:
        self._started = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self._timings_ms[self._stage] = (time.perf_counter() - self._started) * 1e3


def _why_silent(question: Question, hits: Sequence[Hit]) -> AbstentionReason:
    """A question in a language that neither the articles nor the word lists have fails for that reason first."""
    languages = {"", "en", *GLOSSED, *(hit.version.article.language for hit in hits)}
    return "no_evidence" if question.language in languages else "language"


def _searching(publishers: int) -> str:
    return f"searching {publishers} publisher{'' if publishers == 1 else 's'}" if publishers else "searching"


def _reading(hits: Sequence[Hit]) -> str:
    articles = len({hit.version.article_id for hit in hits})
    passages = f"{len(hits)} passage{'' if len(hits) == 1 else 's'}"
    return f"reading {passages} from {articles} article{'' if articles == 1 else 's'}"


def _nearest(extracts: Sequence[Extract]) -> tuple[Citation, ...]:
    """The best sentences of all parts in turn, each once."""
    best = [c for place in range(NEAREST) for e in extracts for c in e.ranked[place : place + 1]]
    return tuple(dict.fromkeys(c.evidence.citation() for c in best))[:NEAREST]


def _fitted(evidence: Sequence[Evidence], extracts: Sequence[Extract], tokens: int) -> list[Evidence]:
    """The evidence that fits into the prompt: the best sentences of every part first, then in reading order."""
    wanted = [c.evidence for place in range(len(evidence)) for e in extracts for c in e.ranked[place : place + 1]]
    room = tokens * CHARACTERS_PER_TOKEN
    kept: set[str] = set()
    for item in wanted:
        room -= len(item.text) + len(item.number) + 6
        if room < 0:
            break
        kept.add(item.number)
    return [item for item in evidence if item.number in kept]
