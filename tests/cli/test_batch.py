"""One row out for each row in, whatever happens to one of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.cli.batch import run_batch
from rag.cli.reporting import Exit
from rag.cli.rows import GoodRow, QueryRow
from rag.domain.errors import UsageError


def shouted(row: GoodRow[QueryRow]) -> dict[str, object]:
    if row.row.query == "bug":
        raise ZeroDivisionError("by zero")
    if row.row.query == "wrong":
        raise UsageError("Ask something else.")
    print("a library prints")
    return {"id": row.id, "shouted": row.row.query.upper()}


def run(folder: Path, *queries: str) -> Exit:
    file = folder / "rows.jsonl"
    file.write_text("".join(json.dumps({"id": q, "query": q}) + "\n" for q in queries), encoding="utf-8")
    return run_batch(file, QueryRow, shouted)


def test_rows_come_out_in_order_and_stdout_holds_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "one", "two") == Exit.DONE
    printed = capsys.readouterr()
    assert [json.loads(line)["shouted"] for line in printed.out.splitlines()] == ["ONE", "TWO"]
    assert printed.err.count("a library prints") == 2


def test_a_row_that_fails_is_an_error_row_and_the_run_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATELINE_TRACEBACK", raising=False)
    assert run(tmp_path, "wrong", "bug", "three") == Exit.DONE_WITH_FAILURES
    printed = capsys.readouterr()
    wrong, bug, three = [json.loads(line) for line in printed.out.splitlines()]
    assert wrong == {"id": "wrong", "error": "Ask something else."}
    assert bug["error"].startswith("This is a bug in Dateline: ZeroDivisionError: by zero;")
    assert three["shouted"] == "THREE"
    assert "2 of 3 rows failed" in printed.err
    assert "Traceback" not in printed.err


def test_a_file_without_rows_prints_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path) == Exit.DONE
    assert capsys.readouterr().out == ""
