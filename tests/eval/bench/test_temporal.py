from datetime import timedelta

from eval.bench.temporal import questions
from rag.retrieve.days import days_in


def test_the_set_is_large_and_falls_into_halves() -> None:
    every = questions()
    assert len(every) >= 120
    assert len({q.id for q in every}) == len(every)
    assert 0.4 < sum(q.half == "dev" for q in every) / len(every) < 0.6


def test_the_days_that_each_question_names_hold_the_day_of_its_answer() -> None:
    for question in questions():
        day = question.asked.fromisoformat(question.gold.removeprefix("wce-")[:10])
        told = [each.days for each in days_in(question.question, today=question.asked) if each.days]
        assert any(days.distance(day) == 0 for days in told), question
        assert question.asked - day < timedelta(days=90)
