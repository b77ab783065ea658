from __future__ import annotations

import pytest

from eval.agreement import agreement, cohens_kappa

# Cohen's table: both right 20, only the one 5, only the other 10, both wrong 15
TABLE = [(True, True)] * 20 + [(True, False)] * 5 + [(False, True)] * 10 + [(False, False)] * 15


def test_kappa_by_hand() -> None:
    # agreed 35/50 = 0.7; by chance 25/50 * 30/50 + 25/50 * 20/50 = 0.5; (0.7 - 0.5) / (1 - 0.5)
    assert cohens_kappa(TABLE) == pytest.approx(0.4, abs=1e-9)


def test_kappa_runs_from_opposition_to_unity_and_is_zero_for_a_mark_that_never_changes() -> None:
    assert cohens_kappa([(True, True), (False, False)]) == 1.0
    assert cohens_kappa([(True, False), (False, True)]) == -1.0
    assert cohens_kappa([(True, True), (True, False), (True, True)]) == 0.0


def test_kappa_is_not_defined_where_both_mark_all_alike() -> None:
    assert cohens_kappa([(True, True)] * 5) is None
    assert cohens_kappa([]) is None


def test_agreement_has_intervals_and_the_same_marks_give_the_same() -> None:
    found = agreement(TABLE)
    assert found is not None
    assert found.kappa is not None
    assert (found.raw.value, found.raw.n) == (0.7, 50)
    assert found.raw.low < 0.7 < found.raw.high
    assert found.kappa.low < 0.4 < found.kappa.high
    assert agreement(TABLE) == found


def test_marks_that_are_all_alike_have_raw_agreement_alone() -> None:
    found = agreement([(True, True)] * 5)
    assert found is not None
    assert (found.raw.value, found.kappa) == (1.0, None)
    assert agreement([]) is None
