"""The CI file that the README shows: its commands do what the text beside it says."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
import yaml
from newsroom import Cli

from rag.cli.reporting import Exit

ROOT = Path(__file__).resolve().parents[2]


def commands() -> list[list[str]]:
    """What the file runs of dateline, word by word."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (shown,) = [block for block in re.findall(r"^```yaml\n(.*?)^```$", readme, re.M | re.S) if "eval gate" in block]
    steps = yaml.safe_load(shown)["jobs"]["answers"]["steps"]
    return [shlex.split(step["run"]) for step in steps if step.get("run", "").startswith("dateline")]


@pytest.mark.slow
def test_the_gate_passes_a_run_like_its_baseline_and_stops_one_that_cites_wrongly(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_EVAL_CACHE", str(tmp_path / "cache"))
    rows = (ROOT / "eval" / "sets" / "seed.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    Path("questions.jsonl").write_text("".join(rows[:8]), encoding="utf-8")
    (run, gate) = commands()
    assert cli(*run[1:]).status == Exit.DONE
    shutil.copytree("runs/now", "runs/baseline")
    passed = cli(*gate[1:])
    assert passed.status == Exit.DONE, passed.out
    assert Path("gate.xml").exists()
    assert Path("gate.html").exists()

    answers = Path("runs/now/answers.jsonl")
    answers.write_text(
        answers.read_text(encoding="utf-8").replace('"stored": ["', '"stored": ["not '), encoding="utf-8"
    )
    stopped = cli(*gate[1:])
    assert stopped.status == Exit.DONE_WITH_FAILURES
    assert stopped.out.startswith("FAILED  citation_exactness is ")
