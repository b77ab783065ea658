from __future__ import annotations

import random
from math import sqrt
from statistics import NormalDist

import pytest

from eval.statistics.paired import holm, mcnemar_p, open_to_alarm, paired_p


@pytest.mark.parametrize(
    ("gained", "lost", "p"),
    [
        # 2 * 0.5^6; one against five: 2 * (1 + 6) / 64; as many each way: never more than 1.
        (0, 6, 0.03125),
        (1, 5, 14 / 64),
        (3, 3, 1.0),
        (0, 0, 1.0),
        # The example with 59 and 6 turns that textbooks compute: 2 * P(Bin(65, 1/2) <= 6).
        (6, 59, 5.1297e-12),
    ],
)
def test_mcnemars_exact_p(gained: int, lost: int, p: float) -> None:
    assert mcnemar_p(gained, lost) == pytest.approx(p, rel=1e-4)
    assert mcnemar_p(lost, gained) == mcnemar_p(gained, lost)


def test_a_thousand_turns_do_not_overflow() -> None:
    assert 0.005 < mcnemar_p(600, 700) < 0.007


def test_right_and_wrong_answers_get_mcnemars_p() -> None:
    assert paired_p([-1.0] * 8 + [1.0] * 2 + [0.0] * 90) == mcnemar_p(2, 8)


def test_few_values_of_different_sizes_are_counted_through() -> None:
    # Of the eight patterns of ±0.1 ± 0.2 ± 0.3 two reach 0.6.
    assert paired_p([0.1, 0.2, 0.3]) == 2 / 8
    # |0.1 + 0.2 - 0.3| = 0, and every pattern is at least as far away.
    assert paired_p([0.1, 0.2, -0.3]) == 1.0


def test_drawn_patterns_come_near_to_all_of_them_and_are_the_same_for_the_same_seed() -> None:
    values = [0.1 * n for n in range(-4, 12)]
    from_all = paired_p([*values[:4], *values[5:15]])
    assert from_all == pytest.approx(paired_p([*values[:4], *values[5:15], 1e-6]), abs=0.015)
    assert paired_p(values) == paired_p(values)


def test_a_pattern_that_none_of_the_drawn_ones_reaches_is_still_one_of_them() -> None:
    assert paired_p([0.1 * n for n in range(1, 31)]) == 1 / 10_001


def test_many_values_get_the_normal_distributions_p() -> None:
    rng = random.Random(3)
    values = [rng.gauss(0.05, 1) for _ in range(1_500)]
    expected = 2 * NormalDist().cdf(-abs(sum(values)) / sqrt(sum(v * v for v in values)))
    assert paired_p(values) == pytest.approx(expected)
    # Drawn patterns, which stop at 1,000, tell the same.
    assert paired_p(values[:1_000]) == pytest.approx(paired_p([*values[:1_000], 1e-6]), abs=0.02)


def test_nothing_that_differs_is_nothing_to_see() -> None:
    assert paired_p([0.0] * 10) == 1.0
    assert paired_p([]) == 1.0
    # 0.1 + 0.2 - 0.3 is not 0 in binary.
    assert paired_p([0.1 + 0.2 - 0.3]) == 1.0


def test_holm_multiplies_the_smallest_by_all_the_next_by_one_less_and_never_falls() -> None:
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == {"a": 0.03, "b": 0.06, "c": 0.06}
    assert holm({"a": 0.6, "b": 0.9}) == {"a": 1.0, "b": 1.0}
    assert holm({}) == {}


def test_what_could_never_pass_takes_no_room_from_the_others() -> None:
    # At best: 2 / 2^5 = 0.06 never passes; 2 / 2^6 = 0.03 would alone, and not among three.
    assert open_to_alarm({"a": 5, "b": 0}) == ([], 1)
    assert open_to_alarm({"a": 6, "b": 5}) == (["a"], 1)
    assert open_to_alarm({"a": 20, "b": 30, "c": 6}) == (["a", "b"], 2)
    # Twenty with 0.008 at best: seven of them would be one too many for 0.05, and each needs the room of all.
    assert open_to_alarm({str(n): 8 for n in range(20)}) == ([], 7)
    assert open_to_alarm({}) == ([], 1)
