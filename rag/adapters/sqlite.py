"""The catalog: one SQLite file that holds everything; both indexes can be made anew from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import cast

from rag.adapters.archive_lock import archive_lock
from rag.adapters.sqlite_connections import Connections
from rag.adapters.sqlite_conversations import SqliteConversations
from rag.adapters.sqlite_editions import (
    edition,
    edition_days,
    edition_entries,
    editions,
    last_edition,
    profiles,
    put_edition,
    put_profile,
    remove_profile,
    usage_by_model,
)
from rag.adapters.sqlite_export import article_row, briefing_row, feed_row, fetch_row, profile_row
from rag.adapters.sqlite_facets import CountedFacets
from rag.adapters.sqlite_feeds import (
    add_fetch_state,
    feeds,
    fetch_states,
    move_feed,
    put_feed,
    put_fetch_states,
    remove_feed,
)
from rag.adapters.sqlite_insert import insert_version, signed
from rag.adapters.sqlite_passages import opened
from rag.adapters.sqlite_remove import remove_articles
from rag.adapters.sqlite_rows import (
    VERSION_COLUMNS,
    VersionRow,
    allowed,
    as_list,
    as_moment,
    as_text,
    as_version,
)
from rag.adapters.sqlite_schema import MIGRATIONS
from rag.adapters.sqlite_stories import (
    CHANGED,
    count_stories_anew,
    headlines,
    put_story_places,
    stories_with,
    story_articles,
    story_list,
    story_members,
    story_rows,
)
from rag.domain.answer import Searched, Usage
from rag.domain.article import ArticleRecord, Tombstone, Version
from rag.domain.briefing import StoryMember, StoryPlace
from rag.domain.edition import EditionEntry, StoredEdition
from rag.domain.facets import Facets
from rag.domain.feed import Feed, FeedHealth
from rag.domain.fetch import FetchState
from rag.domain.passage import Opened, Passage
from rag.domain.profile import Profile
from rag.domain.question import Filters
from rag.domain.story import Headline, StoryList
from rag.ports import Index, NewVersion

FILE = "catalog.sqlite"
EVERYTHING = Filters()
_VERSIONS = f"SELECT {VERSION_COLUMNS} FROM versions v JOIN articles a ON a.id = v.article_id"
_PASSAGES = 'SELECT p.id, p.article_id, p.version, p.start, p."end" FROM passages p'
_AT_ONCE = 200
"""How many whole texts are held in memory while iterating."""


class SqliteCatalog:
    """Satisfies Catalog. Safe to use from several threads and processes; opening makes or migrates the file.

    Raises ArchiveTooNew, ArchiveDamaged, ArchiveNotWritable or ArchiveLocked, from the constructor and from every
    method. A catalog in a folder that cannot be written is readable.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connections = Connections(folder / FILE)
        self.conversations = SqliteConversations(self._connections)
        self._facets = CountedFacets()

    def close(self) -> None:
        """Lets go of the file."""
        self._connections.close()

    def writing(self, *, wait_s: float = 0.0) -> AbstractContextManager[None]:
        """Hold the archive's lock for an ingest or a rebuild.

        Raises ArchiveLocked, naming the holder, where another holds it for longer than ``wait_s``.
        """
        return archive_lock(self._folder, wait_s=wait_s)

    # --- writing ---------------------------------------------------------------------------------------------

    def store(self, new: Sequence[NewVersion], fetched: Sequence[FetchState] = ()) -> int:
        """All or none of them, with outbox entries for both indexes; returns the number of passages written.

        ValueError if a version is not the next one of its article. ``fetched`` is what is now known of the addresses
        that they came from.
        """
        with self._connections.transaction() as db:
            for one in new:
                insert_version(db, one)
            changed = [one.version.article_id for one in new if one.version.number > 1]
            count_stories_anew(db, stories_with(db, changed))
            put_fetch_states(db, fetched)
        return sum(len(one.spans) for one in new)

    def remove(self, article_ids: Sequence[str], *, removed: datetime) -> int:
        """Takes the articles out, with all versions and passages, and leaves a tombstone for each; returns how many
        there were. The indexes are told through the outbox; what is taken out is overwritten in the file."""
        with self._connections.transaction() as db:
            # Outside of removals nothing is ever deleted that a reader could mind.
            db.execute("PRAGMA secure_delete = ON")
            try:
                count = remove_articles(db, article_ids, as_text(removed))
            finally:
                db.execute("PRAGMA secure_delete = OFF")
        with self._connections.reading() as db:
            # The log still holds the pages as they were.
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return count

    def put_tombstone(self, tombstone: Tombstone) -> None:
        """Of an article that was removed in another archive; one that is here already stays as it is."""
        with self._connections.transaction() as db:
            row = (tombstone.article_id, as_text(tombstone.removed))
            db.execute("INSERT OR IGNORE INTO tombstones VALUES (?, ?)", row)

    def put_feed(self, feed: Feed) -> None:
        """Subscribe, or give a subscription another title."""
        with self._connections.transaction() as db:
            put_feed(db, feed)

    def remove_feed(self, url: str, *, owner: str = "") -> bool:
        """End the owner's subscription; False where there is none. What came from it stays."""
        with self._connections.transaction() as db:
            return remove_feed(db, url, owner=owner)

    def move_feed(self, url: str, moved_to: str) -> None:
        """The same subscription at another address, whoever's it is; where its owner has one at that address, it stays
        as it is."""
        with self._connections.transaction() as db:
            move_feed(db, url, moved_to)

    def add_fetch_state(self, state: FetchState) -> bool:
        """False, and nothing is changed, where something is known of the address."""
        with self._connections.transaction() as db:
            return add_fetch_state(db, state)

    def mark_indexed(self, index: Index, passage_ids: Sequence[int]) -> None:
        """The index has done what the outbox asked for these passages. Only while holding `writing`."""
        with self._connections.transaction() as db:
            db.execute(
                'DELETE FROM outbox WHERE "index" = ? AND passage_id IN (SELECT value FROM json_each(?))',
                (index, as_list(passage_ids)),
            )
            db.execute('UPDATE generations SET value = value + 1 WHERE "index" = ?', (index,))

    def reset_outbox(self, indexes: Sequence[Index] = ("words", "vectors")) -> None:
        """Every passage is to be indexed anew, in these indexes. What they are to forget stays asked for."""
        with self._connections.transaction() as db:
            for index in indexes:
                db.execute("DELETE FROM outbox WHERE action = 'add' AND \"index\" = ?", (index,))
                db.execute(
                    "INSERT INTO outbox SELECT ?, p.id, 'add', v.published FROM passages p "
                    "JOIN versions v ON v.article_id = p.article_id AND v.number = p.version",
                    (index,),
                )
            db.execute("UPDATE generations SET value = value + 1")

    def put_briefing(
        self, briefing_json: str, *, day: date, topic: str, made: datetime, profile: str = "", owner: str = ""
    ) -> int:
        """A new row each time, whose number is returned; what is stored is never changed."""
        with self._connections.transaction() as db:
            return put_edition(db, briefing_json, day=day, topic=topic, made=made, profile=profile, owner=owner)

    def put_profile(self, profile: Profile) -> None:
        """Saved, in place of its owner's of that name."""
        with self._connections.transaction() as db:
            put_profile(db, profile)

    def remove_profile(self, name: str, *, owner: str = "") -> bool:
        """False where the owner has none of that name; its editions stay."""
        with self._connections.transaction() as db:
            return remove_profile(db, name, owner=owner)

    def put_story_places(self, places: Sequence[StoryPlace]) -> None:
        """An article that has its place keeps it; one that is not here is passed over."""
        with self._connections.transaction() as db:
            put_story_places(db, places)

    # --- articles --------------------------------------------------------------------------------------------

    def record(self, article_id: str) -> ArticleRecord | None:
        """All versions, and the other articles that share its origin; None for an unknown id."""
        with self._connections.reading() as db:
            versions = _versions(db, "WHERE v.article_id = ? ORDER BY v.number", article_id)
            copies = db.execute(
                "SELECT id FROM articles WHERE origin = (SELECT origin FROM articles WHERE id = ?) AND id <> ? "
                "ORDER BY rowid",
                (article_id, article_id),
            ).fetchall()
        return ArticleRecord(tuple(versions), tuple(copy for (copy,) in copies)) if versions else None

    def tombstone(self, article_id: str) -> Tombstone | None:
        row = self._row("SELECT removed FROM tombstones WHERE article_id = ?", article_id)
        removed = as_moment(str(row[0])) if row else None
        return Tombstone(article_id, removed) if removed else None

    def version(self, article_id: str, number: int) -> Version | None:
        with self._connections.reading() as db:
            return next(iter(_versions(db, "WHERE v.article_id = ? AND v.number = ?", article_id, number)), None)

    def latest(self, article_id: str) -> Version | None:
        with self._connections.reading() as db:
            return next(iter(_versions(db, "WHERE a.id = ? AND v.number = a.latest", article_id)), None)

    def find(self, *, guid: str = "", url: str = "", sha256: str = "") -> str | None:
        """The id of the article whose guid, or else whose canonical url, or else whose newest text, is this one; of
        several, the first. Two articles with guids of their own are not one because their url is the same."""
        row = self._row("SELECT id FROM articles WHERE guid = ? AND guid <> '' ORDER BY rowid LIMIT 1", guid)
        row = row or self._row(
            "SELECT id FROM articles WHERE url = ? AND url <> '' AND (guid = '' OR ? = '') ORDER BY rowid LIMIT 1",
            url,
            guid,
        )
        row = row or self._row("SELECT id FROM articles WHERE sha256 = ? ORDER BY rowid LIMIT 1", sha256)
        return str(row[0]) if row else None

    def ids(self, filters: Filters) -> list[str]:
        """Of the articles that the filters allow, oldest in the archive first."""
        with self._connections.reading() as db:
            where, values = allowed(db, filters)
            sql = f"SELECT a.id FROM versions v JOIN articles a ON a.id = v.article_id WHERE {where} ORDER BY a.rowid"
            return [article_id for (article_id,) in db.execute(sql, values)]

    def sharing_bands(self, bands: Sequence[int]) -> list[tuple[str, bytes]]:
        """(article id, signature) of at most 256 articles that share a MinHash band, those that share most bands first:
        candidates for near-copies, few even where thousands share one standing paragraph."""
        with self._connections.reading() as db:
            return db.execute(
                "SELECT a.id, a.signature FROM (SELECT article_id, count(*) AS shared FROM bands "
                "WHERE band IN (SELECT value FROM json_each(?)) GROUP BY article_id "
                "ORDER BY shared DESC, article_id LIMIT 256) b JOIN articles a ON a.id = b.article_id "
                "ORDER BY b.shared DESC, a.rowid",
                (as_list(map(signed, bands)),),
            ).fetchall()

    def origin(self, article_id: str) -> str:
        """The article that this one is a near-copy of; itself where it is none, or is not known."""
        return self.origins([article_id])[article_id]

    def origins(self, article_ids: Sequence[str]) -> dict[str, str]:
        with self._connections.reading() as db:
            known = dict(
                db.execute(
                    "SELECT id, origin FROM articles WHERE id IN (SELECT value FROM json_each(?))",
                    (as_list(article_ids),),
                ).fetchall()
            )
        return {article_id: known.get(article_id, article_id) for article_id in article_ids}

    def articles(self, *, limit: int = 100, offset: int = 0, filters: Filters = EVERYTHING) -> list[Version]:
        """Newest versions, latest published first; those without a date come last."""
        with self._connections.reading() as db:
            where, values = allowed(db, filters)
            order = "ORDER BY v.published DESC, v.stored DESC, v.article_id LIMIT ? OFFSET ?"
            return _versions(db, f"WHERE {where} {order}", *values, limit, offset)

    def published_between(self, since: datetime, until: datetime) -> Iterator[Version]:
        """Newest versions published (UTC) at or after ``since`` and before ``until``; oldest first."""
        return self._each(
            "WHERE v.number = a.latest AND v.published <> '' AND v.published >= ? AND v.published < ? "
            "ORDER BY v.published, v.article_id",
            as_text(since),
            as_text(until),
        )

    def changed_between(self, since: datetime, until: datetime) -> Iterator[Version]:
        """Newest versions that replaced an earlier one at or after ``since`` and before ``until`` (UTC), with a date
        of publication; by that date, oldest first."""
        return self._each(CHANGED, as_text(since), as_text(until))

    def story_members(self, since: datetime, until: datetime, *, limit: int) -> list[StoryMember]:
        """Articles that have their place and were published at or after ``since`` and before ``until`` (UTC): the
        newest ``limit``, oldest first."""
        with self._connections.reading() as db:
            return story_members(db, since, until, limit=limit)

    def story_of(self, article_id: str) -> str:
        """The story that an article was placed in, "" where it was not."""
        row = self._row("SELECT story_id FROM story_articles WHERE article_id = ?", article_id)
        return str(row[0]) if row else ""

    def story_articles(self, story_id: str) -> list[Version]:
        """Newest versions of the articles that were placed in a story, oldest published first."""
        with self._connections.reading() as db:
            return story_articles(db, story_id)

    def stories(self, *, words: str = "", day: date | None = None, limit: int = 20, offset: int = 0) -> StoryList:
        """Those of two articles or more whose headlines hold every one of the words, and that tell of the (UTC) day."""
        with self._connections.reading() as db:
            return story_list(db, words=words, day=day, limit=limit, offset=offset)

    def headlines(self, story_ids: Sequence[str]) -> dict[str, tuple[Headline, ...]]:
        """Of the articles of each story, oldest first; a story that is not there is left out."""
        with self._connections.reading() as db:
            return headlines(db, story_ids)

    def facets(self, filters: Filters = EVERYTHING) -> Facets:
        """By whom, in which sections and languages, and when: of the articles that the filters allow."""
        with self._connections.reading() as db:
            return self._facets.of(db, filters)

    def sources(self) -> tuple[str, ...]:
        return self._distinct("source")

    def sections(self) -> tuple[str, ...]:
        return self._distinct("section")

    # --- passages and what may be searched -------------------------------------------------------------------

    def opened(self, passage_ids: Sequence[int]) -> dict[int, Opened]:
        """Passages by id with their versions and what these are copies of, in the order asked for; ids that are gone
        are left out."""
        with self._connections.reading() as db:
            return opened(db, passage_ids)

    def passages_of(self, article_id: str, number: int) -> list[Passage]:
        """Of one version, in text order."""
        with self._connections.reading() as db:
            of_version = f"{_PASSAGES} WHERE p.article_id = ? AND p.version = ? ORDER BY p.start"
            return _passages(db, of_version, article_id, number)

    def selected(self, filters: Filters) -> frozenset[int] | None:
        """Ids of the passages that the filters allow; None when everything current is allowed.

        Days are UTC days, inclusive; names are compared without regard to case. With ``as_of``, each article's newest
        version at the end of that day is allowed.
        """
        if not filters.restrict:
            return None
        with self._connections.reading() as db:
            where, values = allowed(db, filters)
            rows = db.execute(
                "SELECT p.id FROM versions v JOIN articles a ON a.id = v.article_id "
                f"JOIN passages p ON p.article_id = v.article_id AND p.version = v.number WHERE {where}",
                values,
            )
            return frozenset(passage_id for (passage_id,) in rows)

    def superseded(self) -> frozenset[int]:
        """Ids of the passages whose version is not its article's newest."""
        with self._connections.reading() as db:
            rows = db.execute(
                "SELECT p.id FROM articles a CROSS JOIN passages p ON p.article_id = a.id AND p.version < a.latest "
                "WHERE a.latest > 1"
            )
            return frozenset(passage_id for (passage_id,) in rows)

    def searched(self, filters: Filters) -> Searched:
        """The articles that the filters allow: how many, from whom, from which day to which (UTC)."""
        with self._connections.reading() as db:
            where, values = allowed(db, filters)
            articles = f"FROM versions v JOIN articles a ON a.id = v.article_id WHERE {where}"
            count, first, last = db.execute(
                f"SELECT count(*), min(nullif(v.published, '')), max(v.published) {articles}", values
            ).fetchone()
            sources = db.execute(f"SELECT DISTINCT v.source {articles} AND v.source <> '' ORDER BY 1", values)
            names = tuple(source for (source,) in sources)
            waiting = _without_vectors(db, where, values)
        return Searched(count, names, since=_day(first), until=_day(last), without_vectors=waiting)

    # --- the indexes -----------------------------------------------------------------------------------------

    def pending(self, index: Index, *, limit: int) -> list[Passage]:
        """Passages that an index has yet to take in, newest published first."""
        with self._connections.reading() as db:
            return _passages(
                db,
                'SELECT p.id, p.article_id, p.version, p.start, p."end" FROM outbox o JOIN passages p '
                "ON p.id = o.passage_id WHERE o.\"index\" = ? AND o.action = 'add' "
                "ORDER BY o.published DESC, o.passage_id LIMIT ?",
                index,
                limit,
            )

    def gone(self, index: Index, *, limit: int) -> list[int]:
        """Ids of passages that an index has yet to forget."""
        with self._connections.reading() as db:
            rows = db.execute(
                "SELECT passage_id FROM outbox WHERE \"index\" = ? AND action = 'remove' LIMIT ?", (index, limit)
            )
            return [passage_id for (passage_id,) in rows]

    def pending_count(self, index: Index) -> int:
        """How many passages the index has yet to take in or forget."""
        return self._number('SELECT count(*) FROM outbox WHERE "index" = ?', index)

    def generation(self, index: Index) -> int:
        """Moves whenever that index was written, so that readers know when to reopen it."""
        return self._number('SELECT value FROM generations WHERE "index" = ?', index)

    # --- briefings -------------------------------------------------------------------------------------------

    def holds_briefing(self, *, day: date, topic: str, made: datetime, profile: str = "", owner: str = "") -> bool:
        """Whether the briefing that was made at that moment is stored."""
        sql = "SELECT 1 FROM briefings WHERE day = ? AND topic = ? AND made = ? AND profile = ? AND owner = ?"
        return self._row(sql, day.isoformat(), topic, as_text(made), profile, owner) is not None

    def briefings_before(self, day: date, *, topic: str = "", profile: str = "", owner: str = "") -> list[str]:
        """JSON of the newest stored briefing of each earlier date, latest date first."""
        with self._connections.reading() as db:
            rows = db.execute(
                "SELECT json FROM briefings WHERE id IN (SELECT max(id) FROM briefings "
                "WHERE day < ? AND topic = ? AND profile = ? AND owner = ? GROUP BY day) ORDER BY day DESC",
                (day.isoformat(), topic, profile, owner),
            )
            return [stored for (stored,) in rows]

    def editions(self, *, limit: int = 30, profile: str | None = None, reader: str = "") -> list[StoredEdition]:
        """Newest first; of one profile ("" is none) or of all. Everybody's, and the reader's own."""
        with self._connections.reading() as db:
            return editions(db, limit=limit, profile=profile, reader=reader)

    def edition(self, number: int, *, reader: str = "") -> StoredEdition | None:
        """None where there is none, or it is somebody else's."""
        with self._connections.reading() as db:
            return edition(db, number, reader=reader)

    def edition_days(self, *, reader: str = "") -> dict[date, int]:
        """How many editions each date has for the reader, oldest first."""
        with self._connections.reading() as db:
            return edition_days(db, reader=reader)

    def edition_entries(self, *, day: date | None = None, limit: int = 100, reader: str = "") -> list[EditionEntry]:
        """Newest first; of one date or of all. Everybody's, and the reader's own."""
        with self._connections.reading() as db:
            return edition_entries(db, day=day, limit=limit, reader=reader)

    def usage_by_model(self) -> dict[str, Usage]:
        """What the editions cost in tokens, by the model that wrote them."""
        with self._connections.reading() as db:
            return usage_by_model(db)

    def last_edition(
        self, *, profile: str, topic: str, before: date = date.max, owner: str = ""
    ) -> StoredEdition | None:
        """The newest for that owner's profile and topic with the latest date, of those dated before that day."""
        with self._connections.reading() as db:
            return last_edition(db, profile=profile, topic=topic, before=before, owner=owner)

    def profiles(self, *, owner: str | None = None) -> list[Profile]:
        """Of one owner or of all; by name."""
        with self._connections.reading() as db:
            return profiles(db, owner=owner)

    def briefings(self) -> list[tuple[date, str, str]]:
        """(date, topic, JSON) of the newest stored briefing of each date and topic without a profile, latest first."""
        with self._connections.reading() as db:
            rows = db.execute(
                "SELECT day, topic, json FROM briefings WHERE id IN "
                "(SELECT max(id) FROM briefings WHERE profile = '' GROUP BY day, topic) ORDER BY day DESC, id DESC"
            )
            return [(date.fromisoformat(day), topic, stored) for day, topic, stored in rows]

    # --- feeds -----------------------------------------------------------------------------------------------

    def feeds(self, *, owner: str | None = None) -> list[FeedHealth]:
        """Subscriptions of one owner or of all, and how they fare; by title."""
        with self._connections.reading() as db:
            return feeds(db, owner=owner)

    def fetch_state(self, url: str) -> FetchState | None:
        """What is known of an address; None where it was never fetched."""
        with self._connections.reading() as db:
            return next(iter(fetch_states(db, "WHERE url = ?", url)), None)

    # --- the whole -------------------------------------------------------------------------------------------

    def counts(self) -> dict[str, int]:
        """articles, versions, passages (the searchable ones: of newest versions), briefings."""
        return {
            "articles": self._number("SELECT count(*) FROM articles"),
            "versions": self._number("SELECT count(*) FROM versions"),
            "passages": self._number("SELECT count(*) FROM passages"),
            "briefings": self._number("SELECT count(*) FROM briefings"),
        }

    def export_rows(self) -> Iterator[dict[str, object]]:
        """One row for the archive, then articles (a row a version, versions of one article in order), tombstones, the
        story of each article that has one, briefings in the order of storing, profiles, conversations, feeds, and what
        is known of fetched addresses. Times are ISO 8601; ``published`` is a date where no time is known."""
        yield {"kind": "archive", "schema": len(MIGRATIONS)}
        for version in self._each("ORDER BY a.rowid, v.number"):
            yield article_row(version, self.origin(version.article_id))
        for article_id, removed in self._rows("SELECT article_id, removed FROM tombstones ORDER BY removed, 1"):
            yield {"kind": "tombstone", "id": article_id, "removed": removed}
        with self._connections.reading() as db:
            placed = story_rows(db)
        for article_id, story_id in placed:
            yield {"kind": "story", "article_id": article_id, "story_id": story_id}
        rows = self._rows("SELECT day, topic, made, profile, owner, json FROM briefings ORDER BY id")
        for day, topic, made, profile, owner, stored in rows:
            yield briefing_row(str(day), str(topic), str(made), str(profile), str(owner), str(stored))
        for saved in self.profiles():
            yield profile_row(saved)
        yield from self.conversations.export_rows()
        for health in self.feeds():
            yield feed_row(health.feed)
        with self._connections.reading() as db:
            states = fetch_states(db, "ORDER BY url")
        for state in states:
            yield fetch_row(state)

    def check(self) -> str:
        """ "ok", or what SQLite's own integrity and foreign key checks found."""
        found = [str(row[0]) for row in self._rows("PRAGMA integrity_check")]
        dangling = self._rows("PRAGMA foreign_key_check")
        found += [f"a row of {table} refers to a missing row of {parent}" for table, _, parent, _ in dangling]
        return "; ".join(line for line in found if line != "ok") or "ok"

    def _each(self, sql: str, *values: object) -> Iterator[Version]:
        """Versions, a few at a time: no connection is lent out, and no read held open, while the caller works."""
        keys = self._rows(
            f"SELECT v.article_id, v.number FROM versions v JOIN articles a ON a.id = v.article_id {sql}", *values
        )
        for start in range(0, len(keys), _AT_ONCE):
            with self._connections.reading() as db:
                where = "WHERE v.article_id = ? AND v.number = ?"
                some = [v for key in keys[start : start + _AT_ONCE] for v in _versions(db, where, *key)]
            yield from some

    def _rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        with self._connections.reading() as db:
            return db.execute(sql, values).fetchall()

    def _row(self, sql: str, *values: object) -> tuple[object, ...] | None:
        return next(iter(self._rows(sql, *values)), None)

    def _number(self, sql: str, *values: object) -> int:
        row = self._row(sql, *values)
        return cast(int, row[0]) if row else 0

    def _distinct(self, column: str) -> tuple[str, ...]:
        """From value to value along the column's index: with 50,000 articles 0.2 ms, where DISTINCT takes 200."""
        rows = self._rows(
            f"WITH RECURSIVE each (value) AS (SELECT min({column}) FROM versions WHERE {column} > '' UNION ALL "
            f"SELECT (SELECT min({column}) FROM versions WHERE {column} > value) FROM each WHERE value IS NOT NULL) "
            "SELECT value FROM each WHERE value IS NOT NULL AND EXISTS (SELECT 1 FROM versions v JOIN articles a "
            f"ON a.id = v.article_id AND a.latest = v.number WHERE v.{column} = value) ORDER BY 1"
        )
        return tuple(str(value) for (value,) in rows)


