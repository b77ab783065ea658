"""The bench itself, on fewer comparisons than it makes by itself; and its claims by the bare statistics, on many."""

from __future__ import annotations

import numpy as np

from eval.bench.alarms import false_alarms, power
from eval.statistics.clusters import clustered
from eval.statistics.paired import holm, mcnemar_p
from eval.statistics.power import noise_of, power_at


def test_a_system_compared_with_itself_hardly_ever_raises_an_alarm() -> None:
    alarms = false_alarms(comparisons=30, questions=60, seed=5)
    assert alarms.of == 30
    assert alarms.share <= 0.05 + alarms.error


def test_the_claimed_power_is_near_what_is_seen() -> None:
    found = power(comparisons=40, questions=120, seed=5)
    assert abs(found.seen.share - found.claimed) <= found.seen.error


def test_in_a_thousand_comparisons_of_three_measures_at_most_one_in_twenty_alarms() -> None:
    random = np.random.default_rng(1)
    chances = random.beta(1.6, 0.4, size=(1_000, 200, 1))
    runs = [random.random((1_000, 200, 3)) < chances for _ in range(2)]
    gained = (~runs[0] & runs[1]).sum(axis=1)
    lost = (runs[0] & ~runs[1]).sum(axis=1)
    p_values = [
        holm({str(m): mcnemar_p(int(g), int(lo)) for m, (g, lo) in enumerate(zip(*both, strict=True))})
        for both in zip(gained, lost, strict=True)
    ]
    alarms = sum(min(each.values()) < 0.05 for each in p_values)
    assert 5 <= alarms <= 50


def test_a_true_drop_of_five_points_on_200_questions_is_seen_as_often_as_claimed() -> None:
    random = np.random.default_rng(2)
    seen, claimed = 0, 0.0
    for _ in range(400):
        chances = random.beta(1.6, 0.4, size=200)
        before = random.random(200) < chances
        after = random.random(200) < chances * (1 - 0.05 / chances.mean())
        differences = (after.astype(float) - before).tolist()
        gained, lost = differences.count(1.0), differences.count(-1.0)
        seen += lost > gained and mcnemar_p(gained, lost) < 0.05
        claimed += power_at(0.05, noise_of(clustered(differences)))
    # Twice the standard error of a share near a quarter, over 400.
    assert abs(seen - claimed) / 400 < 0.045
    assert 0.15 < claimed / 400 < 0.4
