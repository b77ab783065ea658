"""Subscriptions and what is known of fetched addresses, in the catalog."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import cast

from rag.adapters.sqlite_rows import FETCH_COLUMNS, FetchRow, as_fetch_row, as_fetch_state, as_moment, as_text
from rag.domain.feed import Feed, FeedHealth
from rag.domain.fetch import FetchState


def put_feed(db: sqlite3.Connection, feed: Feed) -> None:
    db.execute(
        "INSERT INTO feeds (owner, url, title, added) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (owner, url) DO UPDATE SET title = excluded.title",
        (feed.owner, feed.url, feed.title, as_text(feed.added)),
    )


def remove_feed(db: sqlite3.Connection, url: str, *, owner: str) -> bool:
    """False where the owner does not follow it."""
    return db.execute("DELETE FROM feeds WHERE url = ? AND owner = ?", (url, owner)).rowcount > 0


def move_feed(db: sqlite3.Connection, url: str, moved_to: str) -> None:
    """Of everyone who follows it; who follows the other address too keeps that as it is."""
    db.execute("UPDATE OR IGNORE feeds SET url = ? WHERE url = ?", (moved_to, url))
    db.execute("DELETE FROM feeds WHERE url = ?", (url,))


def feeds(db: sqlite3.Connection, *, owner: str | None) -> list[FeedHealth]:
    """Of one owner or of all; by title, then address."""
    rows = db.execute(
        "SELECT url, title, added, owner FROM feeds WHERE owner = coalesce(?, owner) "
        "ORDER BY title COLLATE NOCASE, url, owner",
        (owner,),
    ).fetchall()
    states = {state.url: state for state in fetch_states(db, "WHERE url IN (SELECT url FROM feeds)")}
    return [FeedHealth(_feed(*row), states.get(row[0])) for row in rows]


def fetch_states(db: sqlite3.Connection, sql: str, *values: object) -> list[FetchState]:
    rows = db.execute(f"SELECT {FETCH_COLUMNS} FROM fetches {sql}", values)
    return [as_fetch_state(cast(FetchRow, row)) for row in rows]


def add_fetch_state(db: sqlite3.Connection, state: FetchState) -> bool:
    """False, and nothing is changed, where something is known of the address."""
    sql = f"INSERT OR IGNORE INTO fetches ({FETCH_COLUMNS}) VALUES ({', '.join('?' * 13)})"
    return db.execute(sql, as_fetch_row(state)).rowcount > 0


def put_fetch_states(db: sqlite3.Connection, states: Sequence[FetchState]) -> None:
    """What is known of each address now, in place of what was known before."""
    db.executemany(
        f"INSERT OR REPLACE INTO fetches ({FETCH_COLUMNS}) VALUES ({', '.join('?' * 13)})",
        [as_fetch_row(state) for state in states],
    )


def _feed(url: str, title: str, added: str, owner: str) -> Feed:
    moment = as_moment(added)
    assert moment is not None
    return Feed(url, title, moment, owner)
