"""The wheel: what is in it, and that it answers from an empty folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of what is tracked, so that nothing untracked can slip in or be relied on."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
    built = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(built, cwd=source, check=True, capture_output=True)
    [made] = folder.glob("*.whl")
    return made


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a fresh environment with the wheel, which sees this environment's dependencies."""
    home = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    # A path in a .pth file brings the packages, but not an editable install of Dateline itself.
    [site] = home.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    return python.parent


def test_everything_that_it_needs_travels_with_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        "rag/_bundled/app.py",
        "rag/_bundled/.streamlit/config.toml",
        "rag/_bundled/seeds/2025-03-14-us-ukraine-minerals.txt",
        *(str(path.relative_to(ROOT)) for path in (ROOT / "eval" / "sets").rglob("*.jsonl")),
        "rag/ui/frame.css",
        *(f"rag/_bundled/prompts/{path.name}" for path in (ROOT / "prompts").glob("*.md")),
        *(str(path.relative_to(ROOT)) for path in (ROOT / "rag" / "render" / "templates").iterdir()),
        *(str(path.relative_to(ROOT)) for path in (ROOT / "rag" / "ui" / "components").iterdir() if path.is_file()),
    }
    assert wanted - names == set()


def test_nothing_else_travels_with_the_wheel(wheel: Path) -> None:
    roots = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {root for root in roots if not root.endswith(".dist-info")} == {"rag", "eval"}


def test_the_installed_command_answers_the_seed_question_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "OPENAI_", "PYTHON"))
    }
    environment = {**kept, "DATELINE_ARCHIVE": str(tmp_path / "archive")}
    desk = tmp_path / "desk"
    desk.mkdir()

    def run(program: str, *argv: str) -> str:
        command = [str(installed / program), *argv]
        return subprocess.run(command, cwd=desk, env=environment, capture_output=True, text=True, check=True).stdout

    seeds = run("python", "-c", "from rag.resources import bundled; print(bundled('seeds'))").strip()
    assert Path(seeds).is_relative_to(installed.parent)
    assert run("dateline", "ingest", seeds).startswith("1 article added")
    answer = run("dateline", "ask", "How long did the Jeddah talks last?")
    assert "about nine hours" in answer
    assert "[1]" in answer
    assert list(desk.iterdir()) == []
