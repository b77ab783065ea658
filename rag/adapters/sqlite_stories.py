"""Stories in the catalog: which one each article belongs to, and what was changed after it was published."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import cast

from rag.adapters.sqlite_rows import VERSION_COLUMNS, VersionRow, as_list, as_text, as_version
from rag.domain.article import Version
from rag.domain.briefing import StoryMember, StoryPlace
from rag.domain.story import Headline, StoryList

_TEXTLESS_TITLE = "substr(coalesce(nullif(v.dek, ''), v.body), 1, 90)"
"""What an article without a headline is called by."""

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


_OF_DAY = (
    "SELECT s.story_id FROM versions v JOIN articles a ON a.id = v.article_id AND a.latest = v.number "
    "JOIN story_articles s ON s.article_id = a.id WHERE v.published >= ? AND v.published < ?"
)


def put_story_places(db: sqlite3.Connection, places: Sequence[StoryPlace]) -> None:
    """Inside the caller's transaction. A place that is known stays, an article that is not known is passed over."""
    db.executemany(
        "INSERT OR IGNORE INTO story_articles SELECT id, ?, ?, ? FROM articles WHERE id = ?",
        [(p.story_id, p.fingerprint, p.vector, p.article_id) for p in places],
    )
    count_stories_anew(db, {place.story_id for place in places})


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


def stories_with(db: sqlite3.Connection, article_ids: Iterable[str]) -> set[str]:
    """The stories that hold any of the articles."""
    sql = "SELECT DISTINCT story_id FROM story_articles WHERE article_id IN (SELECT value FROM json_each(?))"
    return {story_id for (story_id,) in db.execute(sql, (as_list(article_ids),))}


def count_stories_anew(db: sqlite3.Connection, story_ids: Collection[str]) -> None:
    """Inside the caller's transaction, after an article of these stories came, changed or went."""
    if not story_ids:
        return
    wanted = (as_list(story_ids),)
    # SQLite itself knows upper and lower case in ASCII alone.
    db.create_function("in_lower_case", 1, str.casefold, deterministic=True)
    db.execute("DELETE FROM stories WHERE id IN (SELECT value FROM json_each(?))", wanted)
    db.execute(
        "INSERT INTO stories SELECT s.story_id, count(*), max(v.published), "
        "in_lower_case(group_concat(v.title, char(10))) "
        "FROM story_articles s JOIN articles a ON a.id = s.article_id "
        "JOIN versions v ON v.article_id = a.id AND v.number = a.latest "
        "WHERE s.story_id IN (SELECT value FROM json_each(?)) GROUP BY s.story_id",
        wanted,
    )


def story_list(db: sqlite3.Connection, *, words: str, day: date | None, limit: int, offset: int) -> StoryList:
    """Stories of two articles or more whose headlines hold every one of the words, and that tell of the (UTC) day."""
    where, values = "articles > 1", list[str]()
    if words.strip():
        where += " AND NOT EXISTS (SELECT 1 FROM json_each(?) w WHERE instr(words, w.value) = 0)"
        values.append(as_list(words.casefold().split()))
    if day:
        where += f" AND id IN ({_OF_DAY})"
        start = datetime.combine(day, time(), UTC)
        values += [as_text(start), as_text(start + timedelta(days=1)) if day < date.max else "~"]
    (total,) = db.execute(f"SELECT count(*) FROM stories WHERE {where}", values).fetchone()
    some = f"SELECT id FROM stories WHERE {where} ORDER BY newest DESC, id LIMIT ? OFFSET ?"
    ids = tuple(story_id for (story_id,) in db.execute(some, (*values, limit, offset)))
    (newest,) = db.execute("SELECT max(newest) FROM stories WHERE articles > 1").fetchone()
    return StoryList(total, ids, date.fromisoformat(newest[:10]) if newest else None)


def headlines(db: sqlite3.Connection, story_ids: Sequence[str]) -> dict[str, tuple[Headline, ...]]:
    """Of each story, oldest first; a story that is not there has no entry."""
    found: dict[str, list[Headline]] = {story_id: [] for story_id in story_ids}
    rows = db.execute(
        "SELECT s.story_id, v.article_id, CASE v.title WHEN '' THEN "
        f"{_TEXTLESS_TITLE} ELSE v.title END, substr(v.published, 1, 10), v.source, v.notice "
        "FROM story_articles s JOIN articles a ON a.id = s.article_id "
        "JOIN versions v ON v.article_id = a.id AND v.number = a.latest "
        "WHERE s.story_id IN (SELECT value FROM json_each(?)) ORDER BY v.published, v.article_id",
        (as_list(story_ids),),
    )
    for story_id, article_id, title, day, source, notice in rows:
        published = date.fromisoformat(day) if day else None
        found[story_id].append(Headline(article_id, " ".join(title.split()), published, source, notice))
    return {story_id: tuple(told) for story_id, told in found.items() if told}


def story_rows(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """(article id, story id) of everything that has its place, in the order of placing."""
    return db.execute("SELECT article_id, story_id FROM story_articles ORDER BY rowid").fetchall()
