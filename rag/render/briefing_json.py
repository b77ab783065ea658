"""A briefing as JSON, and back: what `brief --json` prints and what the archive stores."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from rag.domain.answer import Conflict, ConflictSide, Searched, Usage
from rag.domain.briefing import BriefedStory, Briefing, Change, Omitted, StoryDay, Telling
from rag.domain.evidence import Citation
from rag.render.statement_json import (
    conflict_as_json,
    day_as_json,
    searched_as_json,
    statement_as_json,
    statement_from_json,
)

Row = Mapping[str, Any]


def briefing_as_json(briefing: Briefing) -> dict[str, object]:
    """Everything about the page; `briefing_from_json` restores it. Dates and times are ISO 8601."""
    return {
        "date": briefing.date.isoformat(),
        "since": briefing.since.isoformat(),
        "until": briefing.until.isoformat(),
        "timezone": briefing.timezone,
        "made": briefing.made.isoformat(),
        "topic": briefing.topic,
        "stories": [_story_as_json(story) for story in briefing.stories],
        "delta": [_change_as_json(change) for change in briefing.delta],
        "omitted": [{"text": o.text, "why": o.why, "story_id": o.story_id} for o in briefing.omitted],
        "notes": list(briefing.notes),
        "model_failure": briefing.model_failure,
        "searched": searched_as_json(briefing.searched),
        "unread": list(briefing.unread),
        "watch": list(briefing.watch),
        "compared_with": day_as_json(briefing.compared_with),
        "paper": briefing.paper,
        "pages": briefing.pages,
        "fill": briefing.fill,
        "model": briefing.model,
        "usage": {
            "prompt_tokens": briefing.usage.prompt_tokens,
            "completion_tokens": briefing.usage.completion_tokens,
            "truncated": briefing.usage.truncated,
        },
    }


def briefing_from_json(text: str) -> Briefing:
    """The briefing that was stored as ``text``. Raises KeyError or ValueError where it is something else."""
    row: Row = json.loads(text)
    return Briefing(
        date=date.fromisoformat(row["date"]),
        since=date.fromisoformat(row["since"]),
        until=date.fromisoformat(row["until"]),
        timezone=row["timezone"],
        made=datetime.fromisoformat(row["made"]),
        topic=row["topic"],
        stories=tuple(_story(s) for s in row["stories"]),
        delta=tuple(_change(c) for c in row["delta"]),
        omitted=tuple(Omitted(**o) for o in row["omitted"]),
        notes=tuple(row["notes"]),
        model_failure=row.get("model_failure", ""),
        searched=_searched(row["searched"]),
        unread=tuple(row.get("unread", ())),
        watch=tuple(row.get("watch", ())),
        compared_with=_date(row["compared_with"]),
        paper=row["paper"],
        pages=row["pages"],
        fill=row["fill"],
        model=row["model"],
        usage=Usage(**row["usage"]),
    )


def _story_as_json(story: BriefedStory) -> dict[str, object]:
    return {
        "id": story.id,
        "title": story.title,
        "status": story.status,
        "statements": [statement_as_json(s) for s in story.statements],
        "publishers": list(story.publishers),
        "conflicts": [conflict_as_json(c) for c in story.conflicts],
        "rank_parts": dict(story.rank_parts),
        "tellings": [_telling_as_json(telling) for telling in story.tellings],
        "timeline": [{"day": d.day.isoformat(), "articles": d.articles} for d in story.timeline],
    }


def _telling_as_json(telling: Telling) -> dict[str, object]:
    return {
        "role": telling.role,
        "source": telling.source,
        "day": day_as_json(telling.day),
        "speaker": telling.speaker,
        "due": day_as_json(telling.due),
    }


def _story(row: Row) -> BriefedStory:
    return BriefedStory(
        id=row["id"],
        title=row["title"],
        status=row["status"],
        statements=tuple(statement_from_json(s) for s in row["statements"]),
        publishers=tuple(row["publishers"]),
        conflicts=tuple(
            Conflict(
                c["about"],
                tuple(ConflictSide(s["value"], Citation(**s["citation"]), s.get("note", "")) for s in c["sides"]),
            )
            for c in row["conflicts"]
        ),
        rank_parts=tuple(row["rank_parts"].items()),
        tellings=tuple(
            Telling(t["role"], t["source"], _date(t["day"]), t["speaker"], _date(t["due"]))
            for t in row.get("tellings", ())
        ),
        timeline=tuple(StoryDay(date.fromisoformat(d["day"]), d["articles"]) for d in row.get("timeline", ())),
    )


def _change_as_json(change: Change) -> dict[str, object]:
    return {
        "kind": change.kind,
        "story_id": change.story_id,
        "statement": statement_as_json(change.statement),
        "before": statement_as_json(change.before) if change.before else None,
    }


def _change(row: Row) -> Change:
    before = statement_from_json(row["before"]) if row["before"] else None
    return Change(row["kind"], row["story_id"], statement_from_json(row["statement"]), before)


def _searched(row: Row) -> Searched:
    return Searched(
        row["articles"], tuple(row["sources"]), _date(row["since"]), _date(row["until"]), row["without_vectors"]
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
