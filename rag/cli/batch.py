"""Working through a JSONL file: one JSON row out for each row in, in order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rag.cli.reporting import Exit
from rag.cli.rows import BadRow, GoodRow, Row, read_rows
from rag.cli.terminal import json_alone
from rag.domain.errors import DatelineError


def run_batch(file: Path, model: type[Row], work: Callable[[GoodRow[Row]], dict[str, object]]) -> Exit:
    """What ``work`` makes of each row, printed; a row that fails becomes an ``error`` row and the run goes on."""
    status = Exit.DONE
    with json_alone() as print_json:
        for row in read_rows(file, model):
            done = row if isinstance(row, BadRow) else _attempt(row, work)
            if isinstance(done, BadRow):
                status = Exit.DONE_WITH_FAILURES
                done = done.as_json()
            print_json(done)
    return status


def _attempt(row: GoodRow[Row], work: Callable[[GoodRow[Row]], dict[str, object]]) -> dict[str, object] | BadRow:
    try:
        return work(row)
    except DatelineError as error:
        return BadRow(row.id, str(error))
