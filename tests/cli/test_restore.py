"""`dateline import`: an export into another archive, and what is no export."""

from __future__ import annotations

from pathlib import Path

import pytest
from newsroom import SEEDS, Cli


@pytest.fixture
def exported(cli: Cli, tmp_path: Path) -> Path:
    cli("ingest", SEEDS)
    assert cli("export", tmp_path / "all.jsonl").status == 0
    return tmp_path / "all.jsonl"


def test_an_export_makes_the_same_archive_elsewhere(cli: Cli, exported: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    ran = cli("import", exported, "--archive", other, "--json")
    assert (ran.status, ran.json["restored"], ran.json["failed"]) == (0, {"article": 1}, [])
    assert cli("export", "-", "--archive", other).out == exported.read_text(encoding="utf-8")
    again = cli("import", exported, "--archive", other)
    assert (again.status, again.sentence) == (0, "Taken in: nothing new; 1 known before.")
    assert cli("doctor", "--archive", other).status == 0


def test_an_export_may_come_through_a_pipe_even_with_bytes_that_are_no_text(cli: Cli, exported: Path) -> None:
    ran = cli("import", "-", "--archive", "piped", "--json", stdin=exported.read_bytes() + b"\xff\xfe\n")
    assert (ran.status, ran.json["restored"]) == (3, {"article": 1})
    ((failed),) = ran.json["failed"]
    assert (failed["source"], failed["where"]) == ("-", "line 3")


def test_a_file_that_is_no_export_is_a_failure_that_says_so(cli: Cli) -> None:
    Path("notes.txt").write_text("Some notes.\n", encoding="utf-8")
    ran = cli("import", "notes.txt")
    assert ran.status == 1
    assert "line 1" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("name", ["none.jsonl", "."])
def test_a_file_that_cannot_be_read_is_one_sentence(cli: Cli, name: str) -> None:
    ran = cli("import", name)
    assert (ran.status, ran.out) == (1, "")
    assert "Name a file of `dateline export`" in ran.sentence
