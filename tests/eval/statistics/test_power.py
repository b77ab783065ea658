from __future__ import annotations

import random

import pytest

from eval.statistics.clusters import clustered
from eval.statistics.paired import mcnemar_p
from eval.statistics.power import Noise, detectable, noise_of, power_at


def test_the_power_for_right_and_wrong_answers_is_that_of_the_exact_test() -> None:
    rng = random.Random(1)
    # Of 80 questions each is lost with a chance of 0.16 and gained with one of 0.04.
    turns = [[rng.random() for _ in range(80)] for _ in range(2_000)]
    counts = [(sum(t < 0.16 for t in each), sum(0.16 <= t < 0.20 for t in each)) for each in turns]
    seen = sum(lost > gained and mcnemar_p(gained, lost) <= 0.05 for lost, gained in counts) / len(turns)
    claimed = power_at(0.12, Noise(80, 80, 0.2, turned=0.20))
    assert claimed == pytest.approx(seen, abs=0.033)


def test_the_power_of_other_values_is_the_normal_approximation() -> None:
    # sqrt(0.09 / 100) = 0.03; 0.05 / 0.03 - 1.96 = -0.293; 38% of a normal distribution lie below.
    assert power_at(0.05, Noise(100, 100, 0.09, turned=None)) == pytest.approx(0.3846, abs=1e-3)


def test_the_detectable_drop_is_the_one_with_the_power_asked_for() -> None:
    for noise in (Noise(200, 200, 0.1, turned=0.11), Noise(200, 200, 0.1, turned=None)):
        drop = detectable(noise)
        assert drop is not None
        assert power_at(drop, noise) == pytest.approx(0.8, abs=0.01)
        assert power_at(drop - 0.01, noise) < 0.8


def test_the_detectable_drop_of_other_values_follows_the_formula() -> None:
    # (1.96 + 0.8416) * sqrt(0.16 / 400) = 0.0560
    assert detectable(Noise(400, 400, 0.16, turned=None)) == pytest.approx(0.0560, abs=1e-4)


def test_two_equal_runs_do_not_promise_to_show_any_drop_however_small() -> None:
    # Eight questions lost of 200 are seen as often as not fewer than six: 4 points.
    assert detectable(noise_of(clustered([0.0] * 200))) == pytest.approx(0.039, abs=0.002)


def test_a_stricter_level_and_clusters_make_only_larger_drops_show() -> None:
    alone = noise_of(clustered([0.0] * 190 + [-1.0] * 6 + [1.0] * 4))
    together = noise_of(clustered([0.0] * 190 + [-1.0] * 6 + [1.0] * 4, [n // 4 for n in range(200)]))
    drops = [detectable(alone), detectable(alone, alpha=0.005), detectable(together)]
    assert None not in drops
    assert drops[0] < drops[1]  # type: ignore[operator]
    assert drops[0] < drops[2]  # type: ignore[operator]


def test_five_questions_can_show_nothing() -> None:
    assert detectable(noise_of(clustered([0.0] * 5))) is None
    assert detectable(noise_of(clustered([0.0] * 50, [n // 10 for n in range(50)]))) is None
    assert detectable(noise_of(clustered([0.0] * 8))) is not None


def test_ten_thousand_questions_are_reckoned_at_once() -> None:
    assert detectable(Noise(10_000, 10_000, 0.3, turned=0.3)) == pytest.approx(0.0153, abs=2e-4)
    assert detectable(Noise(6_000, 6_000, 0.3, turned=0.3)) == pytest.approx(0.0198, abs=3e-4)
