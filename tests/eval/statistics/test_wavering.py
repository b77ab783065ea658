from __future__ import annotations

from eval.statistics.wavering import wavering


def test_only_what_differs_between_repeats_is_told_and_the_widest_apart_first() -> None:
    found = wavering(
        {
            "steady": [{"f1": 0.5}, {"f1": 0.5}],
            "a little": [{"f1": 0.5, "exact": 1.0}, {"f1": 0.6, "exact": 1.0}],
            "much": [{"f1": 1.0}, {"f1": 0.0}, {"f1": 1.0}],
        }
    )
    assert [(w.question_id, w.values) for w in found] == [
        ("much", {"f1": (1.0, 0.0, 1.0)}),
        ("a little", {"f1": (0.5, 0.6)}),
    ]


def test_a_measure_that_comes_and_goes_wavers_too() -> None:
    (found,) = wavering({"q": [{"exactness": 1.0}, {}]})
    assert found.values == {"exactness": (1.0, None)}
    assert found.spread == 0.0


def test_a_question_asked_once_cannot_waver() -> None:
    assert wavering({"q": [{"f1": 0.0}], "r": []}) == []
