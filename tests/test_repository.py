"""What must not be in any tracked file: a package index, a path of somebody's machine, a key."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SEED_SHA256 = "7825158e404732b7eda39a4605cff5fb81b7b4d94382d8fa9d37b8c5f9002fe5"
# Put together here, so that this file does not hold what it looks for.
INDEX = re.compile("|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "--(extra-)?index" + "-url[= ]http"]))
MACHINE = re.compile(r"(?<![\w.:/~<])/(?:home|Users|root|work|workspace)" + r"/\w")
KEY = re.compile(r"\b(sk" + r"-[A-Za-z0-9]{20,}|gh[pousr]" + r"_[A-Za-z0-9]{20,}|AKIA" + r"[0-9A-Z]{16})\b")


def tracked() -> Iterator[tuple[str, str]]:
    """(path, text) of every tracked text file."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file() and path.suffix not in {".png", ".pdf", ".onnx"}:
            yield name, path.read_text(encoding="utf-8", errors="replace")


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in tracked()
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("pattern", [INDEX, MACHINE, KEY], ids=["index", "machine", "key"])
def test_no_tracked_file_names_what_belongs_elsewhere(pattern: re.Pattern[str]) -> None:
    assert lines_with(pattern) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (INDEX, "--index" + "-url https://packages.example/simple"),
        (INDEX, "https://files.pythonhosted" + ".org/a.whl"),
        (MACHINE, "open('/home" + "/someone/dateline')"),
        (KEY, "key = 'sk" + "-abcdefghijklmnopqrstuvwx'"),
    ],
)
def test_what_is_looked_for_is_found(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)


def test_no_file_is_called_after_nothing_in_particular() -> None:
    stems = {Path(name).stem for name, _ in tracked()}
    assert stems & {"utils", "util", "helpers", "helper", "common", "misc", "manager"} == set()


def test_tests_are_no_package() -> None:
    assert [name for name, _ in tracked() if name.startswith("tests/") and name.endswith("__init__.py")] == []


def test_the_seed_page_is_kept_byte_for_byte() -> None:
    page = (ROOT / "seeds" / "2025-03-14-us-ukraine-minerals.txt").read_bytes()
    assert hashlib.sha256(page).hexdigest() == SEED_SHA256
