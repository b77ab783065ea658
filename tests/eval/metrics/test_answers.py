from __future__ import annotations

import pytest
from outcomes import DECLINED, a_case, a_reply, an_outcome, unanswerable

from eval.metrics import METRICS
from eval.metrics.answer_exact import answer_exact
from eval.metrics.answer_f1 import answer_f1, token_f1
from eval.metrics.answer_in_statements import answer_in_statements
from eval.metrics.answer_values import answer_values
from eval.metrics.latency import latency_ms
from eval.metrics.spending import completion_tokens, cost_per_thousand, prompt_tokens
from eval.reply import Reply
from rag.domain.answer import Usage

MONDAY = a_case(answers=(("on Monday", "Monday"),))
TWO_PARTS = a_case(answers=(("nine million",), ("Ann Lee", "Lee")))


def test_every_measure_is_listed_once_and_is_none_where_it_does_not_apply() -> None:
    names = [metric.name for metric in METRICS]
    assert len(names) == len(set(names))
    scores = {m.name: m.score(an_outcome(unanswerable(), DECLINED)) for m in METRICS}
    assert {name for name, value in scores.items() if value is not None} == {"declined_when_unanswerable", "latency_ms"}


def test_exact_match_looks_at_the_marked_answer_and_ignores_case_articles_and_punctuation() -> None:
    assert answer_exact(an_outcome(MONDAY, a_reply("The bridge opened on Monday.", short="on Monday"))) == 1.0
    assert answer_exact(an_outcome(MONDAY, a_reply("The Monday!"))) == 1.0
    assert answer_exact(an_outcome(MONDAY, a_reply("The bridge opened on Monday."))) == 0.0


def test_a_declined_answerable_case_scores_nothing() -> None:
    for measure in (answer_exact, answer_f1, answer_in_statements):
        assert measure(an_outcome(MONDAY, DECLINED)) == 0.0


@pytest.mark.parametrize("nothing", ["the", "...?", "A.", "'"])
def test_a_wording_of_no_word_accepts_no_reply_of_no_word_where_another_wording_is_left(nothing: str) -> None:
    case = a_case(answers=(("Monday", nothing),))
    for measure in (answer_exact, answer_f1):
        assert measure(an_outcome(case, a_reply("A the an!"))) == 0.0
        assert measure(an_outcome(case, DECLINED)) == 0.0
        assert measure(an_outcome(case, a_reply("the Monday"))) == 1.0


def test_an_answer_that_is_no_more_than_a_letter_counts_as_no_answer_as_in_the_script() -> None:
    for measure in (answer_exact, answer_f1):
        assert measure(an_outcome(a_case(answers=(("A",),)), a_reply("the"))) == 1.0
        assert measure(an_outcome(a_case(answers=(("A",),)), a_reply("Monday"))) == 0.0


def test_token_f1_by_hand() -> None:
    # given: bridge opened on monday (4), wanted: on monday (2), shared 2: P = 2/4, R = 1, F1 = 2/3
    assert token_f1("The bridge opened on Monday.", "on Monday") == pytest.approx(2 / 3)
    # bags: "no no no" against "no": shared 1 of 3 and 1
    assert token_f1("no no no", "no") == pytest.approx(0.5)
    assert token_f1("", "the") == 1.0
    assert token_f1("", "Monday") == 0.0


@pytest.mark.parametrize(
    ("given", "wanted", "exact", "f1"),
    [
        # normalisation: case, ASCII punctuation, articles, white space
        ("The  Nine-Hour talks!", "ninehour talks", 1, 1.0),
        ("a an the", "", 1, 1.0),
        ("U.S.", "US", 1, 1.0),
        ("the theatre", "theatre", 1, 1.0),
        # only ASCII punctuation goes: a curly quotation mark stays on its word
        ("“yes”", "yes", 0, 0.0),
        # arithmetic: given g tokens, wanted w, shared s: F1 = 2s / (g + w)
        ("on Monday morning", "Monday", 0, 2 * 1 / (3 + 1)),
        ("Monday Monday", "Monday", 0, 2 * 1 / (2 + 1)),
        ("nine million pounds", "nine million euros in all", 0, 2 * 2 / (3 + 5)),
        ("Tuesday", "Monday", 0, 0.0),
        ("", "Monday", 0, 0.0),
    ],
)
def test_exact_match_and_f1_are_those_of_squads_script(given: str, wanted: str, exact: int, f1: float) -> None:
    case = a_case(answers=((wanted,),))
    assert answer_exact(an_outcome(case, a_reply(given))) == exact
    assert answer_f1(an_outcome(case, a_reply(given))) == pytest.approx(f1, abs=1e-9)


