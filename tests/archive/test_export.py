"""Everything that is stored, as JSON lines."""

from __future__ import annotations

import io
import json
from pathlib import Path

from builders import a_version, an_article, new_version, stored_articles

from rag.adapters.sqlite import SqliteCatalog
from rag.adapters.sqlite_schema import MIGRATIONS
from rag.archive.export import export
from rag.archive.export_rows import SCHEMA
from rag.ports import Catalog


def exported(catalog: Catalog) -> list[dict[str, object]]:
    out = io.StringIO()
    rows = export(catalog, out)
    lines = out.getvalue().split("\n")
    assert lines.pop() == ""
    assert len(lines) == rows
    return [json.loads(line) for line in lines]


def test_an_empty_archive_exports_its_schema_alone(tmp_path: Path) -> None:
    assert exported(SqliteCatalog(tmp_path)) == [{"kind": "archive", "schema": len(MIGRATIONS)}]


def test_what_the_catalog_writes_is_what_a_restore_reads() -> None:
    assert len(MIGRATIONS) == SCHEMA


def test_every_version_is_a_row_with_every_field(tmp_path: Path) -> None:
    catalog = SqliteCatalog(tmp_path)
    article = an_article(
        "Une phrase\u2028coupée \x00 — 東京.",
        id="a",
        title="T",
        dek="D",
        dateline="14 March 2025",
        published="2025-03-14",
        source="Post",
        url="https://example.org/a",
        authors=("A", "B"),
        section="Local",
        language="fr",
    )
    stored_articles(catalog, [article, an_article("Changed.", id="a", published="2025-03-14T09:30:00")])
    catalog.store([new_version(a_version("Copied.", id="b"), origin_id="a", outcome="near_copy")])
    _, first, second, copy = exported(catalog)
    assert first == {
        "kind": "article",
        "id": "a",
        "version": 1,
        "title": "T",
        "dek": "D",
        "dateline": "14 March 2025",
        "body": article.body,
        "published": "2025-03-14",
        "fetched": None,
        "stored": "2025-03-20T12:00:00.000000Z",
        "source": "Post",
        "url": "https://example.org/a",
        "authors": ["A", "B"],
        "section": "Local",
        "language": "fr",
        "guid": "",
        "modified": None,
        "notice": "",
        "date_note": "",
        "sha256": article.sha256,
        "origin": "a",
    }
    assert (second["version"], second["published"], second["body"]) == (2, "2025-03-14T09:30:00Z", "Changed.")
    assert (copy["id"], copy["origin"]) == ("b", "a")


def test_the_same_archive_gives_the_same_bytes_with_sorted_keys(tmp_path: Path) -> None:
    catalog = SqliteCatalog(tmp_path)
    stored_articles(catalog, [an_article(f"Article {i}.") for i in range(450)])
    one, two = io.StringIO(), io.StringIO()
    assert export(catalog, one) == export(catalog, two) == 451
    assert one.getvalue() == two.getvalue()
    for line in one.getvalue().splitlines():
        assert list(json.loads(line)) == sorted(json.loads(line))
