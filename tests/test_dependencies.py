"""docs/dependencies.md, the locks and pyproject.toml tell the same story."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIREMENT = re.compile(r"(?P<name>[a-z0-9-]+)(?P<bounds>[^;]*)(?:;.*)?")
LOCKED = re.compile(r"^(?P<name>[a-z0-9-]+)==", re.MULTILINE)


def declared() -> dict[str, str]:
    """Bounds by package, of the dependencies and the extras together."""
    groups = [PROJECT["dependencies"], *PROJECT["optional-dependencies"].values()]
    matches = [REQUIREMENT.fullmatch(line) for group in groups for line in group]
    return {match["name"]: match["bounds"] for match in matches if match}


def documented() -> dict[str, str]:
    """Bounds by package, as the tables of the page give them."""
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (?:`([^`]+)`)? *\|", _page(), re.MULTILINE)
    return dict(rows)


def _page() -> str:
    return (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")


def test_every_dependency_is_documented_with_its_bounds_and_no_other() -> None:
    assert documented() == declared()


@pytest.mark.parametrize("name", sorted(documented()))
def test_every_dependency_says_what_it_is_there_for(name: str) -> None:
    row = next(line for line in _page().splitlines() if line.startswith(f"| `{name}` |"))
    assert len(row.split("|")[3].strip()) > 3


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock", "requirements-model.lock"])
def test_every_requirement_of_a_lock_has_a_hash(lock: str) -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_locks_hold_every_declared_dependency() -> None:
    held = set(LOCKED.findall((ROOT / "requirements-test.lock").read_text(encoding="utf-8")))
    assert set(declared()) - held == set()


def test_what_is_tested_is_what_is_installed() -> None:
    text = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("requirements.lock", "requirements-test.lock")}
    pins = {name: set(re.findall(r"^[a-z0-9-]+==\S+", held, re.MULTILINE)) for name, held in text.items()}
    assert pins["requirements.lock"] - pins["requirements-test.lock"] == set()
