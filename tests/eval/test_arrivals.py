from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eval.arrivals import Arrival, arrivals
from rag.domain.errors import UsageError


def the_file(folder: Path, *rows: object, name: str = "news.jsonl") -> Path:
    file = folder / name
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return file


def told(arrival: Arrival) -> tuple[str, list[str]]:
    """When the day ended, and the id of each row with its line."""
    rows = enumerate(arrival.lines.decode().split("\n"), start=1)
    return f"{arrival.last:%Y-%m-%d %H:%M}", [f"{number} {json.loads(line)['id']}" for number, line in rows if line]


def test_rows_are_told_apart_by_the_utc_day_on_which_they_were_received_and_keep_their_lines(tmp_path: Path) -> None:
    file = the_file(
        tmp_path,
        {"id": "b", "received": "2026-03-03T00:30:00+01:00"},
        {"id": "c", "received": "2026-03-04"},
        {"id": "a", "received": "2026-03-02T06:00:00Z", "modified": "2026-03-09", "published": "2026-03-09"},
    )
    assert [told(day) for day in arrivals(file)] == [
        ("2026-03-02 23:30", ["1 b", "3 a"]),
        ("2026-03-04 00:00", ["2 c"]),
    ]
    assert arrivals(file)[0].last == datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


def test_a_row_that_was_not_received_came_when_it_was_modified_else_published_else_with_the_first(
    tmp_path: Path,
) -> None:
    file = the_file(
        tmp_path,
        {"id": "undated"},
        {"id": "bridge", "published": "2026-03-02"},
        {"id": "bridge", "published": "2026-03-02", "modified": "2026-03-05T09:00:00"},
    )
    assert [told(day) for day in arrivals(file)] == [
        ("2026-03-02 00:00", ["1 undated", "2 bridge"]),
        ("2026-03-05 09:00", ["3 bridge"]),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [{"id": "bridge", "published": "2026-03-02"}, {"id": "bridge", "published": "2026-03-05"}],
        [{"id": "bridge", "published": "2026-03-02", "modified": "2026-03-05"}],
        [{"id": "bridge", "body": 'He said "received".', "received": ""}],
    ],
)
def test_an_archive_that_does_not_say_when_its_rows_came_has_no_days(tmp_path: Path, rows: list[object]) -> None:
    assert arrivals(the_file(tmp_path, *rows)) == []


def test_only_a_jsonl_file_says_when_its_rows_came(tmp_path: Path) -> None:
    row = {"id": "bridge", "received": "2026-03-02"}
    assert arrivals(the_file(tmp_path, row, name="news.ndjson"))
    assert arrivals(the_file(tmp_path, row, name="news.json")) == []
    assert arrivals(tmp_path) == []


def test_a_line_that_is_no_row_goes_with_the_first_day_so_that_the_ingest_names_it(tmp_path: Path) -> None:
    file = the_file(tmp_path, {"id": "a", "received": "2026-03-02"}, "{", {"id": "b", "received": "2026-03-03"})
    assert [day.lines for day in arrivals(file)] == [
        b'{"id": "a", "received": "2026-03-02"}\n{\n',
        b'\n\n{"id": "b", "received": "2026-03-03"}',
    ]


def test_every_day_that_cannot_be_read_is_named_by_its_line(tmp_path: Path) -> None:
    file = the_file(
        tmp_path, {"id": "a", "received": "Monday"}, {"id": "b", "received": "2026-03-02"}, {"published": "soon"}
    )
    with pytest.raises(UsageError) as refused:
        arrivals(file)
    first, second, last = str(refused.value).split("\n")
    assert first.startswith(f"{file}, line 1: received is 'Monday'; write a day or a time as in ISO 8601")
    assert second.startswith(f"{file}, line 3: published is 'soon'")
    assert last == "Nothing was run."
