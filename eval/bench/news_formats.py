"""Feeds, ninjs and NewsML-G2 of others, read: refusals, entries, titles and dates against a reference, crashes.

    DATELINE_BENCH_DATA=… python -m eval.bench.news_formats

The reference of a feed is what another reader made of it, not gold: where the two differ, the difference is printed.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rag.domain.article import Article
from rag.domain.ingest import FailedInput, ReadArticle, ReadOutcome
from rag.ingest.decoding import Unreadable
from rag.ingest.readers.feed import parse_feed
from rag.ingest.readers.json import read_json
from rag.ingest.readers.newsml import parse_newsml

Read = Callable[[bytes], Iterator[ReadOutcome]]


def main() -> None:
    """Prints one block a format."""
    if not os.environ.get("DATELINE_BENCH_DATA"):
        sys.exit("set DATELINE_BENCH_DATA to the folder of the data sets")
    folder = Path(os.environ["DATELINE_BENCH_DATA"]) / "ingest"
    _feeds(folder)
    _items(folder, "ninjs", lambda data: read_json(io.BytesIO(data), "", {}))
    _items(folder, "newsml", lambda data: parse_newsml(data, ""))


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    with gzip.open(folder / f"{name}_index.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _outcomes(read: Read, data: bytes) -> tuple[list[ReadOutcome], str]:
    """What came out, and why nothing did: a reason, or "crash: …"."""
    try:
        return list(read(data)), ""
    except Unreadable as error:
        return [], str(error)
    except Exception as error:  # noqa: BLE001 - a crash is what is counted
        return [], f"crash: {error!r}"


def _feeds(folder: Path) -> None:
    counts: Counter[str] = Counter()
    started = time.perf_counter()
    for row in _rows(folder, "feeds"):
        outcomes, refusal = _outcomes(lambda data: parse_feed(data, ""), (folder / row["file"]).read_bytes())
        reference = row.get("reference") or {}
        counts["files"] += 1
        counts["crashes"] += refusal.startswith("crash")
        counts["refused"] += bool(refusal)
        entries = sum(isinstance(o, ReadArticle | FailedInput) and not _is_cut(o) for o in outcomes)
        if entries != reference.get("n_entries", entries):
            print(f"  {row['file']}: {entries} entries, reference {reference['n_entries']}; {refusal or outcomes[-1:]}")
        counts["same number of entries"] += entries == reference.get("n_entries", entries)
        by_place = {o.where: o.article for o in outcomes if isinstance(o, ReadArticle)}
        for number, expected in enumerate(_expected(folder, row), start=1):
            article = by_place.get(f"entry {number}") or by_place.get(f"item {number}")
            if article is not None:
                _compare(article, expected, row["file"], counts)
    print(f"feeds: {dict(counts)}, {time.perf_counter() - started:.1f} s")


def _is_cut(outcome: ReadOutcome) -> bool:
    return isinstance(outcome, FailedInput) and "breaks off" in outcome.reason


def _expected(folder: Path, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Entries as {title, published}: of the source's own expectation where there is one, else of the reference."""
    if row.get("expected_file"):
        feed = json.loads((folder / row["expected_file"]).read_text(encoding="utf-8"))
        return [
            {"title": (e["title"] or {}).get("content", ""), "published": e["published"] or e["updated"]}
            for e in feed["entries"]
        ]
    entries: list[dict[str, Any]] = (row.get("reference") or {}).get("entries", [])
    return entries


def _compare(article: Article, expected: dict[str, Any], file: str, counts: Counter[str]) -> None:
    title = " ".join((expected.get("title") or "").split())
    counts["titles compared"] += 1
    counts["titles equal"] += article.title == title
    if article.title != title:
        print(f"  {file}: title {article.title!r}, expected {title!r}")
    given, at = expected.get("published"), article.published.at if article.published else None
    if not given and at is None:
        return
    when = _instant(given)
    counts["dates compared"] += 1
    equal = when is not None and at is not None and abs((when - at).total_seconds()) <= 1
    counts["dates equal"] += equal
    if not equal:
        print(f"  {file}: date {at and at.isoformat()} from {article.dateline!r}, expected {given!r}")


def _instant(given: str | None) -> datetime | None:
    from rag.ingest.dates import metadata_date

    try:
        at = datetime.fromisoformat(given or "")
    except ValueError:
        found = metadata_date(given or "")
        return found.at if found else None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def _items(folder: Path, name: str, read: Read) -> None:
    counts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for row in _rows(folder, name):
        outcomes, refusal = _outcomes(read, (folder / row["file"]).read_bytes())
        articles = [o for o in outcomes if isinstance(o, ReadArticle)]
        counts["files"] += 1
        counts["crashes"] += refusal.startswith("crash")
        counts["with an article"] += bool(articles)
        counts["refused with a reason"] += not articles
        counts["read though the suite says it should fail"] += (
            bool(articles) and row.get("suite_expectation") == "should_fail"
        )
        reasons.update([refusal] if refusal else [o.reason for o in outcomes if isinstance(o, FailedInput)])
    print(f"{name}: {dict(counts)}")
    for reason, number in reasons.most_common():
        print(f"  {number} x {reason}")


if __name__ == "__main__":
    main()
