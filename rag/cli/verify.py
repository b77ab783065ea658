"""`dateline verify`: the deterministic check by itself, on statements and the spans that they cite."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rag.cli.options import AsJson
from rag.cli.reporting import Exit


def verify(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help='JSONL of {"id", "statement", "evidence": [{"body", "start", "end" | "quote"}]}, or -.'
        ),
    ],
    as_json: AsJson = False,
) -> Exit:
    """Check statements against what they cite.

    Prints one JSON row for each, with --json or without. Ends with 3 if a statement is not supported or a row
    cannot be read.
    """
    from rag.cli.batch import run_batch
    from rag.cli.rows import GoodRow
    from rag.render.json import verdict_as_json
    from rag.verify.rows import VerifyRow, many_rows

    held: list[bool] = []

    def work(row: GoodRow[VerifyRow]) -> dict[str, object]:
        verdict = row.row.check()
        held.append(verdict.supported)
        return verdict_as_json(verdict, row_id=row.id)

    with many_rows():
        status = run_batch(file, VerifyRow, work)
    return status if all(held) else Exit.DONE_WITH_FAILURES
