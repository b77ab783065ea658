"""`python -m eval run --set …` is `dateline eval run --set …`."""

from __future__ import annotations

import sys

from rag.cli.main import run

if __name__ == "__main__":
    run(["eval", *sys.argv[1:]])
