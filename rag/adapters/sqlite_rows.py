"""Rows of the catalog as domain types, and back; and the conditions that filters mean in SQL."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from rag.domain.article import Article, Change, Notice, Precision, Published, Version
from rag.domain.fetch import FetchState, Validators
from rag.domain.question import Filters

VERSION_COLUMNS = (
    "v.article_id, v.number, v.stored, v.title, v.dek, v.dateline, v.body, v.published, v.precision, v.fetched, "
    "v.source, v.url, v.authors, v.section, v.language, v.guid, v.modified, v.notice, v.date_note, v.changes"
)

_NONE = "[]"
"""Most articles name no author and have no earlier version, and a search opens forty: reading a list takes 2 µs."""

Condition = tuple[str, tuple[str, ...]]
"""SQL over the tables ``versions v`` and ``articles a``, and its parameters."""

VersionRow = tuple[
    str, int, str, str, str, str, str, str, Precision, str, str, str, str, str, str, str, str, Notice, str, str
]


def as_text(moment: datetime | None) -> str:
    """ISO 8601 in UTC, always of the same length, so that text order is time order; "" for None."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z") if moment else ""


def as_moment(text: str) -> datetime | None:
    """The reverse of `as_text`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def as_list(values: Iterable[object]) -> str:
    """For ``json_each(?)``: one parameter however many values there are."""
    return json.dumps(list(values), ensure_ascii=False)


def as_version(row: VersionRow) -> Version:
    (article_id, number, stored, title, dek, dateline, body, published, precision, fetched) = row[:10]
    source, url, authors, section, language, guid, modified, notice, date_note, changes = row[10:]
    at, kept = as_moment(published), as_moment(stored)
    assert kept is not None
    article = Article(
        id=article_id,
        body=body,
        title=title,
        dek=dek,
        dateline=dateline,
        published=Published(at, precision) if at else None,
        fetched=as_moment(fetched),
        source=source,
        url=url,
        authors=tuple(json.loads(authors)) if authors != _NONE else (),
        section=section,
        language=language,
        guid=guid,
        modified=as_moment(modified),
        notice=notice,
        date_note=date_note,
    )
    return Version(article, number, kept, _as_changes(changes))


def _as_changes(stored: str) -> tuple[Change, ...]:
    return tuple(Change(field, (a, b), (c, d)) for field, a, b, c, d in json.loads(stored)) if stored != _NONE else ()


def as_row(version: Version) -> VersionRow:
    """In the order of VERSION_COLUMNS."""
    a = version.article
    return (
        a.id,
        version.number,
        as_text(version.stored),
        a.title,
        a.dek,
        a.dateline,
        a.body,
        as_text(a.published.at if a.published else None),
        a.published.precision if a.published else "time",
        as_text(a.fetched),
        a.source,
        a.url,
        as_list(a.authors),
        a.section,
        a.language,
        a.guid,
        as_text(a.modified),
        a.notice,
        a.date_note,
        as_list((change.field, *change.old, *change.new) for change in version.changes),
    )


FETCH_COLUMNS = (
    "url, fetches, last_success, last_failure, failures_in_a_row, reason, etag, last_modified, digest, title, "
    "moved_to, next_try, is_feed"
)
FetchRow = tuple[str, int, str, str, int, str, str, str, str, str, str, str, int]


def as_fetch_state(row: FetchRow) -> FetchState:
    url, fetches, success, failure, in_a_row, reason, etag, last_modified, digest, title, moved_to, next_try = row[:12]
    return FetchState(
        url,
        fetches,
        as_moment(success),
        as_moment(failure),
        in_a_row,
        reason,
        Validators(etag, last_modified),
        digest,
        title,
        moved_to,
        as_moment(next_try),
        bool(row[12]),
    )


def as_fetch_row(state: FetchState) -> FetchRow:
    """In the order of FETCH_COLUMNS."""
    return (
        state.url,
        state.fetches,
        as_text(state.last_success),
        as_text(state.last_failure),
        state.failures_in_a_row,
        state.reason,
        state.validators.etag,
        state.validators.last_modified,
        state.digest,
        state.title,
        state.moved_to,
        as_text(state.next_try),
        int(state.is_feed),
    )


def allowed(db: sqlite3.Connection, filters: Filters) -> Condition:
    """The versions that the filters allow: each article's newest, or newest at the end of ``as_of``."""
    parts = [
        _newest(filters.as_of),
        _since(filters.since),
        _until(filters.until),
        _among(db, "source", filters.sources),
        _among(db, "section", filters.sections),
        _among(db, "language", filters.languages),
    ]
    return " AND ".join(sql for sql, _ in parts if sql), tuple(p for _, parameters in parts for p in parameters)


def _newest(as_of: date | None) -> Condition:
    if as_of is None:
        return "v.number = a.latest", ()
    newest_then = "SELECT max(w.number) FROM versions w WHERE w.article_id = v.article_id AND w.stored < ?"
    return f"v.number = ({newest_then})", (_day_after(as_of),)


def _since(day: date | None) -> Condition:
    return ("v.published >= ?", (as_text(_midnight(day)),)) if day else ("", ())


def _until(day: date | None) -> Condition:
    return ("v.published < ? AND v.published <> ''", (_day_after(day),)) if day else ("", ())


def _among(db: sqlite3.Connection, column: str, wanted: Sequence[str]) -> Condition:
    """Case is folded here, not in SQL: SQLite knows upper and lower case in ASCII alone."""
    if not wanted:
        return "", ()
    folded = {w.casefold() for w in wanted}
    stored = [value for (value,) in db.execute(f"SELECT DISTINCT {column} FROM versions") if value.casefold() in folded]
    return f"v.{column} IN (SELECT value FROM json_each(?))", (as_list(stored),)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _day_after(day: date) -> str:
    """Midnight after the day; past the last day that a date can name, a text that follows all of them."""
    return as_text(_midnight(day) + timedelta(days=1)) if day < date.max else "~"
