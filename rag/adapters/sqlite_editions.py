"""Briefings under their numbers, and the profiles that they are made for, in the catalog."""

from __future__ import annotations

import json
import sqlite3
from datetime import date, datetime
from typing import cast

from rag.adapters.sqlite_rows import as_list, as_moment, as_text
from rag.domain.answer import Usage
from rag.domain.briefing import Paper
from rag.domain.edition import EditionEntry, StoredEdition
from rag.domain.profile import Length, Profile

_EDITION = "SELECT id, day, topic, profile, made, json FROM briefings"
_PROFILE = "name, topics, watch, publishers, sections, languages, paper, length"
_ProfileRow = tuple[str, str, str, str, str, str, Paper, Length]


def put_edition(db: sqlite3.Connection, text: str, *, day: date, topic: str, made: datetime, profile: str) -> int:
    """A new row each time; its number."""
    cursor = db.execute(
        "INSERT INTO briefings (day, topic, made, profile, json) VALUES (?, ?, ?, ?, ?)",
        (day.isoformat(), topic, as_text(made), profile, text),
    )
    return cast(int, cursor.lastrowid)


def editions(db: sqlite3.Connection, *, limit: int, profile: str | None) -> list[StoredEdition]:
    """Newest first; of one profile or of all."""
    rows = db.execute(f"{_EDITION} WHERE profile = coalesce(?, profile) ORDER BY id DESC LIMIT ?", (profile, limit))
    return [_edition(*row) for row in rows]


def edition_days(db: sqlite3.Connection) -> dict[date, int]:
    """How many editions each date has, oldest first."""
    rows = db.execute("SELECT day, count(*) FROM briefings GROUP BY day ORDER BY day")
    return {date.fromisoformat(day): number for day, number in rows}


def edition_entries(db: sqlite3.Connection, *, day: date | None, limit: int) -> list[EditionEntry]:
    """Newest first; of one date or of all."""
    rows = db.execute(
        "SELECT id, day, topic, profile, made, json_array_length(json, '$.stories'), "
        "json_extract(json, '$.stories[0].title') FROM briefings WHERE day = coalesce(?, day) ORDER BY id DESC LIMIT ?",
        (day.isoformat() if day else None, limit),
    )
    return [_entry(*row) for row in rows]


def edition(db: sqlite3.Connection, number: int) -> StoredEdition | None:
    row = db.execute(f"{_EDITION} WHERE id = ?", (number,)).fetchone()
    return _edition(*row) if row else None


def last_edition(db: sqlite3.Connection, *, profile: str, topic: str, before: date) -> StoredEdition | None:
    where = "WHERE profile = ? AND topic = ? AND day < ? ORDER BY day DESC, id DESC LIMIT 1"
    row = db.execute(f"{_EDITION} {where}", (profile, topic, before.isoformat())).fetchone()
    return _edition(*row) if row else None


def usage_by_model(db: sqlite3.Connection) -> dict[str, Usage]:
    """What the editions cost, by the model that wrote them; those without a model cost nothing and are not in it."""
    rows = db.execute(
        "SELECT json_extract(json, '$.model') AS model, sum(json_extract(json, '$.usage.prompt_tokens')), "
        "sum(json_extract(json, '$.usage.completion_tokens')) FROM briefings WHERE model <> 'extract' "
        "GROUP BY model ORDER BY model"
    )
    return {model: Usage(read or 0, written or 0) for model, read, written in rows}


def put_profile(db: sqlite3.Connection, profile: Profile) -> None:
    lists = (profile.topics, profile.watch, profile.publishers, profile.sections, profile.languages)
    db.execute(
        f"INSERT OR REPLACE INTO profiles ({_PROFILE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (profile.name, *map(as_list, lists), profile.paper, profile.length),
    )


def profiles(db: sqlite3.Connection) -> list[Profile]:
    """By name."""
    rows = db.execute(f"SELECT {_PROFILE} FROM profiles ORDER BY name")
    return [_profile(cast(_ProfileRow, row)) for row in rows]


def _entry(
    number: int, day: str, topic: str, profile: str, made: str, stories: int | None, lead: str | None
) -> EditionEntry:
    moment = as_moment(made)
    assert moment is not None
    return EditionEntry(number, date.fromisoformat(day), topic, profile, moment, stories or 0, lead or "")


def _edition(number: int, day: str, topic: str, profile: str, made: str, text: str) -> StoredEdition:
    moment = as_moment(made)
    assert moment is not None
    return StoredEdition(number, date.fromisoformat(day), topic, profile, moment, text)


def _profile(row: _ProfileRow) -> Profile:
    name, topics, watch, publishers, sections, languages, paper, length = row
    return Profile(
        name,
        topics=tuple(json.loads(topics)),
        watch=tuple(json.loads(watch)),
        publishers=tuple(json.loads(publishers)),
        sections=tuple(json.loads(sections)),
        languages=tuple(json.loads(languages)),
        paper=paper,
        length=length,
    )
