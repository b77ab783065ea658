"""Conversations, what was answered in them and what was said of it, in the catalog; each with its owner."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from rag.adapters.sqlite_connections import Connections
from rag.adapters.sqlite_rows import as_list, as_moment, as_text
from rag.domain.conversation import Conversation, StoredExchange, StoredFeedback

_CONVERSATION = "SELECT c.id, c.owner, c.title, c.started, c.changed FROM conversations c"
_EXCHANGE = (
    "SELECT e.id, e.conversation_id, e.words, e.json FROM exchanges e JOIN conversations c ON c.id = e.conversation_id"
)
_FEEDBACK = (
    "SELECT f.exchange_id, f.conversation_id, f.given, f.json FROM feedback f "
    "JOIN conversations c ON c.id = f.conversation_id"
)
# Each word that is looked for stands somewhere in the conversation: in its name, in a question or in an answer.
_HOLDS_EVERY_WORD = (
    "NOT EXISTS (SELECT 1 FROM json_each(?) w WHERE instr(c.words, w.value) = 0 AND NOT EXISTS "
    "(SELECT 1 FROM exchanges e WHERE e.conversation_id = c.id AND instr(e.words, w.value) > 0))"
)


class SqliteConversations:
    """Satisfies Conversations."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def put(self, conversation: Conversation) -> bool:
        """A new one, or one under another name; False where the id is another owner's, whose stays as it is."""
        with self._connections.transaction() as db:
            return _put(db, conversation)

    def get(self, conversation_id: str, *, owner: str) -> Conversation | None:
        """None where there is none of that id that belongs to ``owner``."""
        with self._connections.reading() as db:
            row = db.execute(f"{_CONVERSATION} WHERE c.id = ? AND c.owner = ?", (conversation_id, owner)).fetchone()
        return _conversation(*row) if row else None

    def found(self, *, owner: str, words: str = "", limit: int = 50) -> list[Conversation]:
        """Those of ``owner`` that hold every one of the words, the one that was used last first."""
        with self._connections.reading() as db:
            rows = db.execute(
                f"{_CONVERSATION} WHERE c.owner = ? AND {_HOLDS_EVERY_WORD} ORDER BY c.changed DESC, c.id LIMIT ?",
                (owner, as_list(words.casefold().split()), limit),
            ).fetchall()
        return [_conversation(*row) for row in rows]

    def remove(self, conversation_id: str, *, owner: str) -> bool:
        """With all that was answered in it and said of it, overwritten in the file; False where it is not theirs."""
        with self._erasing() as db:
            sql = "DELETE FROM conversations WHERE id = ? AND owner = ?"
            return db.execute(sql, (conversation_id, owner)).rowcount > 0

    def put_exchange(self, exchange: StoredExchange, *, owner: str, replaces: str = "") -> bool:
        """At the end of its conversation, or where the exchange of the same id, or the one that it ``replaces``,
        stands. False, and nothing is stored, where the conversation is not the owner's or is no longer there."""
        with self._connections.transaction() as db:
            if not _is_owners(db, exchange.conversation_id, owner):
                return False
            if replaces:
                sql = "UPDATE exchanges SET id = ? WHERE id = ? AND conversation_id = ?"
                db.execute(sql, (exchange.id, replaces, exchange.conversation_id))
            _put_exchange(db, exchange)
        return True

    def exchanges(self, conversation_id: str, *, owner: str) -> list[StoredExchange]:
        """In the order of asking."""
        with self._connections.reading() as db:
            sql = f"{_EXCHANGE} WHERE e.conversation_id = ? AND c.owner = ? ORDER BY e.position"
            return [StoredExchange(*row) for row in db.execute(sql, (conversation_id, owner))]

    def put_feedback(self, feedback: StoredFeedback, *, owner: str) -> bool:
        """In place of what was said before of the same exchange; False where the conversation is not the owner's."""
        with self._connections.transaction() as db:
            if not _is_owners(db, feedback.conversation_id, owner):
                return False
            _put_feedback(db, feedback)
        return True

    def feedback(self, *, owner: str | None = None, conversation_id: str | None = None) -> list[StoredFeedback]:
        """Oldest first; of one owner and one conversation, where they are named."""
        with self._connections.reading() as db:
            rows = db.execute(
                f"{_FEEDBACK} WHERE c.owner = coalesce(?, c.owner) AND c.id = coalesce(?, c.id) "
                "ORDER BY f.given, f.exchange_id",
                (owner, conversation_id),
            ).fetchall()
        return [_feedback(*row) for row in rows]

    def export_rows(self) -> Iterator[dict[str, object]]:
        """Conversations in the order of their beginning, each followed by what was answered and said in it."""
        with self._connections.reading() as db:
            every = [_conversation(*row) for row in db.execute(f"{_CONVERSATION} ORDER BY c.started, c.id")]
        for each in every:
            yield _conversation_row(each)
            for exchange in self.exchanges(each.id, owner=each.owner):
                yield _exchange_row(exchange, each.owner)
            for feedback in self.feedback(conversation_id=each.id):
                yield _feedback_row(feedback, each.owner)

    @contextmanager
    def _erasing(self) -> Iterator[sqlite3.Connection]:
        """A transaction whose deletions leave nothing to be read in the file, nor in the log."""
        with self._connections.transaction() as db:
            db.execute("PRAGMA secure_delete = ON")
            try:
                yield db
            finally:
                db.execute("PRAGMA secure_delete = OFF")
        with self._connections.reading() as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _put(db: sqlite3.Connection, conversation: Conversation) -> bool:
    cursor = db.execute(
        "INSERT INTO conversations (id, owner, title, words, started, changed) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO UPDATE SET title = excluded.title, words = excluded.words, changed = excluded.changed "
        "WHERE owner = excluded.owner",
        (
            conversation.id,
            conversation.owner,
            conversation.title,
            conversation.title.casefold(),
            as_text(conversation.started),
            as_text(conversation.changed),
        ),
    )
    return cursor.rowcount > 0


