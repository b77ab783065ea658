"""The command starts fast, and says what it can do."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer.main

import rag
from rag.cli.main import app, run

ROOT = Path(__file__).resolve().parents[2]
HELP_WITHIN_S = 0.35
HEAVY = {"chromadb", "llama_index", "numpy", "onnxruntime", "openai", "pydantic", "rich", "streamlit", "tantivy"}


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)


def test_help_imports_nothing_heavy() -> None:
    loaded = python("import sys, rag.cli.main; print(*{name.split('.')[0] for name in sys.modules})").stdout.split()
    assert set(loaded) & HEAVY == set()


def test_help_appears_within_its_time() -> None:
    def once() -> float:
        began = time.perf_counter()
        python("from rag.cli.main import run; run(['--help'])")
        return time.perf_counter() - began

    assert min(once() for _ in range(5)) < HELP_WITHIN_S


def test_every_verb_of_the_contract_is_listed_and_no_other() -> None:
    verbs = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert set(verbs) == {
        *("ingest", "search", "ask", "chat", "show", "verify", "check", "brief", "eval", "export", "serve", "doctor"),
        *("feeds", "remove", "import", "profiles", "editions", "schedule"),
    }
    assert set(verbs["eval"].commands) == {"run", "score", "import", "compare", "gate", "judge"}
    assert set(verbs["feeds"].commands) == {"add", "list", "refresh", "remove", "import", "export"}


@pytest.mark.parametrize(
    "verb",
    [
        *("ingest", "search", "ask", "chat", "show", "verify", "check", "brief", "export", "serve", "doctor"),
        *("feeds", "remove", "import", "profiles", "editions", "schedule"),
    ],
)
def test_every_verb_explains_itself(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run([verb, "--help"])
    assert ended.value.code == 0
    assert f"Usage: dateline {verb}" in capsys.readouterr().out


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"dateline {rag.__version__}\n"


@pytest.mark.parametrize("argv", [["guess"], ["ask", "--nope"], ["show"], ["search", "x", "-k", "0"]])
def test_wrong_usage_ends_with_two(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(argv)
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Error" in said.err
