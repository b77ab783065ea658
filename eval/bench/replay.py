"""The invented fortnight as an archive had it, evening by evening."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rag.adapters.sqlite import SqliteCatalog
from rag.domain.errors import FetchFailed
from rag.domain.fetch import Fetched, NotModified, Validators
from rag.ingest.pipeline import Pipeline
from rag.ingest.tally import Progress
from rag.ingest.web import Web
from rag.ports import UNCONDITIONAL, Span

FORTNIGHT = Path(__file__).parent.parent / "fortnight"
ZONE = ZoneInfo("Europe/Oslo")
SECOND_WEEK = date(2026, 3, 9)
"""Rules were made with the days before it; this and the days after are held out."""


class NoNetwork:
    """Satisfies Fetcher; nothing is asked of it."""

    def fetch(self, url: str, *, validators: Validators = UNCONDITIONAL) -> Fetched | NotModified:
        raise FetchFailed(url, "a bench has no network", lasting=True)


class WholeText:
    """Satisfies Splitter: passages are not searched here."""

    def spans(self, text: str) -> list[Span]:
        """One of everything."""
        return [(0, len(text))]


class NoIndex:
    """Stands for the indexes, which a briefing does not ask."""

    def catch_up(self, *, vectors: bool, progress: Progress | None = None) -> None:
        """Nothing to do."""


def replayed(folder: Path) -> Iterator[tuple[date, SqliteCatalog]]:
    """Each day with the catalog as it was that evening: what was received until then, by the real ingest."""
    now = [datetime(2026, 3, 1, tzinfo=UTC)]
    catalog = SqliteCatalog(folder / "archive")
    web = Web(NoNetwork(), catalog.fetch_state, user_agent="bench", clock=lambda: now[0])
    pipeline = Pipeline(catalog, web, WholeText(), NoIndex(), clock=lambda: now[0])
    by_day: dict[date, list[str]] = {}
    for line in (FORTNIGHT / "articles.jsonl").read_text("utf-8").splitlines():
        received = datetime.fromisoformat(json.loads(line)["received"])
        by_day.setdefault(received.astimezone(ZONE).date(), []).append(line)
    for day, lines in sorted(by_day.items()):
        now[0] = datetime(day.year, day.month, day.day, 22, tzinfo=UTC)
        file = folder / f"{day}.jsonl"
        file.write_text("\n".join(lines), "utf-8")
        pipeline.ingest([str(file)], stdin=None, names={}, wait=True, progress=None)
        yield day, catalog
