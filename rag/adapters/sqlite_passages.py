"""Passages of the catalog with all that a search wants to know of them, in one statement."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import cast

from rag.adapters.sqlite_rows import VERSION_COLUMNS, VersionRow, as_list, as_version
from rag.domain.article import Version
from rag.domain.passage import Opened, Passage

_OPENED = (
    f'SELECT p.id, p.start, p."end", a.origin, {VERSION_COLUMNS} FROM json_each(?) wanted '
    # The order of the joins is ours: from the passages, as they were asked for, to their versions, each by its key.
    "CROSS JOIN passages p ON p.id = wanted.value "
    "CROSS JOIN versions v ON v.article_id = p.article_id AND v.number = p.version "
    "CROSS JOIN articles a ON a.id = v.article_id"
)


def opened(db: sqlite3.Connection, passage_ids: Sequence[int]) -> dict[int, Opened]:
    """By id, in the order asked for; ids that are gone are left out. Passages of one version share it.

    The text is cut here: SQLite's own substr stops at a NUL.
    """
    versions: dict[tuple[str, int], Version] = {}
    found: dict[int, Opened] = {}
    for passage_id, start, end, origin, *row in db.execute(_OPENED, (as_list(passage_ids),)):
        key = (row[0], row[1])
        if key not in versions:
            versions[key] = as_version(cast(VersionRow, tuple(row)))
        text = versions[key].article.body[start:end]
        found[passage_id] = Opened(Passage(*key, start, end, text, passage_id), versions[key], origin)
    return found
