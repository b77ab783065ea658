from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from eval.case import Case, Kind, load_set, split_of
from eval.run import SETS, find_set
from rag.resources import bundled

SEED = load_set(SETS / "seed.jsonl")
PAGE = "\n".join(path.read_text(encoding="utf-8") for path in bundled("seeds").glob("*.txt"))


def test_the_seed_set_holds_every_kind_in_both_halves() -> None:
    assert len(SEED.cases) >= 80
    for split in ("dev", "test"):
        assert {case.kind for case in SEED.cases if case.split == split} == set(get_args(Kind))


@pytest.mark.parametrize("case", SEED.cases, ids=lambda case: case.id)
def test_a_seed_case_was_reviewed_stays_in_its_half_and_its_gold_stands_in_the_page(case: Case) -> None:
    assert case.reviewed
    assert case.split == split_of(case.id)
    assert all(PAGE.count(gold.quote) == 1 for gold in case.gold)


def test_a_shipped_set_is_found_by_its_name_and_no_other_file_is_taken_for_it(tmp_path: Path) -> None:
    assert find_set(Path("seed")) == SETS / "seed.jsonl"
    assert find_set(tmp_path / "seed.jsonl") == tmp_path / "seed.jsonl"
    assert find_set(Path("other.jsonl")) == Path("other.jsonl")
