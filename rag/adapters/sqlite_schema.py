"""The catalog's tables, and the way from every earlier schema version to this one."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

Migration = tuple[str, ...]
"""Statements that lead from one schema version to the next; run in one transaction."""

APPLICATION_ID = 0x444C4E45
"""Written into the file's header, so that another program's database is not taken for a catalog."""

_FIRST: Migration = (
    f"PRAGMA application_id = {APPLICATION_ID}",
    """CREATE TABLE articles (
        id TEXT PRIMARY KEY,
        latest INTEGER NOT NULL,  -- the newest version's number; url and sha256 are that version's
        url TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        origin TEXT NOT NULL,  -- the article that this one is a near-copy of, else itself
        signature BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX articles_url ON articles (url) WHERE url <> ''",
    "CREATE INDEX articles_sha256 ON articles (sha256)",
    "CREATE INDEX articles_origin ON articles (origin)",
    """CREATE TABLE versions (
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        stored TEXT NOT NULL,
        published TEXT NOT NULL,  -- '' where unknown
        precision TEXT NOT NULL,
        fetched TEXT NOT NULL,
        source TEXT NOT NULL,
        url TEXT NOT NULL,
        authors TEXT NOT NULL,  -- a JSON list
        section TEXT NOT NULL,
        language TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        outcome TEXT NOT NULL,
        title TEXT NOT NULL,
        dek TEXT NOT NULL,
        dateline TEXT NOT NULL,
        body TEXT NOT NULL,  -- the largest comes last: what stands behind it in a row is slow to reach
        PRIMARY KEY (article_id, number)
    ) STRICT""",
    "CREATE INDEX versions_published ON versions (published)",
    "CREATE INDEX versions_source ON versions (source)",
    "CREATE INDEX versions_section ON versions (section)",
    "CREATE INDEX versions_language ON versions (language)",
    """CREATE TRIGGER versions_never_change BEFORE UPDATE ON versions
        BEGIN SELECT RAISE (ABORT, 'the text of a version never changes'); END""",
    """CREATE TABLE passages (
        id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice: an index may still hold a removed one
        article_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        FOREIGN KEY (article_id, version) REFERENCES versions (article_id, number) ON DELETE CASCADE
    ) STRICT""",
    "CREATE INDEX passages_version ON passages (article_id, version)",
    """CREATE TABLE bands (
        band INTEGER NOT NULL,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        PRIMARY KEY (band, article_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX bands_article ON bands (article_id)",
    # No foreign key: what an index is to forget may be gone here already.
    """CREATE TABLE outbox (
        "index" TEXT NOT NULL,
        passage_id INTEGER NOT NULL,
        action TEXT NOT NULL CHECK (action IN ('add', 'remove')),
        published TEXT NOT NULL,  -- copied, so that taking the newest first needs no sorting
        PRIMARY KEY ("index", passage_id)
    ) STRICT, WITHOUT ROWID""",
    'CREATE INDEX outbox_newest ON outbox ("index", action, published DESC, passage_id)',
    'CREATE TABLE generations ("index" TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT',
    "INSERT INTO generations VALUES ('words', 0), ('vectors', 0)",
    "CREATE TABLE tombstones (article_id TEXT PRIMARY KEY, removed TEXT NOT NULL) STRICT",
    """CREATE TABLE briefings (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        day TEXT NOT NULL,
        topic TEXT NOT NULL,
        made TEXT NOT NULL,
        json TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX briefings_day ON briefings (day, topic)",
    """CREATE TRIGGER briefings_never_change BEFORE UPDATE ON briefings
        BEGIN SELECT RAISE (ABORT, 'a stored briefing never changes'); END""",
)

_FETCHING: Migration = (
    # The source's own name for an article; of the newest version, as url and sha256 are.
    "ALTER TABLE articles ADD COLUMN guid TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX articles_guid ON articles (guid) WHERE guid <> ''",
    "ALTER TABLE versions ADD COLUMN guid TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE versions ADD COLUMN modified TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE versions ADD COLUMN notice TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE versions ADD COLUMN date_note TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE versions ADD COLUMN changes TEXT NOT NULL DEFAULT '[]'",  # a JSON list, from the version before
    """CREATE TABLE feeds (
        url TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        added TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE fetches (
        url TEXT PRIMARY KEY,
        fetches INTEGER NOT NULL,
        last_success TEXT NOT NULL,
        last_failure TEXT NOT NULL,
        failures_in_a_row INTEGER NOT NULL,
        reason TEXT NOT NULL,
        etag TEXT NOT NULL,
        last_modified TEXT NOT NULL,
        digest TEXT NOT NULL,
        title TEXT NOT NULL,
        moved_to TEXT NOT NULL,
        next_try TEXT NOT NULL,
        is_feed INTEGER NOT NULL
    ) STRICT""",
    # Two rows of a signature make a band now, where three did: copies cut to a third are met as well.
    "DELETE FROM bands",
    """INSERT OR IGNORE INTO bands SELECT band_of_two_rows(a.signature, n.value), a.id
        FROM articles a, json_each('[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,
            30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,46,47,48,49,50,51,52,53,54,55,56,57,58,59,60,61,62,63]') n
        WHERE length(a.signature) = 512""",
)

_HABITS: Migration = (
    "ALTER TABLE briefings ADD COLUMN profile TEXT NOT NULL DEFAULT ''",
    """CREATE TABLE profiles (
        name TEXT PRIMARY KEY,
        topics TEXT NOT NULL,  -- these five are JSON lists
        watch TEXT NOT NULL,
        publishers TEXT NOT NULL,
        sections TEXT NOT NULL,
        languages TEXT NOT NULL,
        paper TEXT NOT NULL,
        length TEXT NOT NULL
    ) STRICT""",
)

_STORIES: Migration = (
    """CREATE TABLE story_articles (
        article_id TEXT NOT NULL UNIQUE REFERENCES articles (id) ON DELETE CASCADE,
        story_id TEXT NOT NULL,
        fingerprint TEXT NOT NULL,  -- of the embedder that made the vector, '' where none is kept
        vector BLOB NOT NULL
    ) STRICT""",
    "CREATE INDEX story_articles_story ON story_articles (story_id)",
)

_CONVERSATIONS: Migration = (
    """CREATE TABLE conversations (
        id TEXT PRIMARY KEY,
        owner TEXT NOT NULL,  -- '' on a machine of one's own
        title TEXT NOT NULL,
        words TEXT NOT NULL,  -- the title in lower case; so are the words of an exchange
        started TEXT NOT NULL,
        changed TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX conversations_owner ON conversations (owner, changed DESC)",
    """CREATE TABLE exchanges (
        id TEXT PRIMARY KEY,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        words TEXT NOT NULL,
        json TEXT NOT NULL,
        UNIQUE (conversation_id, position)
    ) STRICT""",
    # It outlives the exchange that it is about: an answer that was said to be wrong is asked again.
    """CREATE TABLE feedback (
        exchange_id TEXT PRIMARY KEY,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        given TEXT NOT NULL,
        json TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX feedback_conversation ON feedback (conversation_id)",
)

_EVERY_VERSION: Migration = (
    # The indexes hold the passages of every version: those that had left them come back.
    "INSERT INTO outbox SELECT g.\"index\", p.id, 'add', v.published FROM generations g, passages p "
    "JOIN versions v ON v.article_id = p.article_id AND v.number = p.version "
    "JOIN articles a ON a.id = p.article_id WHERE v.number < a.latest "
    'ON CONFLICT ("index", passage_id) DO UPDATE SET action = excluded.action',
    "CREATE INDEX articles_changed ON articles (id) WHERE latest > 1",
)

_OWNERS: Migration = (
    # What was there before is everybody's: its owner is ''. A primary key cannot be changed: the tables are made anew.
    """CREATE TABLE owned_feeds (
        owner TEXT NOT NULL,
        url TEXT NOT NULL,
        title TEXT NOT NULL,
        added TEXT NOT NULL,
        PRIMARY KEY (owner, url)
    ) STRICT""",
    "INSERT INTO owned_feeds SELECT '', url, title, added FROM feeds",
    "DROP TABLE feeds",
    "ALTER TABLE owned_feeds RENAME TO feeds",
    "CREATE INDEX feeds_url ON feeds (url)",
    """CREATE TABLE owned_profiles (
        owner TEXT NOT NULL,
        name TEXT NOT NULL,
        topics TEXT NOT NULL,  -- these five are JSON lists
        watch TEXT NOT NULL,
        publishers TEXT NOT NULL,
        sections TEXT NOT NULL,
        languages TEXT NOT NULL,
        paper TEXT NOT NULL,
        length TEXT NOT NULL,
        PRIMARY KEY (owner, name)
    ) STRICT""",
    "INSERT INTO owned_profiles SELECT '', name, topics, watch, publishers, sections, languages, paper, length "
    "FROM profiles",
    "DROP TABLE profiles",
    "ALTER TABLE owned_profiles RENAME TO profiles",
    # Of the profile that it was made for.
    "ALTER TABLE briefings ADD COLUMN owner TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX briefings_owner ON briefings (owner, day)",
    # Made anew from the articles whenever those change, so that a list of stories need not look at every article.
    """CREATE TABLE stories (
        id TEXT PRIMARY KEY,
        articles INTEGER NOT NULL,
        newest TEXT NOT NULL,  -- when the newest of them was published
        words TEXT NOT NULL  -- their headlines in lower case
    ) STRICT""",
    "CREATE INDEX stories_newest ON stories (newest DESC, id) WHERE articles > 1",
    "INSERT INTO stories SELECT s.story_id, count(*), max(v.published), in_lower_case(group_concat(v.title, char(10))) "
    "FROM story_articles s JOIN articles a ON a.id = s.article_id "
    "JOIN versions v ON v.article_id = a.id AND v.number = a.latest GROUP BY s.story_id",
)

MIGRATIONS: tuple[Migration, ...] = (_FIRST, _FETCHING, _HABITS, _STORIES, _CONVERSATIONS, _EVERY_VERSION, _OWNERS)
"""The n-th leads to schema version n. A released one is never changed; a new one is added at the end."""


def schema_version(db: sqlite3.Connection) -> int:
    """0 for a file without tables; -1 for a database that is not a catalog."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (tables,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and (tables or version or application):
        return -1
    return int(version)


def migrate(db: sqlite3.Connection, file: Path, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Bring the catalog to the newest schema, one transaction a step.

    A catalog that was there before is first copied to ``<file>.v<version>.backup`` beside it. A migration that is cut
    off is taken up after its last whole step by whoever opens the catalog next.
    """
    was_there = schema_version(db) > 0
    db.create_function("band_of_two_rows", 2, _band_of_two_rows, deterministic=True)
    db.create_function("in_lower_case", 1, str.casefold, deterministic=True)
    for number, statements in enumerate(migrations, start=1):
        db.execute("BEGIN IMMEDIATE")
        try:
            # Read again under the write lock: another process may have migrated while this one waited for it.
            version = schema_version(db)
            if version < number:
                if was_there:
                    _back_up(file, version)
                for statement in statements:
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {number}")
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise


def _band_of_two_rows(signature: bytes, number: int) -> int:
    """As `rag.ingest.near_copies` made them when the second migration was written; never to be changed."""
    rows = hashlib.blake2b(signature[8 * number : 8 * number + 8], digest_size=8).digest()
    return int.from_bytes(rows[:7] + bytes([number]), "big", signed=True)


def _back_up(file: Path, version: int) -> None:
    backup = file.with_name(f"{file.name}.v{version}.backup")
    unfinished = backup.with_name(f"{backup.name}.part")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(unfinished)) as target:
        source.backup(target)
    os.replace(unfinished, backup)
