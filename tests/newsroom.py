"""The command in process, and an archive that holds the seed page."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


@dataclass(frozen=True)
class Ran:
    """How one command ended, and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one object on stdout."""
        assert self.out.count("\n") == 1, self.out
        return json.loads(self.out)

    @property
    def rows(self) -> list[Any]:
        """The objects on stdout, one a line."""
        return [json.loads(line) for line in self.out.split("\n") if line]

    @property
    def sentence(self) -> str:
        """The one line on stderr, which is no traceback."""
        assert self.err.count("\n") == 1, self.err
        assert "Traceback" not in self.err
        return self.err.strip()


Cli = Callable[..., Ran]


@pytest.fixture(scope="session", autouse=True)
def eval_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Archives of sets are kept for the tests' own time, and nothing in the user's cache is touched."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATELINE_EVAL_CACHE", str(tmp_path_factory.mktemp("eval-cache")))
        yield


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Cli:
    """`cli("ask", "When?")` in an empty folder, with no settings but an archive of this test's own."""
    from rag.cli.main import run

    for name in [name for name in os.environ if name.startswith(("DATELINE_", "OPENAI_"))]:
        if name != "DATELINE_EVAL_CACHE":
            monkeypatch.delenv(name)
    monkeypatch.setenv("DATELINE_ARCHIVE", str(tmp_path / "archive"))
    monkeypatch.setenv("DATELINE_TIMEZONE", "UTC")
    (tmp_path / "desk").mkdir()
    monkeypatch.chdir(tmp_path / "desk")

    def call(*argv: object, stdin: bytes = b"") -> Ran:
        capsys.readouterr()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            run([str(argument) for argument in argv])
        printed = capsys.readouterr()
        return Ran(int(ended.value.code or 0), printed.out, printed.err)

    return call


@pytest.fixture(scope="session")
def seeds_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive with the seed page, ingested once; copy it, do not write to it."""
    from rag.compose import open_dateline
    from rag.settings import Settings

    folder = tmp_path_factory.mktemp("seeds") / "archive"
    report = open_dateline(Settings(archive=folder)).ingest([str(SEEDS)])
    assert (report.added, report.failed) == (1, ())
    return folder


@pytest.fixture
def seeded(seeds_once: Path, tmp_path: Path) -> Path:
    """This test's own archive with the seed page, where `cli` looks for it."""
    return shutil.copytree(seeds_once, tmp_path / "archive")
