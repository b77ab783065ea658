from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from eval.briefings.gold import BriefingGold
from eval.briefings.series import score_series
from eval.case import Case, load_set
from eval.metrics import METRICS
from eval.metrics.of_run import RUN_METRICS
from eval.run import SETS
from eval.systems import SYSTEMS

NO_GOLD = BriefingGold((), ())
NOT_WRITTEN = ("line", "by_arrival")
"""What a case knows of its file and of its archive."""
DOC = (Path(__file__).resolve().parents[2] / "docs" / "eval.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [field.name for field in fields(Case) if field.name not in NOT_WRITTEN])
def test_every_field_of_a_set_has_its_row(name: str) -> None:
    assert f"\n| `{name}` |" in DOC


@pytest.mark.parametrize(
    "name", [*(m.name for m in METRICS), *(m.name for m in RUN_METRICS), *(s.name for s in score_series(NO_GOLD, []))]
)
def test_every_measure_has_its_heading(name: str) -> None:
    assert f"\n### {name}\n" in DOC


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_system_has_its_row(name: str) -> None:
    assert f"\n| `{name}` |" in DOC


@pytest.mark.parametrize("name", ["seed", "development", "fortnight"])
def test_the_number_of_questions_of_a_shipped_set_is_the_one_stated(name: str) -> None:
    count = len(load_set(SETS / f"{name}.jsonl").cases)
    assert f"set `{name}` (`eval/sets/{name}.jsonl`) holds {count} questions" in DOC
