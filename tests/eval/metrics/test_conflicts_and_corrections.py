from __future__ import annotations

from dataclasses import replace

from builders import a_version
from outcomes import BRIDGE, DECLINED, a_case, a_reply, an_outcome, the_citation

from eval.metrics.citation_exactness import citation_exactness
from eval.metrics.conflict_shown import conflict_shown
from eval.metrics.newest_value import newest_value
from eval.reply import Reply, Said
from rag.domain.answer import Conflict, ConflictSide

OTHER = a_version("The bridge cost ten million pounds.", id="other")
DISPUTED = a_case("What did it cost?", kind="conflict", answers=(("nine million",), ("ten million", "10m")))
NINE = Said("It cost 9 million pounds.", (the_citation("It cost nine million pounds."),))
TEN = Said("It cost ten million pounds.", (the_citation("ten million pounds", OTHER),))


def test_both_values_must_be_said_each_with_a_citation_that_says_it() -> None:
    assert conflict_shown(an_outcome(DISPUTED, Reply(said=(NINE, TEN)))) == 1.0
    assert conflict_shown(an_outcome(DISPUTED, Reply(said=(NINE,)))) == 0.5
    wrongly_cited = replace(TEN, citations=(the_citation("Ann Lee"),))
    assert conflict_shown(an_outcome(DISPUTED, Reply(said=(NINE, wrongly_cited)))) == 0.5
    assert conflict_shown(an_outcome(DISPUTED, DECLINED)) == 0.0


def test_a_value_set_out_beside_the_statements_counts_as_shown() -> None:
    sides = (
        ConflictSide("nine million", the_citation("It cost nine million pounds.", BRIDGE)),
        ConflictSide("ten million", the_citation("The bridge cost ten million pounds.", OTHER)),
    )
    assert conflict_shown(an_outcome(DISPUTED, Reply(said=(NINE,), conflicts=(Conflict("the cost", sides),)))) == 1.0
    elsewhere = (replace(sides[1], value="the bridge"),)
    assert conflict_shown(an_outcome(DISPUTED, Reply(said=(NINE,), conflicts=(Conflict("?", elsewhere),)))) == 0.5


def test_a_quote_that_is_not_stored_shows_nothing() -> None:
    side = ConflictSide("ten million", the_citation("ten million pounds", OTHER))
    outcome = an_outcome(DISPUTED, Reply(said=(NINE,), conflicts=(Conflict("the cost", (side,)),)))
    assert conflict_shown(outcome) == 1.0
    forged = replace(outcome.witness, stored=("It cost four million pounds.",), beside=(None,))
    assert conflict_shown(replace(outcome, witness=forged)) == 0.0
    assert citation_exactness(replace(outcome, witness=forged)) == 0.0


def test_an_average_of_two_values_shows_neither() -> None:
    assert conflict_shown(an_outcome(DISPUTED, a_reply("It cost 9.5 million.", "nine million"))) == 0.0


def test_only_conflicts_are_asked_for_both_values() -> None:
    assert conflict_shown(an_outcome(a_case(answers=(("nine million",),)), Reply(said=(NINE,)))) is None


def test_a_correction_has_arrived_where_the_new_value_is_said_and_the_old_one_is_not() -> None:
    case = a_case(kind="correction", answers=(("83 million",),), forbidden=("38 million",))
    assert newest_value(an_outcome(case, a_reply("The tunnel costs 83 million crowns."))) == 1.0
    assert newest_value(an_outcome(case, a_reply("The tunnel costs 38 million crowns."))) == 0.0
    assert newest_value(an_outcome(case, a_reply("It costs 83 million, or 38 million."))) == 0.0
    assert newest_value(an_outcome(case, DECLINED)) == 0.0
    assert newest_value(an_outcome(replace(case, kind="fact"), a_reply("83 million"))) is None
