"""Working through a JSONL file: one JSON row out for each row in, in order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rag.cli.reporting import Exit, say, sentence_for
from rag.cli.rows import BadRow, GoodRow, Row, read_rows
from rag.cli.terminal import json_alone


def run_batch(file: Path, model: type[Row], work: Callable[[GoodRow[Row]], dict[str, object]]) -> Exit:
    """What ``work`` makes of each row, printed; a row that fails becomes an ``error`` row and the run goes on."""
    rows = failed = 0
    with json_alone() as print_json:
        for row in read_rows(file, model):
            done = row if isinstance(row, BadRow) else _attempt(row, work)
            rows += 1
            if isinstance(done, BadRow):
                failed += 1
                done = done.as_json()
            print_json(done)
    if failed:
        say(f"{failed} of {rows} rows failed; each has an error in its place.")
    return Exit.DONE_WITH_FAILURES if failed else Exit.DONE


def _attempt(row: GoodRow[Row], work: Callable[[GoodRow[Row]], dict[str, object]]) -> dict[str, object] | BadRow:
    try:
        return work(row)
    except Exception as error:  # noqa: BLE001 - one row that cannot be worked on never stops those after it
        return BadRow(row.id, sentence_for(error))
