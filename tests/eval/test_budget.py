from __future__ import annotations

from dataclasses import replace

import pytest
from outcomes import DECLINED, a_case

from eval.budget import Budget, Spending, drawn
from eval.folder import Answered, Failed
from eval.reply import Witness
from rag.domain.answer import Usage

QUESTIONS = [(a_case(id=f"c{n}"), 1) for n in range(10)]
DEAR = Answered("c0", replace(DECLINED, usage=Usage(prompt_tokens=30, completion_tokens=20)), Witness(), 1.0)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_without_a_limit_everything_is_asked() -> None:
    spending = Spending(Budget())
    assert list(spending.affordable(QUESTIONS)) == QUESTIONS
    assert spending.spent == ""
    assert not Budget().is_limited


def test_a_number_of_questions_is_not_passed() -> None:
    spending = Spending(Budget(questions=3))
    assert list(spending.affordable(QUESTIONS)) == QUESTIONS[:3]
    assert spending.spent == "3 questions"


def test_tokens_are_counted_as_the_replies_come_and_those_of_failed_questions_are_not_known() -> None:
    spending = Spending(Budget(tokens=100))
    questions = spending.affordable(QUESTIONS)
    next(questions)
    spending.count(DEAR)
    spending.count(Failed("c1", "no answer"))
    next(questions)
    spending.count(DEAR)
    assert list(questions) == []
    assert spending.spent == "100 tokens"


def test_time_runs_from_the_start() -> None:
    clock = Clock()
    spending = Spending(Budget(seconds=60.0), clock=clock)
    questions = spending.affordable(QUESTIONS)
    clock.now += 59.0
    next(questions)
    clock.now += 1.0
    assert list(questions) == []
    assert spending.spent == "60 seconds"


def test_a_seed_draws_the_same_sample_again_and_another_seed_another() -> None:
    assert drawn(QUESTIONS, 0) == drawn(QUESTIONS[::-1], 0)
    assert drawn(QUESTIONS, 0) not in (QUESTIONS, drawn(QUESTIONS, 1))
    assert sorted(case.id for case, _ in drawn(QUESTIONS, 1)) == [case.id for case, _ in QUESTIONS]


@pytest.mark.parametrize("seed", range(5))
def test_all_repeats_of_a_question_are_drawn_together(seed: int) -> None:
    twice = [(case, repeat) for case, _ in QUESTIONS for repeat in (1, 2)]
    order = drawn(twice, seed)
    assert [repeat for _, repeat in order] == [1, 2] * 10
    assert [case for case, _ in order[::2]] == [case for case, _ in order[1::2]]
