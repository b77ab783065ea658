"""Snapshots of what a person reads: compared with files under tests/snapshots, written anew by --update-snapshots."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "snapshots"

Snapshot = Callable[[str, str], None]
"""Called with a file name such as "prompts/answer.txt" and the text."""

_used: set[Path] = set()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-snapshots", action="store_true", help="write tests/snapshots anew")


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    """Fails where the text differs from the stored one; dates and hashes are for the test to replace."""

    def compare(name: str, text: str) -> None:
        path = FOLDER / name
        _used.add(path)
        if request.config.getoption("--update-snapshots"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"there is no snapshot {name}; run pytest --update-snapshots and read what it wrote"
        assert text == path.read_text(encoding="utf-8"), f"{name} changed; if that is meant: pytest --update-snapshots"

    return compare


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """An update of the whole suite removes the snapshots that no test compares any more."""
    whole_suite = list(session.config.args) == session.config.getini("testpaths") and not session.config.option.keyword
    if exitstatus == 0 and whole_suite and session.config.getoption("--update-snapshots"):
        for path in FOLDER.rglob("*"):
            if path.is_file() and path not in _used:
                path.unlink()