def _is_owners(db: sqlite3.Connection, conversation_id: str, owner: str) -> bool:
    sql = "SELECT 1 FROM conversations WHERE id = ? AND owner = ?"
    return db.execute(sql, (conversation_id, owner)).fetchone() is not None


def _put_exchange(db: sqlite3.Connection, exchange: StoredExchange) -> None:
    db.execute(
        "INSERT INTO exchanges (id, conversation_id, position, words, json) VALUES (?1, ?2, "
        "(SELECT coalesce(max(position), 0) + 1 FROM exchanges WHERE conversation_id = ?2), ?3, ?4) "
        "ON CONFLICT (id) DO UPDATE SET words = excluded.words, json = excluded.json "
        "WHERE conversation_id = excluded.conversation_id",
        (exchange.id, exchange.conversation_id, exchange.words.casefold(), exchange.text),
    )


def _put_feedback(db: sqlite3.Connection, feedback: StoredFeedback) -> None:
    db.execute(
        "INSERT OR REPLACE INTO feedback (exchange_id, conversation_id, given, json) VALUES (?, ?, ?, ?)",
        (feedback.exchange_id, feedback.conversation_id, as_text(feedback.given), feedback.text),
    )


def _conversation(conversation_id: str, owner: str, title: str, started: str, changed: str) -> Conversation:
    first, last = as_moment(started), as_moment(changed)
    assert first is not None
    assert last is not None
    return Conversation(conversation_id, owner, title, first, last)


def _feedback(exchange_id: str, conversation_id: str, given: str, text: str) -> StoredFeedback:
    moment = as_moment(given)
    assert moment is not None
    return StoredFeedback(exchange_id, conversation_id, moment, text)


def _conversation_row(conversation: Conversation) -> dict[str, object]:
    return {
        "kind": "conversation",
        "id": conversation.id,
        "owner": conversation.owner,
        "title": conversation.title,
        "started": as_text(conversation.started),
        "changed": as_text(conversation.changed),
    }


def _exchange_row(exchange: StoredExchange, owner: str) -> dict[str, object]:
    return {
        "kind": "exchange",
        "id": exchange.id,
        "conversation_id": exchange.conversation_id,
        "owner": owner,
        "words": exchange.words,
        "exchange": json.loads(exchange.text),
    }


def _feedback_row(feedback: StoredFeedback, owner: str) -> dict[str, object]:
    return {
        "kind": "feedback",
        "exchange_id": feedback.exchange_id,
        "conversation_id": feedback.conversation_id,
        "owner": owner,
        "given": as_text(feedback.given),
        "feedback": json.loads(feedback.text),
    }
