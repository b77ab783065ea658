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

_EDITION = "SELECT id, day, topic, profile, made, json, owner FROM briefings"
_SEEN = "owner IN ('', ?)"
"""What everybody may see, and what is the reader's own."""
_PROFILE = "name, topics, watch, publishers, sections, languages, paper, length, owner"
_ProfileRow = tuple[str, str, str, str, str, str, Paper, Length, str]


def put_edition(
    db: sqlite3.Connection, text: str, *, day: date, topic: str, made: datetime, profile: str, owner: str
) -> int:
    """A new row each time; its number."""
    cursor = db.execute(
        "INSERT INTO briefings (day, topic, made, profile, owner, json) VALUES (?, ?, ?, ?, ?, ?)",
        (day.isoformat(), topic, as_text(made), profile, owner, text),
    )
    return cast(int, cursor.lastrowid)


def editions(db: sqlite3.Connection, *, limit: int, profile: str | None, reader: str) -> list[StoredEdition]:
    """Newest first; of one profile or of all, of those that the reader may see."""
    where = f"WHERE {_SEEN} AND profile = coalesce(?, profile) ORDER BY id DESC LIMIT ?"
    return [_edition(*row) for row in db.execute(f"{_EDITION} {where}", (reader, profile, limit))]


def edition_days(db: sqlite3.Connection, *, reader: str) -> dict[date, int]:
    """How many editions each date has for the reader, oldest first."""
    rows = db.execute(f"SELECT day, count(*) FROM briefings WHERE {_SEEN} GROUP BY day ORDER BY day", (reader,))
    return {date.fromisoformat(day): number for day, number in rows}


def edition_entries(db: sqlite3.Connection, *, day: date | None, limit: int, reader: str) -> list[EditionEntry]:
    """Newest first; of one date or of all, of those that the reader may see."""
    rows = db.execute(
        "SELECT id, day, topic, profile, made, json_array_length(json, '$.stories'), "
        "json_extract(json, '$.stories[0].title'), owner FROM briefings "
        f"WHERE {_SEEN} AND day = coalesce(?, day) ORDER BY id DESC LIMIT ?",
        (reader, day.isoformat() if day else None, limit),
    )
    return [_entry(*row) for row in rows]


def edition(db: sqlite3.Connection, number: int, *, reader: str) -> StoredEdition | None:
    row = db.execute(f"{_EDITION} WHERE id = ? AND {_SEEN}", (number, reader)).fetchone()
    return _edition(*row) if row else None


def last_edition(db: sqlite3.Connection, *, profile: str, topic: str, before: date, owner: str) -> StoredEdition | None:
    where = "WHERE profile = ? AND owner = ? AND topic = ? AND day < ? ORDER BY day DESC, id DESC LIMIT 1"
    row = db.execute(f"{_EDITION} {where}", (profile, owner, topic, before.isoformat())).fetchone()
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
        f"INSERT OR REPLACE INTO profiles ({_PROFILE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (profile.name, *map(as_list, lists), profile.paper, profile.length, profile.owner),
    )


def remove_profile(db: sqlite3.Connection, name: str, *, owner: str) -> bool:
    """False where the owner has none of that name; its editions stay."""
    return db.execute("DELETE FROM profiles WHERE name = ? AND owner = ?", (name, owner)).rowcount > 0


def profiles(db: sqlite3.Connection, *, owner: str | None) -> list[Profile]:
    """Of one owner or of all; by name."""
    rows = db.execute(
        f"SELECT {_PROFILE} FROM profiles WHERE owner = coalesce(?, owner) ORDER BY name, owner", (owner,)
    )
    return [_profile(cast(_ProfileRow, row)) for row in rows]


def _entry(
    number: int, day: str, topic: str, profile: str, made: str, stories: int | None, lead: str | None, owner: str
) -> EditionEntry:
    moment = as_moment(made)
    assert moment is not None
    return EditionEntry(number, date.fromisoformat(day), topic, profile, moment, stories or 0, lead or "", owner)


def _edition(number: int, day: str, topic: str, profile: str, made: str, text: str, owner: str) -> StoredEdition:
    moment = as_moment(made)
    assert moment is not None
    return StoredEdition(number, date.fromisoformat(day), topic, profile, moment, text, owner)


def _profile(row: _ProfileRow) -> Profile:
    name, topics, watch, publishers, sections, languages, paper, length, owner = row
    return Profile(
        name,
        topics=tuple(json.loads(topics)),
        watch=tuple(json.loads(watch)),
        publishers=tuple(json.loads(publishers)),
        sections=tuple(json.loads(sections)),
        languages=tuple(json.loads(languages)),
        paper=paper,
        length=length,
        owner=owner,
    )
