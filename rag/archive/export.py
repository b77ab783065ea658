"""Everything that is stored, as portable JSON lines."""

from __future__ import annotations

import json
from typing import TextIO

from rag.ports import Catalog


def export(catalog: Catalog, out: TextIO) -> int:
    """Writes one JSON object a line, keys sorted, and returns how many; the same archive gives the same bytes."""
    rows = 0
    for row in catalog.export_rows():
        out.write(json.dumps(row, ensure_ascii=False, sort_keys=True) + "\n")
        rows += 1
    return rows
