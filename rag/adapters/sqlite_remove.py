"""Taking articles out of the catalog."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from rag.adapters.sqlite_rows import as_list
from rag.adapters.sqlite_stories import count_stories_anew, stories_with


def remove_articles(db: sqlite3.Connection, article_ids: Sequence[str], removed: str) -> int:
    """Articles with their versions, passages and bands, inside the caller's transaction; a tombstone for each.

    Both indexes are asked to forget the passages. Of a group of near-copies that loses its origin, the oldest that is
    left becomes the origin. Returns how many of the articles there were.
    """
    chosen = "SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?))"
    wanted = (as_list(article_ids),)
    db.execute(
        "INSERT INTO outbox SELECT g.\"index\", p.id, 'remove', v.published FROM generations g, passages p "
        "JOIN versions v ON v.article_id = p.article_id AND v.number = p.version "
        f"WHERE p.article_id IN ({chosen}) "
        'ON CONFLICT ("index", passage_id) DO UPDATE SET action = excluded.action',
        wanted,
    )
    db.execute(f"INSERT OR REPLACE INTO tombstones SELECT id, ? FROM ({chosen})", (removed, *wanted))
    orphaned = db.execute(
        f"SELECT DISTINCT origin FROM articles WHERE origin IN ({chosen}) AND id NOT IN ({chosen})", wanted * 2
    ).fetchall()
    told_in = stories_with(db, article_ids)
    count = db.execute(f"DELETE FROM articles WHERE id IN ({chosen})", wanted).rowcount
    count_stories_anew(db, told_in)
    for (origin,) in orphaned:
        db.execute(
            "UPDATE articles SET origin = (SELECT id FROM articles WHERE origin = ?1 ORDER BY rowid LIMIT 1) "
            "WHERE origin = ?1",
            (origin,),
        )
    return count
