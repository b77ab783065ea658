"""Stories in the catalog: which one each article belongs to, and what was changed after it was published."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from rag.adapters.sqlite_rows import VERSION_COLUMNS, VersionRow, as_text, as_version
from rag.domain.article import Version
from rag.domain.briefing import StoryMember, StoryPlace

CHANGED = (
    "WHERE v.number = a.latest AND v.number > 1 AND v.published <> '' "
    "AND coalesce(nullif(v.modified, ''), v.stored) >= ? AND coalesce(nullif(v.modified, ''), v.stored) < ? "
    "ORDER BY v.published, v.article_id"
)
"""Newest versions that are not the first, by when the publisher says it changed them, else by when they were stored."""

_MEMBERS = (
    f"SELECT s.story_id, s.fingerprint, s.vector, {VERSION_COLUMNS} FROM story_articles s "
    "JOIN articles a ON a.id = s.article_id JOIN versions v ON v.article_id = a.id AND v.number = a.latest "
    "WHERE v.published >= ? AND v.published < ? ORDER BY v.published DESC, v.article_id DESC LIMIT ?"
)


def put_story_places(db: sqlite3.Connection, places: Sequence[StoryPlace]) -> None:
    """Inside the caller's transaction. A place that is known stays, an article that is not known is passed over."""
    db.executemany(
        "INSERT OR IGNORE INTO story_articles SELECT id, ?, ?, ? FROM articles WHERE id = ?",
        [(p.story_id, p.fingerprint, p.vector, p.article_id) for p in places],
    )


def story_members(db: sqlite3.Connection, since: datetime, until: datetime, *, limit: int) -> list[StoryMember]:
    """Placed articles published at or after ``since`` and before ``until``: the newest ``limit``, oldest first."""
    found: list[StoryMember] = []
    for story_id, fingerprint, vector, *columns in db.execute(_MEMBERS, (as_text(since), as_text(until), limit)):
        version = as_version(cast(VersionRow, tuple(columns)))
        found.append(StoryMember(StoryPlace(version.article_id, story_id, fingerprint, vector), version))
    return found[::-1]


def story_articles(db: sqlite3.Connection, story_id: str) -> list[Version]:
    """Newest versions of the articles that were placed in a story, oldest published first."""
    rows = db.execute(
        f"SELECT {VERSION_COLUMNS} FROM story_articles s JOIN articles a ON a.id = s.article_id "
        "JOIN versions v ON v.article_id = a.id AND v.number = a.latest WHERE s.story_id = ? "
        "ORDER BY v.published, v.article_id",
        (story_id,),
    )
    return [as_version(cast(VersionRow, row)) for row in rows]


def story_rows(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """(article id, story id) of everything that has its place, in the order of placing."""
    return db.execute("SELECT article_id, story_id FROM story_articles ORDER BY rowid").fetchall()
