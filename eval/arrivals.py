"""When the articles of a set's archive came, where its rows say so: so that a day knows what was known on it."""

from __future__ import annotations

import codecs
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from rag.domain.errors import UsageError

Row = Mapping[str, Any]
_SUFFIXES = (".jsonl", ".ndjson")
_FIELDS = ("received", "modified", "published")
"""Which say when a row came, the first that is there."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came on one UTC day: ``lines`` is the file with the rows of all other days left blank, so that a row keeps
    its line number; ``last`` is the moment of the day's last row."""

    last: datetime
    lines: bytes


def arrivals(source: Path) -> list[Arrival]:
    """The days of a JSONL file, oldest first; none where it does not say when its rows came.

    It does where a row has ``received``, or where an article stands in several rows of which one has ``modified``.
    A row without ``received`` came when it was ``modified``, else ``published``; one without any, or that is no row at
    all, with the first. Raises UsageError naming each line whose day cannot be read.
    """
    if not source.is_file() or source.suffix.lower() not in _SUFFIXES:
        return []
    lines = source.read_bytes().split(b"\n")
    # Most archives say nothing of it, and some are large.
    if not any(b'"received"' in line or b'"modified"' in line for line in lines):
        return []
    rows = [_row(line) for line in lines]
    return _days(lines, _moments(rows, source)) if _tell(rows) else []


def _row(line: bytes) -> Row:
    """Empty for a line that is no row: the ingest names it."""
    try:
        row = json.loads(line.removeprefix(codecs.BOM_UTF8))
    except (ValueError, RecursionError):
        return {}
    return row if isinstance(row, dict) else {}


def _tell(rows: Sequence[Row]) -> bool:
    if any(row.get("received") for row in rows):
        return True
    times = Counter(str(row.get("id", "")) for row in rows)
    return any(row.get("modified") and row.get("id") and times[str(row["id"])] > 1 for row in rows)


def _moments(rows: Sequence[Row], source: Path) -> list[datetime | None]:
    """Of each row, None where it names none."""
    moments: list[datetime | None] = []
    problems = []
    for number, row in enumerate(rows, start=1):
        field = next((name for name in _FIELDS if row.get(name)), "")
        try:
            moments.append(_moment(str(row[field])) if field else None)
        except ValueError:
            problems.append(
                f"{source}, line {number}: {field} is {row[field]!r}; write a day or a time as in ISO 8601, since this "
                "archive says when its articles came."
            )
    if problems:
        raise UsageError("\n".join([*problems, "Nothing was run."]))
    return moments


def _moment(text: str) -> datetime:
    """In UTC, which is also meant where no zone is given; a day begins at midnight."""
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _days(lines: Sequence[bytes], moments: Sequence[datetime | None]) -> list[Arrival]:
    first = min(moment for moment in moments if moment)
    came = [moment or first for moment in moments]
    last: dict[date, datetime] = defaultdict(lambda: first)
    for moment in came:
        last[moment.date()] = max(last[moment.date()], moment)
    return [
        Arrival(last[day], b"\n".join(line if at.date() == day else b"" for line, at in zip(lines, came, strict=True)))
        for day in sorted(last)
    ]
