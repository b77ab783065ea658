"""Taking one version into the catalog."""

from __future__ import annotations

import sqlite3

from rag.adapters.sqlite_rows import VERSION_COLUMNS, as_row
from rag.ports import NewVersion


def insert_version(db: sqlite3.Connection, new: NewVersion) -> None:
    """One version with its passages, bands and outbox entries, inside the caller's transaction.

    ValueError if it is not the next version of its article.
    """
    version, article = new.version, new.version.article
    row = db.execute("SELECT latest FROM articles WHERE id = ?", (article.id,)).fetchone()
    before = row[0] if row else 0
    if version.number != before + 1:
        raise ValueError(f"version {version.number} of article {article.id!r} cannot follow version {before}")
    db.execute(
        "INSERT INTO articles (id, latest, url, sha256, origin, signature, guid) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET latest = excluded.latest, url = excluded.url, sha256 = excluded.sha256, "
        "origin = excluded.origin, signature = excluded.signature, guid = excluded.guid",
        (article.id, version.number, article.url, article.sha256, _origin(db, new), new.signature, article.guid),
    )
    values = (*as_row(version), article.sha256, new.outcome)
    db.execute(
        f"INSERT INTO versions ({VERSION_COLUMNS.replace('v.', '')}, sha256, outcome) "
        f"VALUES ({', '.join('?' * len(values))})",
        values,
    )
    db.execute("DELETE FROM bands WHERE article_id = ?", (article.id,))
    db.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", [(signed(band), article.id) for band in new.bands])
    db.executemany(
        'INSERT INTO passages (article_id, version, start, "end") VALUES (?, ?, ?, ?)',
        [(article.id, version.number, start, end) for start, end in new.spans],
    )
    db.execute(
        "INSERT INTO outbox SELECT g.\"index\", p.id, 'add', v.published FROM generations g, passages p "
        "JOIN versions v ON v.article_id = p.article_id AND v.number = p.version "
        "WHERE p.article_id = ? AND p.version = ?",
        (article.id, version.number),
    )


def _origin(db: sqlite3.Connection, new: NewVersion) -> str:
    """Of a copy of a copy, the first one."""
    if not new.origin_id:
        return new.version.article_id
    row = db.execute("SELECT origin FROM articles WHERE id = ?", (new.origin_id,)).fetchone()
    return str(row[0]) if row else new.origin_id


def signed(band: int) -> int:
    """SQLite's integers are signed; a hash of 64 bits is not."""
    return ((band + (1 << 63)) % (1 << 64)) - (1 << 63)
