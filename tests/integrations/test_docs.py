"""The Python of docs/llamaindex.md runs as it stands there, in one session, and prints what its `#>` lines show."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "llamaindex.md"
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
SHOWN = "#> "


def shown_in(block: str) -> list[str]:
    return [line.removeprefix(SHOWN) for line in block.splitlines() if line.startswith(SHOWN)]


def assert_printed(shown: list[str], printed: list[str]) -> None:
    """Line by line; … stands for whatever is there."""
    assert len(printed) == len(shown), printed
    for expected, line in zip(shown, printed, strict=True):
        assert re.fullmatch(".*".join(map(re.escape, expected.split("…"))), line), (expected, line)


def test_every_example_prints_what_it_shows(cli: Any, seeded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    session: dict[str, Any] = {}
    for block in BLOCKS:
        exec(compile(block, PAGE.name, "exec"), session)
        assert_printed(shown_in(block), capsys.readouterr().out.splitlines())


def test_every_example_shows_something() -> None:
    assert len(BLOCKS) >= 6
    assert all(shown_in(block) for block in BLOCKS)