def _versions(db: sqlite3.Connection, sql: str, *values: object) -> list[Version]:
    return [as_version(cast(VersionRow, row)) for row in db.execute(f"{_VERSIONS} {sql}", values)]


def _passages(db: sqlite3.Connection, sql: str, *values: object) -> list[Passage]:
    """The text is sliced from the body here: SQLite's own substr stops at a NUL."""
    rows = db.execute(sql, values).fetchall()
    bodies: dict[tuple[str, int], str] = {}
    for _, article_id, number, _, _ in rows:
        if (article_id, number) not in bodies:
            (bodies[article_id, number],) = db.execute(
                "SELECT body FROM versions WHERE article_id = ? AND number = ?", (article_id, number)
            ).fetchone()
    return [
        Passage(article_id, number, start, end, bodies[article_id, number][start:end], passage_id)
        for passage_id, article_id, number, start, end in rows
    ]


def _without_vectors(db: sqlite3.Connection, where: str, values: tuple[str, ...]) -> int:
    # The order of the joins is ours: mostly nothing waits, and then nothing else is looked at.
    (waiting,) = db.execute(
        "SELECT count(*) FROM outbox o CROSS JOIN passages p ON p.id = o.passage_id "
        "CROSS JOIN versions v ON v.article_id = p.article_id AND v.number = p.version "
        "CROSS JOIN articles a ON a.id = v.article_id "
        f"WHERE o.\"index\" = 'vectors' AND o.action = 'add' AND {where}",
        values,
    ).fetchone()
    return int(waiting)


def _day(published: str | None) -> date | None:
    return date.fromisoformat(published[:10]) if published else None
