from __future__ import annotations

import pytest

from eval.progress import Pace, duration


def test_what_is_left_is_reckoned_from_the_pace_of_this_run_alone() -> None:
    said: list[str] = []
    moments = iter([0.0, 30.0, 60.0, 90.0])
    pace = Pace(said.append, clock=lambda: next(moments))
    for done in (100, 101, 102, 104):
        pace(done, 104)
    assert said == [
        "100 of 104 questions",
        "101 of 104 questions · about 2 min left",
        "102 of 104 questions · about 1 min left",
        "104 of 104 questions",
    ]


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "1 s"), (44, "44 s"), (100, "2 min"), (3_599, "60 min"), (7_900, "2 h 12 min")]
)
def test_a_duration_is_as_exact_as_an_estimate_deserves(seconds: float, text: str) -> None:
    assert duration(seconds) == text
