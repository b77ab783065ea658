from __future__ import annotations

from dataclasses import replace

import pytest
from outcomes import DECLINED, a_case, a_reply, an_outcome, unanswerable

from eval.scores import Scored, judged, over_repeats, run_means, score

CASE = a_case(answers=(("Monday",),))
RIGHT = score(an_outcome(CASE, a_reply("On Monday.", sure=0.9)))
WRONG = score(an_outcome(CASE, a_reply("On Tuesday.", sure=0.4)))
SHOULD_DECLINE = score(an_outcome(unanswerable(), a_reply("Ann Lee did.", sure=0.6)))
SILENT = score(an_outcome(CASE, DECLINED))
FAILED = Scored(CASE, {}, failed="the endpoint failed")


def test_a_run_is_judged_by_its_given_answers_and_its_failed_questions_are_none_of_it() -> None:
    answers = judged([RIGHT, SILENT, WRONG, FAILED, SHOULD_DECLINE])
    assert answers.confidence.tolist() == [0.9, 0.4, 0.6]
    assert answers.right.tolist() == [1.0, 0.0, 0.0]
    assert (answers.asked, answers.are_probabilities) == (4, True)


def test_each_repeat_of_a_question_is_an_answer_of_its_own() -> None:
    answers = judged([over_repeats([RIGHT, WRONG, SILENT])])
    assert (answers.confidence.tolist(), answers.right.tolist(), answers.asked) == ([0.9, 0.4], [1.0, 0.0], 3)


def test_a_run_has_its_measures_with_intervals_around_them() -> None:
    measures = run_means([RIGHT, RIGHT, WRONG, SILENT] * 20)
    assert measures["brier_score"].n == 60
    assert measures["brier_score"].value == pytest.approx((0.01 + 0.01 + 0.16) / 3)
    assert measures["brier_score"].low < measures["brier_score"].value < measures["brier_score"].high
    assert run_means([RIGHT, WRONG] * 20) == run_means([RIGHT, WRONG] * 20)


def test_a_system_without_a_confidence_has_no_measures_of_a_run() -> None:
    assert run_means([replace(RIGHT, reply=a_reply("On Monday.")), SILENT]) == {}
