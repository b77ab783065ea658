"""What was asked and answered in a conversation, and what was said of it, as JSON and back: what the archive stores."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from rag.domain.answer import Abstention, Answer, Conflict, ConflictSide, Dropped, Searched, Usage
from rag.domain.conversation import Exchange, Feedback
from rag.domain.evidence import Citation
from rag.domain.question import Filters, Reading, Turn
from rag.render.json import answer_as_json
from rag.render.statement_json import citation_as_json, day_as_json, statement_from_json

Row = Mapping[str, Any]


def exchange_as_json(exchange: Exchange) -> dict[str, object]:
    """Everything that was shown; `exchange_from_json` restores it. Dates and times are ISO 8601."""
    return {
        "id": exchange.id,
        "question": exchange.question,
        "asked": exchange.asked.isoformat(),
        "filters": _filters_as_json(exchange.filters),
        "readings": [_reading_as_json(reading) for reading in exchange.readings],
        "without": [_reading_as_json(reading) for reading in exchange.without],
        "answer": _answer_as_json(exchange.answer) if exchange.answer else None,
        "ending": exchange.ending,
        "error": exchange.error,
    }


def exchange_from_json(text: str) -> Exchange:
    """The exchange that was stored as ``text``. Raises KeyError or ValueError where it is something else."""
    return _exchange(json.loads(text))


def feedback_as_json(feedback: Feedback) -> dict[str, object]:
    """With the exchange that it is about, as it was then."""
    return {
        "exchange": exchange_as_json(feedback.exchange),
        "history": [{"question": turn.question, "answer": turn.answer} for turn in feedback.history],
        "judgement": feedback.judgement,
        "given": feedback.given.isoformat(),
        "citation": citation_as_json(feedback.citation) if feedback.citation else None,
        "correct": feedback.correct,
        "note": feedback.note,
    }


def feedback_from_json(text: str) -> Feedback:
    """The feedback that was stored as ``text``. Raises KeyError or ValueError where it is something else."""
    row: Row = json.loads(text)
    return Feedback(
        exchange=_exchange(row["exchange"]),
        history=tuple(Turn(turn["question"], turn["answer"]) for turn in row["history"]),
        judgement=row["judgement"],
        given=datetime.fromisoformat(row["given"]),
        citation=Citation(**row["citation"]) if row["citation"] else None,
        correct=row["correct"],
        note=row["note"],
    )


def _exchange(row: Row) -> Exchange:
    return Exchange(
        id=row["id"],
        question=row["question"],
        asked=datetime.fromisoformat(row["asked"]),
        filters=_filters(row["filters"]),
        readings=tuple(Reading(**reading) for reading in row["readings"]),
        without=tuple(Reading(**reading) for reading in row["without"]),
        answer=_answer(row["answer"]) if row["answer"] else None,
        ending=row["ending"],
        error=row["error"],
    )


def _reading_as_json(reading: Reading) -> dict[str, str]:
    return {"kind": reading.kind, "words": reading.words}


def _filters_as_json(filters: Filters) -> dict[str, object]:
    return {
        "since": day_as_json(filters.since),
        "until": day_as_json(filters.until),
        "as_of": day_as_json(filters.as_of),
        "sources": list(filters.sources),
        "sections": list(filters.sections),
        "languages": list(filters.languages),
    }


def _filters(row: Row) -> Filters:
    return Filters(
        since=_day(row["since"]),
        until=_day(row["until"]),
        as_of=_day(row["as_of"]),
        sources=tuple(row["sources"]),
        sections=tuple(row["sections"]),
        languages=tuple(row["languages"]),
    )


def _answer_as_json(answer: Answer) -> dict[str, object]:
    """As `dateline ask --json` prints it, with what only a screen needs."""
    return {
        **answer_as_json(answer),
        "answer_spans": [statement.answer_span for statement in answer.statements],
        "broke_off": answer.broke_off,
        "truncated": answer.usage.truncated,
    }


def _answer(row: Row) -> Answer:
    spans = [tuple(span) if span else None for span in row["answer_spans"]]
    stated = [statement_from_json(statement) for statement in row["statements"]]
    return Answer(
        question=row["question"],
        statements=tuple(replace(s, answer_span=span) for s, span in zip(stated, spans, strict=True)),
        abstention=Abstention(row["reason_code"], row["reason"]) if row["abstained"] else None,
        conflicts=tuple(_conflict(conflict) for conflict in row["conflicts"]),
        dropped=tuple(Dropped(dropped["text"], dropped["why"]) for dropped in row["dropped"]),
        nearest=tuple(Citation(**citation) for citation in row["nearest"]),
        missing=tuple(row["missing"]),
        premises=tuple(row["premises"]),
        notes=tuple(row["notes"]),
        broke_off=row["broke_off"],
        understood=tuple(row["understood"]),
        searched=_searched(row["searched"]),
        model=row["model"],
        usage=_usage(row),
        timings_ms=dict(row["timings_ms"]),
    )


def _conflict(row: Row) -> Conflict:
    sides = (ConflictSide(side["value"], Citation(**side["citation"]), side["note"]) for side in row["sides"])
    return Conflict(row["about"], tuple(sides))


def _usage(row: Row) -> Usage:
    usage = row["usage"]
    return Usage(usage["prompt_tokens"], usage["completion_tokens"], row["truncated"])


def _searched(row: Row) -> Searched:
    return Searched(
        articles=row["articles"],
        sources=tuple(row["sources"]),
        since=_day(row["since"]),
        until=_day(row["until"]),
        without_vectors=row["without_vectors"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