def test_of_several_gold_answers_the_best_counts() -> None:
    case = a_case(answers=(("the harbour", "Harrow harbour", "at Harrow"),))
    given = an_outcome(case, a_reply("in Harrow harbour"))
    # against "harbour": 2/4, "Harrow harbour": 4/5, "at Harrow": 2/5
    assert answer_f1(given) == pytest.approx(4 / 5, abs=1e-9)
    assert answer_exact(given) == 0.0
    assert answer_exact(an_outcome(case, a_reply("Harrow Harbour."))) == 1.0


def test_values_match_however_they_are_written_and_no_other_may_stand_beside_them() -> None:
    case = a_case(answers=(("nine million", "nearly ten million"),))
    assert answer_values(an_outcome(case, a_reply("£9m"))) == 1.0
    assert answer_values(an_outcome(case, a_reply("It cost £9m.", short="9,000,000 pounds"))) == 1.0
    assert answer_values(an_outcome(case, a_reply("10 million"))) == 1.0
    assert answer_values(an_outcome(case, a_reply("8 million"))) == 0.0
    assert answer_values(an_outcome(case, a_reply("9 million in 2019"))) == 0.0
    assert answer_values(an_outcome(case, DECLINED)) == 0.0


def test_a_match_by_value_does_not_apply_to_answers_without_one() -> None:
    assert answer_values(an_outcome(a_case(answers=(("Ann Lee",),)), a_reply("9"))) is None
    assert answer_values(an_outcome(a_case(answers=(("9",), ("8",))), a_reply("9"))) is None
    assert answer_values(an_outcome(unanswerable(), DECLINED)) is None


def test_f1_takes_the_best_of_the_acceptable_answers() -> None:
    # against "Monday": P = 1/4, R = 1, F1 = 0.4; against "on Monday": 2/3
    assert answer_f1(an_outcome(MONDAY, a_reply("The bridge opened on Monday."))) == pytest.approx(2 / 3)


def test_exact_match_and_f1_do_not_apply_to_answers_of_several_parts() -> None:
    outcome = an_outcome(TWO_PARTS, a_reply("It cost nine million pounds."))
    assert answer_exact(outcome) is None
    assert answer_f1(outcome) is None


def test_each_part_of_an_answer_must_be_said() -> None:
    assert answer_in_statements(an_outcome(TWO_PARTS, a_reply("It cost 9 million pounds."))) == 0.5
    assert answer_in_statements(an_outcome(TWO_PARTS, a_reply("It cost 9 million. Ann Lee cut the ribbon."))) == 1.0


def test_tokens_are_those_that_the_endpoint_counted() -> None:
    spent = an_outcome(MONDAY, Reply(declined="no_evidence", usage=Usage(120, 9)))
    assert (prompt_tokens(spent), completion_tokens(spent)) == (120.0, 9.0)
    assert (prompt_tokens(an_outcome(MONDAY, DECLINED)), completion_tokens(an_outcome(MONDAY, DECLINED))) == (
        None,
        None,
    )


def test_cost_is_that_of_a_thousand_such_questions_by_the_prices_that_are_set() -> None:
    priced = an_outcome(MONDAY, Reply(declined="no_evidence", usage=Usage(120, 9, cost=0.0004)))
    assert cost_per_thousand(priced) == pytest.approx(0.4)
    assert cost_per_thousand(an_outcome(MONDAY, Reply(declined="no_evidence", usage=Usage(120, 9)))) is None


def test_latency_is_the_wall_clock() -> None:
    assert latency_ms(an_outcome(MONDAY, DECLINED, latency_ms=12.5)) == 12.5
