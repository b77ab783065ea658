from __future__ import annotations

from dataclasses import replace

from outcomes import DECLINED, a_case, a_reply, an_outcome, the_citation, the_gold, unanswerable

from eval.metrics.citation_exactness import citation_exactness
from eval.metrics.cited_characters import cited_characters
from eval.metrics.gold_span_cited import gold_span_cited
from eval.reply import Reply, Said

CASE = a_case(answers=(("Monday",),))


def test_a_gold_span_is_cited_when_it_lies_wholly_inside_a_citation() -> None:
    gold = the_gold("opened on Monday")
    assert gold_span_cited(an_outcome(CASE, a_reply("…", "The bridge opened on Monday."), gold)) == 1.0
    assert gold_span_cited(an_outcome(CASE, a_reply("…", "opened on"), gold)) == 0.0
    assert gold_span_cited(an_outcome(CASE, DECLINED, gold)) == 0.0


def test_the_same_words_of_another_version_or_field_are_not_the_gold_span() -> None:
    gold = the_gold("opened on Monday")
    citation = the_citation("The bridge opened on Monday.")
    for other in (replace(citation, version=2), replace(citation, field="dek"), replace(citation, article_id="x")):
        assert gold_span_cited(an_outcome(CASE, Reply(said=(Said("…", (other,)),)), gold)) == 0.0


def test_spans_of_one_fact_are_alternatives_and_facts_are_counted_apart() -> None:
    gold = (the_gold("on Monday"), the_gold("opened"), the_gold("nine million", fact=2))
    assert gold_span_cited(an_outcome(CASE, a_reply("…", "opened"), *gold)) == 0.5
    assert gold_span_cited(an_outcome(CASE, a_reply("…", "opened", "It cost nine million"), *gold)) == 1.0


def test_gold_does_not_apply_where_there_is_none_or_nothing_to_answer() -> None:
    assert gold_span_cited(an_outcome(CASE, a_reply("…", "opened"))) is None
    assert gold_span_cited(an_outcome(unanswerable(), a_reply("…", "opened"), the_gold("opened"))) is None


def test_exactness_is_judged_by_what_is_stored_and_not_by_the_citing_system() -> None:
    outcome = an_outcome(CASE, a_reply("…", "opened on Monday", "Ann Lee"))
    assert citation_exactness(outcome) == 1.0
    assert citation_exactness(replace(outcome, stored=("opened on Monday", "Ann Lea"))) == 0.5
    assert citation_exactness(replace(outcome, stored=(None, None))) == 0.0
    assert citation_exactness(an_outcome(CASE, DECLINED)) is None


def test_cited_characters_are_those_of_all_citations() -> None:
    assert cited_characters(an_outcome(CASE, a_reply("…", "opened", "Ann Lee"))) == 13.0
    assert cited_characters(an_outcome(CASE, DECLINED)) is None
