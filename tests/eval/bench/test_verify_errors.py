"""The bench of the check: what its rows are, and that the check stays as good as it was on what it was tuned on."""

from __future__ import annotations

import random

import pytest

from eval.bench.verify_errors import DETERMINISTIC, balanced, rows_of
from eval.bench.verify_rewrites import planted, safe_rewrites
from eval.bench.verify_sources import Row, all_sources
from rag.verify.verify import check


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    chance = random.Random(7)
    return balanced(rows_of(all_sources(), chance), chance)


def test_half_of_at_least_3000_rows_are_correct(rows: list[Row]) -> None:
    assert len(rows) >= 3000
    assert sum(row.supported for row in rows) * 2 == len(rows)


def test_no_statement_is_both_correct_and_wrong_about_the_same_span(rows: list[Row]) -> None:
    said = {(row.statement, row.cited) for row in rows if row.supported}
    assert not [row.statement for row in rows if not row.supported and (row.statement, row.cited) in said]


def test_a_planted_error_does_not_occur_in_the_evidence() -> None:
    told = "On Tuesday 9 boats reached Harrow."
    for _ in range(50):
        for _, wrong in planted(told, told, ["Marbeck"], random.Random()):
            assert wrong != told


def test_a_safe_rewrite_changes_the_form_alone() -> None:
    day = next(s for s in all_sources() if s.name == "council").published.at.date()
    rewritten = dict(safe_rewrites("The vote on Tuesday was 9 to 7, or 56 percent.", day))
    assert rewritten["weekday dated"] == "The vote on 11 March 2025 was 9 to 7, or 56 percent."
    assert rewritten["digits spelled"] == "The vote on Tuesday was nine to seven, or 56 percent."
    assert rewritten["percent sign"] == "The vote on Tuesday was 9 to 7, or 56%."


@pytest.mark.slow
def test_what_the_rules_were_tuned_on_is_judged_as_well_as_ever(rows: list[Row]) -> None:
    tuned = [(row, check(row.statement, row.cited).supported == row.supported) for row in rows if not row.held_out]

    def share(*, supported: bool, kinds: tuple[str, ...] = ()) -> float:
        right = [ok for row, ok in tuned if row.supported is supported and (not kinds or row.kind in kinds)]
        return sum(right) / len(right)

    assert share(supported=False, kinds=DETERMINISTIC) >= 0.995
    assert share(supported=True) >= 0.99
    assert share(supported=False) >= 0.97
